//! fails: other_errors_stay_errors
//! hint_en: The text of an error may quote data, so any error may contain any words. What it is, its
//! variant says: match `error.find_root()` with `DataFusionError::ResourcesExhausted(message)`.
//! hint_es: El texto de un error puede citar datos: cualquier error puede contener cualquier palabra. De
//! qué tipo es lo dice su variante: compara `error.find_root()` con
//! `DataFusionError::ResourcesExhausted(message)`.

async fn outcome(query: DataFrame) -> Result<Outcome> {
    // solution:begin outcome
    let run = match run(query).await {
        Ok(run) => run,
        Err(error) => {
            let message = error.to_string();
            let is_exhausted = message.contains("Resources exhausted");
            return if is_exhausted { Ok(Outcome::exhausted(&message)) } else { Err(error) };
        }
    };
    let spills = operators(&run.plan).into_iter().filter_map(|operator| operator.metrics());
    Ok(Outcome::finished(
        run.batches.iter().map(RecordBatch::num_rows).sum(),
        spills.filter_map(|metrics| metrics.spill_count()).sum(),
    ))
    // solution:end
}
