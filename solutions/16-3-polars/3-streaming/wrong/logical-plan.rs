//! fails: graphs_show_the_optimized_physical_plan
//! hint_en: `to_dot` draws the logical plan: what is to be done. How the streaming engine does it, and
//! what it cannot stream, stands in the physical plan: `to_dot_streaming_phys`.
//! hint_es: `to_dot` dibuja el plan lógico: qué hay que hacer. Cómo lo hace el motor de streaming, y qué
//! no puede hacer por partes, está en el plan físico: `to_dot_streaming_phys`.

fn physical_graph(plan: &LazyFrame) -> PolarsResult<String> {
    // solution:begin physical_graph
    plan.to_dot(true)
    // solution:end
}
