//! fails: an_answer_that_breaks_off_is_asked_for_again
//! hint_en: `get` returns as soon as the answer begins; the bytes come later, in `bytes()`, which
//! may fail as well. Try again what includes both.
//! hint_es: `get` vuelve en cuanto empieza la respuesta; los bytes llegan después, en `bytes()`, que
//! también puede fallar. Reintenta algo que incluya las dos cosas.

async fn get_with_retry(
    store: &dyn ObjectStore,
    path: &Path,
    max_retries: usize,
) -> object_store::Result<Bytes> {
    // solution:begin get_with_retry
    let mut retries = 0;
    loop {
        match store.get(path).await {
            Err(object_store::Error::Generic { .. }) if retries < max_retries => retries += 1,
            answer => return answer?.bytes().await,
        }
    }
    // solution:end
}
