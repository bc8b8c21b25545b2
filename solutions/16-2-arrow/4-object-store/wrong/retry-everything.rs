//! fails: a_refusal_is_an_answer
//! hint_en: `NotFound` and `PermissionDenied` are answers: asking again costs time and money and
//! changes nothing. Only `Error::Generic` may pass.
//! hint_es: `NotFound` y `PermissionDenied` son respuestas: volver a preguntar cuesta tiempo y
//! dinero y no cambia nada. Solo `Error::Generic` puede pasarse.

async fn get_with_retry(
    store: &dyn ObjectStore,
    path: &Path,
    max_retries: usize,
) -> object_store::Result<Bytes> {
    // solution:begin get_with_retry
    let mut retries = 0;
    loop {
        let answer = async { store.get(path).await?.bytes().await };
        match answer.await {
            Err(_) if retries < max_retries => retries += 1,
            last => return last,
        }
    }
    // solution:end
}
