//! fails: the_bridge_carries_from_anywhere
//! hint_en: A thread that drives a runtime may not block on a second one: Tokio panics. Start a
//! thread with `std::thread::spawn`, make the runtime there and `join` it.
//! hint_es: Un hilo que ya mueve un runtime no puede bloquearse en otro: Tokio entra en panic.
//! Arranca un hilo con `std::thread::spawn`, crea allí el runtime y espera con `join`.

fn list_sizes_blocking(
    store: Arc<dyn ObjectStore>,
    prefix: &str,
) -> object_store::Result<BTreeMap<String, u64>> {
    // solution:begin list_sizes_blocking
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("the system has resources for one more runtime");
    runtime.block_on(list_sizes(store.as_ref(), prefix))
    // solution:end
}
