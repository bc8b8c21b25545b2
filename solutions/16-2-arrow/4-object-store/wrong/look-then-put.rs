//! fails: one_writer_puts_what_is_absent
//! hint_en: Between looking and writing there is time for another writer: both see nothing, both
//! write, and the first object is lost. One conditional request leaves the decision to the store:
//! `put_opts` with `PutMode::Create`.
//! hint_es: Entre mirar y escribir le da tiempo a otro escritor: los dos ven que no hay nada, los
//! dos escriben y el primer objeto se pierde. Una sola petición condicional deja la decisión al
//! almacén: `put_opts` con `PutMode::Create`.

async fn put_if_absent(
    store: &dyn ObjectStore,
    path: &Path,
    data: Bytes,
) -> object_store::Result<bool> {
    // solution:begin put_if_absent
    match store.head(path).await {
        Ok(_) => Ok(false),
        Err(object_store::Error::NotFound { .. }) => {
            store.put(path, data.into()).await?;
            Ok(true)
        }
        Err(error) => Err(error),
    }
    // solution:end
}
