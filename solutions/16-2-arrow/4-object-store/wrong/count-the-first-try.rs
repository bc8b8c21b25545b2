//! fails: retries_end_with_the_first_answer
//! hint_en: `max_retries` counts what comes after the first try: with 0 retries there is still one
//! request, and with 2 there are three.
//! hint_es: `max_retries` cuenta lo que viene después del primer intento: con 0 reintentos sigue
//! habiendo una petición, y con 2 hay tres.

async fn get_with_retry(
    store: &dyn ObjectStore,
    path: &Path,
    max_retries: usize,
) -> object_store::Result<Bytes> {
    // solution:begin get_with_retry
    let mut tries = 0;
    loop {
        tries += 1;
        let answer = async { store.get(path).await?.bytes().await };
        match answer.await {
            Err(object_store::Error::Generic { .. }) if tries < max_retries => {}
            last => return last,
        }
    }
    // solution:end
}
