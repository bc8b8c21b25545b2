//! fails: the_bridge_carries_from_anywhere
//! hint_en: A runtime built by hand has neither timers nor sockets until you ask for them. Memory
//! needs none, and S3 needs both: call `enable_all()` on the builder.
//! hint_es: Un runtime hecho a mano no tiene temporizadores ni sockets mientras no los pidas. La
//! memoria no los necesita, y S3 necesita ambos: llama a `enable_all()` en el constructor.

fn list_sizes_blocking(
    store: Arc<dyn ObjectStore>,
    prefix: &str,
) -> object_store::Result<BTreeMap<String, u64>> {
    // solution:begin list_sizes_blocking
    let prefix = prefix.to_owned();
    let worker = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.expect("the system has resources for one more runtime");
        runtime.block_on(list_sizes(store.as_ref(), &prefix))
    });
    worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    // solution:end
}
