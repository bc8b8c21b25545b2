//! fails: reachable_ends_on_cycles
//! hint_en: On a cycle the walk comes back to where it started and adds the root to what the root
//! needs. The walk ends, but the result has one package too many: leave out the starting points.
//! hint_es: En un ciclo, el recorrido vuelve a su punto de partida y añade la raíz a lo que la raíz
//! necesita. El recorrido termina, pero sobra un paquete: deja fuera los puntos de partida.

impl LockGraph {
    fn reachable(&self, root: &str) -> BTreeSet<Package> {
        // solution:begin reachable
        let mut reached = BTreeSet::new();
        let mut to_visit: Vec<&Package> =
            self.needs.keys().filter(|package| package.name == root).collect();
        while let Some(package) = to_visit.pop() {
            for needed in &self.needs[package] {
                if reached.insert(needed.clone()) {
                    to_visit.push(needed);
                }
            }
        }
        reached
        // solution:end
    }
}
