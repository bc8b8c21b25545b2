//! fails: shuffles_are_told_apart
//! hint_en: `BroadcastExchange` sends a whole table to everybody, and `ReusedExchange` sends nothing:
//! neither is a shuffle, although `Exchange` is part of the name. Compare whole names.
//! hint_es: `BroadcastExchange` envía una tabla entera a todos, y `ReusedExchange` no envía nada: ninguno
//! es un shuffle, aunque `Exchange` forme parte del nombre. Compara nombres completos.

fn coverage(plan: &[PlanNode]) -> Coverage {
    // solution:begin coverage
    let mut coverage = Coverage::default();
    for node in plan {
        match node.origin {
            NodeOrigin::CometNative | NodeOrigin::CometJvm => {
                coverage.accelerated += 1;
                coverage.eligible += 1;
            }
            NodeOrigin::Spark => coverage.eligible += 1,
            NodeOrigin::Transition => coverage.transitions += 1,
            NodeOrigin::Wrapper => {}
        }
        if node.name.ends_with("Exchange") {
            match node.origin {
                NodeOrigin::CometNative => coverage.shuffles.comet_native += 1,
                NodeOrigin::CometJvm => coverage.shuffles.comet_jvm += 1,
                _ => coverage.shuffles.spark += 1,
            }
        }
    }
    coverage
    // solution:end
}
