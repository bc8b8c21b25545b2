//! fails: a_sort_merge_join_spills_and_ends
//! hint_en: Every operator counts its own spills, and the last operator of the plan need not spill at
//! all: the sorts below it do. Add up the spills of all `operators`.
//! hint_es: Cada operador cuenta sus propios volcados, y el último del plan puede no tener ninguno: los
//! tienen las ordenaciones de debajo. Suma los de todos los `operators`.

async fn outcome(query: DataFrame) -> Result<Outcome> {
    // solution:begin outcome
    use datafusion::error::DataFusionError;

    match run(query).await {
        Ok(run) => Ok(Outcome::finished(
            run.batches.iter().map(RecordBatch::num_rows).sum(),
            run.plan.metrics().and_then(|m| m.spill_count()).unwrap_or(0),
        )),
        Err(error) => match error.find_root() {
            DataFusionError::ResourcesExhausted(message) => Ok(Outcome::exhausted(message)),
            _ => Err(error),
        },
    }
    // solution:end
}
