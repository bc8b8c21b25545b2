//! fails: graphs_show_the_optimized_physical_plan
//! hint_en: The engine runs the optimized plan: with `true`, filters and columns move into the scan
//! before the physical plan is made.
//! hint_es: El motor ejecuta el plan optimizado: con `true`, los filtros y las columnas pasan a la
//! lectura antes de hacer el plan físico.

fn physical_graph(plan: &LazyFrame) -> PolarsResult<String> {
    // solution:begin physical_graph
    plan.to_dot_streaming_phys(false)
    // solution:end
}
