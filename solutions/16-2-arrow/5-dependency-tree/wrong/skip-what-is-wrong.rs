//! fails: an_error_names_its_line
//! hint_en: `if let Ok(...)` drops every error: the graph lacks an edge and nobody knows. Pass the
//! error on with `?`; the line in it tells where to look.
//! hint_es: `if let Ok(...)` se traga todos los errores: al grafo le falta una arista y nadie lo sabe.
//! Devuelve el error con `?`; la línea que lleva dice dónde mirar.

fn parse_lock(text: &str) -> Result<LockGraph, LockError> {
    // solution:begin parse_lock
    let mut needs: BTreeMap<Package, BTreeSet<Package>> = BTreeMap::new();
    for entry in &entries {
        let needed = needs.entry(package(entry)?).or_default();
        for dependency in &entry.dependencies {
            if let Ok(package) = resolve(dependency, &packages) {
                needed.insert(package);
            }
        }
    }
    Ok(LockGraph { needs })
    // solution:end
}
