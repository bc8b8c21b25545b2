//! fails: a_tail_costs_one_request_and_no_byte_more
//! hint_en: This fetches the whole object and throws most of it away. Say which bytes you want in
//! the request: `GetOptions` has a `range`.
//! hint_es: Esto trae el objeto entero para tirar casi todo. Di en la petición qué bytes quieres:
//! `GetOptions` tiene un `range`.

async fn tail(store: &dyn ObjectStore, path: &Path, n: u64) -> object_store::Result<Bytes> {
    // solution:begin tail
    let data = store.get(path).await?.bytes().await?;
    Ok(data.slice(data.len().saturating_sub(n as usize)..))
    // solution:end
}
