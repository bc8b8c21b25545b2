//! fails: depending_is_being_reached_by_name
//! hint_en: This looks at the list in the package's own entry and no further. What it needs has needs
//! of its own: `reachable` has followed them already.
//! hint_es: Aquí se mira la lista de la propia entrada del paquete y nada más. Lo que necesita tiene, a
//! su vez, necesidades: `reachable` ya las ha seguido.

impl LockGraph {
    fn depends_on(&self, root: &str, target: &str) -> bool {
        // solution:begin depends_on
        let own = self.needs.iter().filter(|(package, _)| package.name == root);
        own.flat_map(|(_, needed)| needed).any(|package| package.name == target && target != root)
        // solution:end
    }
}

// Right, but without `depends_on`, so that one test fails and not two.
fn check(graph: &LockGraph, roots: &[&str], claim: Claim) -> bool {
    // solution:begin check
    let depends = |root: &str, target: &str| graph.shortest_path(root, target).is_some();
    match claim {
        Claim::AllUse(name) => roots.iter().all(|root| depends(root, name)),
        Claim::AllShare(name) => graph.shared(roots).iter().any(|package| package.name == name),
        Claim::Uses { package, dependency } => depends(package, dependency),
        Claim::Chain(names) => names.windows(2).all(|pair| depends(pair[0], pair[1])),
    }
    // solution:end
}
