//! fails: a_tail_costs_one_request_and_no_byte_more
//! hint_en: Asking for the size costs a request of its own, and over a network that is the expensive
//! part. `GetRange::Suffix(n)` counts from the end: the store knows the size.
//! hint_es: Preguntar el tamaño cuesta una petición más, y por la red eso es lo caro.
//! `GetRange::Suffix(n)` cuenta desde el final: el almacén ya sabe el tamaño.

async fn tail(store: &dyn ObjectStore, path: &Path, n: u64) -> object_store::Result<Bytes> {
    // solution:begin tail
    let size = store.head(path).await?.size;
    store.get_range(path, size.saturating_sub(n)..size).await
    // solution:end
}
