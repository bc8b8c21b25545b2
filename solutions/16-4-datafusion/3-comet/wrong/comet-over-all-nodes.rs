//! fails: coverage_leaves_out_what_does_no_work
//! hint_en: The share of all nodes is not the share of the work: query stages and conversions do none.
//! Eligible is what Comet or Spark carries out; leave out transitions and wrappers.
//! hint_es: La proporción de todos los nodos no es la proporción del trabajo: las etapas y las
//! conversiones no hacen ninguno. Cuenta como posible lo que ejecutan Comet o Spark; deja fuera las
//! transiciones y los envoltorios.

fn coverage(plan: &[PlanNode]) -> Coverage {
    // solution:begin coverage
    let of = |origin| plan.iter().filter(|node| node.origin == origin).count();
    let named = |name| plan.iter().filter(|node| node.name == name).count();
    Coverage {
        accelerated: of(NodeOrigin::CometNative) + of(NodeOrigin::CometJvm),
        eligible: plan.len(),
        transitions: of(NodeOrigin::Transition),
        shuffles: Shuffles {
            comet_native: named("CometExchange"),
            comet_jvm: named("CometColumnarExchange"),
            spark: named("Exchange"),
        },
    }
    // solution:end
}
