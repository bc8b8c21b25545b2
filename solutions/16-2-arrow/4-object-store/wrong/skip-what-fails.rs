//! fails: a_listing_that_breaks_off_is_an_error
//! hint_en: Keeping the `Ok`s of a stream drops its errors: a listing that breaks off looks like a
//! shorter one, and whoever deletes what is not listed deletes too much. `try_collect` and
//! `try_next` pass the first error on.
//! hint_es: Quedarse con los `Ok` de un stream tira sus errores: un listado que se corta parece uno
//! más corto, y quien borre lo que no está en él borrará de más. `try_collect` y `try_next`
//! devuelven el primer error.

async fn list_sizes(
    store: &dyn ObjectStore,
    prefix: &str,
) -> object_store::Result<BTreeMap<String, u64>> {
    // solution:begin list_sizes
    use futures::StreamExt;

    let objects = store.list(Some(&Path::parse(prefix)?));
    let sizes = objects.filter_map(async |object| {
        object.ok().map(|object| (object.location.to_string(), object.size))
    });
    Ok(sizes.collect().await)
    // solution:end
}
