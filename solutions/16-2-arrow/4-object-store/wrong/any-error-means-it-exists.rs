//! fails: a_failed_put_is_not_an_object_that_exists
//! hint_en: `is_ok` turns every failure into `false`, which says that the object exists already.
//! Only `Error::AlreadyExists` says that; pass any other error on.
//! hint_es: `is_ok` convierte cualquier fallo en `false`, que significa que el objeto ya existe. Eso
//! solo lo dice `Error::AlreadyExists`; devuelve los demás errores.

async fn put_if_absent(
    store: &dyn ObjectStore,
    path: &Path,
    data: Bytes,
) -> object_store::Result<bool> {
    // solution:begin put_if_absent
    Ok(store.put_opts(path, data.into(), object_store::PutMode::Create.into()).await.is_ok())
    // solution:end
}
