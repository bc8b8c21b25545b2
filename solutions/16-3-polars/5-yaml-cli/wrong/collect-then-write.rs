//! fails: the_rows_pass_through_a_sink
//! hint_en: `collect` computes the whole table in memory before the first row is written. Put the sink
//! on the plan itself: `plan.sink(...)`.
//! hint_es: `collect` calcula toda la tabla en memoria antes de escribir la primera fila. Pon el sink
//! sobre el propio plan: `plan.sink(...)`.

fn sink(plan: LazyFrame, place: &Place, path: &str) -> PolarsResult<LazyFrame> {
    // solution:begin sink
    let table = plan.collect()?;
    let file = SinkDestination::File { target: SinkTarget::Path(path.into()) };
    table.lazy().sink(file, storage::format(place), UnifiedSinkArgs::default())
    // solution:end
}
