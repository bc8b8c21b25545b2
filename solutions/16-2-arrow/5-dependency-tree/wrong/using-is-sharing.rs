//! fails: claims_are_judged_by_the_graph
//! hint_en: That all roots use some version of a package does not mean that there is one which they
//! all use. `AllShare` asks for the latter: `shared` compares versions too.
//! hint_es: Que todas las raíces usen alguna versión de un paquete no significa que haya una que usen
//! todas. `AllShare` pregunta por esto último: `shared` también compara las versiones.

fn check(graph: &LockGraph, roots: &[&str], claim: Claim) -> bool {
    // solution:begin check
    match claim {
        Claim::AllUse(name) | Claim::AllShare(name) => {
            roots.iter().all(|root| graph.depends_on(root, name))
        }
        Claim::Uses { package, dependency } => graph.depends_on(package, dependency),
        Claim::Chain(names) => names.windows(2).all(|pair| graph.depends_on(pair[0], pair[1])),
    }
    // solution:end
}
