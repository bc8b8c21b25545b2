//! fails: listings_hold_what_is_below_the_prefix
//! hint_en: A prefix stands for whole segments: `ventas` says nothing about `ventas2/a`.
//! `starts_with` compares letters. Hand the prefix to `store.list(Some(&prefix))`, which also spares
//! the store from listing everything.
//! hint_es: Un prefijo vale por segmentos enteros: `ventas` no dice nada de `ventas2/a`.
//! `starts_with` compara letras. Dale el prefijo a `store.list(Some(&prefix))`, que además evita
//! listar todo el almacén.

async fn list_sizes(
    store: &dyn ObjectStore,
    prefix: &str,
) -> object_store::Result<BTreeMap<String, u64>> {
    // solution:begin list_sizes
    use futures::TryStreamExt;

    let prefix = Path::parse(prefix)?;
    let mut sizes = BTreeMap::new();
    let mut objects = store.list(None);
    while let Some(object) = objects.try_next().await? {
        if object.location.as_ref().starts_with(prefix.as_ref()) {
            sizes.insert(object.location.to_string(), object.size);
        }
    }
    Ok(sizes)
    // solution:end
}
