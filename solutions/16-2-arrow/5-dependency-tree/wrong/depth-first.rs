//! fails: shortest_paths_are_valid_and_short
//! hint_en: `pop` takes the newest path, so the walk follows one branch to its end before it tries
//! the next: the first path found need not be short. Take the oldest first, with `pop_front` of a
//! `VecDeque`: then paths are tried in the order of their lengths.
//! hint_es: `pop` toma el camino más nuevo, así que el recorrido agota una rama antes de probar otra:
//! el primer camino que aparece no tiene por qué ser corto. Toma antes el más viejo, con `pop_front`
//! de un `VecDeque`: así los caminos se prueban por orden de longitud.

impl LockGraph {
    fn shortest_path(&self, root: &str, target: &str) -> Option<Vec<Package>> {
        // solution:begin shortest_path
        let mut seen: BTreeSet<&Package> =
            self.needs.keys().filter(|package| package.name == root).collect();
        let mut paths: Vec<Vec<Package>> =
            seen.iter().map(|&package| vec![package.clone()]).collect();
        while let Some(path) = paths.pop() {
            for needed in &self.needs[&path[path.len() - 1]] {
                if seen.insert(needed) {
                    let mut longer = path.clone();
                    longer.push(needed.clone());
                    if needed.name == target {
                        return Some(longer);
                    }
                    paths.push(longer);
                }
            }
        }
        None
        // solution:end
    }
}
