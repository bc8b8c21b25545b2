//! fails: shared_packages_are_reached_by_every_root
//! hint_en: Two roots that use `mem` in different versions share the name, not the code: for the
//! compiler these are two packages with different types. Compare whole packages, not their names.
//! hint_es: Dos raíces que usan `mem` en versiones distintas comparten el nombre, no el código: para
//! el compilador son dos paquetes con tipos distintos. Compara paquetes enteros, no sus nombres.

impl LockGraph {
    fn shared(&self, roots: &[&str]) -> BTreeSet<Package> {
        // solution:begin shared
        let reached = roots.iter().flat_map(|root| self.reachable(root));
        let by_all = |name: &str| roots.iter().all(|root| self.depends_on(root, name));
        reached.filter(|package| by_all(&package.name)).collect()
        // solution:end
    }
}

// Right, but without `shared`, so that one test fails and not two.
fn check(graph: &LockGraph, roots: &[&str], claim: Claim) -> bool {
    // solution:begin check
    let sets = roots.iter().map(|root| graph.reachable(root));
    let shared = sets.reduce(|shared, set| &shared & &set).unwrap_or_default();
    match claim {
        Claim::AllUse(name) => roots.iter().all(|root| graph.depends_on(root, name)),
        Claim::AllShare(name) => shared.iter().any(|package| package.name == name),
        Claim::Uses { package, dependency } => graph.depends_on(package, dependency),
        Claim::Chain(names) => names.windows(2).all(|pair| graph.depends_on(pair[0], pair[1])),
    }
    // solution:end
}
