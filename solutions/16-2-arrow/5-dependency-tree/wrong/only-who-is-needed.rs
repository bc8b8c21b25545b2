//! fails: reversed_edges_lead_back
//! hint_en: A package that nobody needs gets no key here, because no edge leads to it. It is still a
//! package of the graph: begin with an empty set for each, then add the edges.
//! hint_es: Un paquete que nadie necesita se queda aquí sin clave, porque ninguna arista lleva hasta
//! él. Sigue siendo un paquete del grafo: empieza con un conjunto vacío para cada uno y añade después
//! las aristas.

impl LockGraph {
    // Right, and does not mind a package without key, so that one test fails and not two.
    fn reachable(&self, root: &str) -> BTreeSet<Package> {
        // solution:begin reachable
        let mut reached = BTreeSet::new();
        let mut to_visit: Vec<&Package> =
            self.needs.keys().filter(|package| package.name == root).collect();
        while let Some(package) = to_visit.pop() {
            for needed in self.needs.get(package).into_iter().flatten() {
                if needed.name != root && reached.insert(needed.clone()) {
                    to_visit.push(needed);
                }
            }
        }
        reached
        // solution:end
    }

    fn reversed(&self) -> Self {
        // solution:begin reversed
        let mut needs: BTreeMap<Package, BTreeSet<Package>> = BTreeMap::new();
        for (package, needed) in &self.needs {
            for target in needed {
                needs.entry(target.clone()).or_default().insert(package.clone());
            }
        }
        Self { needs }
        // solution:end
    }
}
