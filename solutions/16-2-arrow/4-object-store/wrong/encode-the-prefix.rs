//! fails: listings_hold_what_is_below_the_prefix
//! hint_en: `Path::from` encodes what it gets: `región` becomes `regi%C3%B3n`, which no object is
//! called that other programs wrote. A key that exists already is read with `Path::parse`.
//! hint_es: `Path::from` codifica lo que recibe: `región` pasa a ser `regi%C3%B3n`, y ningún objeto
//! escrito por otros programas se llama así. Una clave que ya existe se lee con `Path::parse`.

async fn list_sizes(
    store: &dyn ObjectStore,
    prefix: &str,
) -> object_store::Result<BTreeMap<String, u64>> {
    // solution:begin list_sizes
    use futures::TryStreamExt;

    let objects = store.list(Some(&Path::from(prefix)));
    objects.map_ok(|object| (object.location.to_string(), object.size)).try_collect().await
    // solution:end
}
