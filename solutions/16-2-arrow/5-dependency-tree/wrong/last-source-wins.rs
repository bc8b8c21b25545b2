//! fails: a_lock_file_becomes_a_graph
//! hint_en: Inserting under a key that is there already replaces its value: of two sources of one
//! version, the first loses what it needs. `entry(...).or_default()` finds the set that is there.
//! hint_es: Insertar con una clave que ya existe reemplaza su valor: de dos fuentes de la misma
//! versión, la primera pierde lo que necesita. `entry(...).or_default()` encuentra el conjunto que hay.

fn parse_lock(text: &str) -> Result<LockGraph, LockError> {
    // solution:begin parse_lock
    let mut needs = BTreeMap::new();
    for entry in &entries {
        let needed = entry.dependencies.iter().map(|dependency| resolve(dependency, &packages));
        needs.insert(package(entry)?, needed.collect::<Result<BTreeSet<_>, _>>()?);
    }
    Ok(LockGraph { needs })
    // solution:end
}
