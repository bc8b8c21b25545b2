//! fails: other_errors_stay_errors
//! hint_en: A division by zero would be reported as a lack of memory. Only
//! `DataFusionError::ResourcesExhausted` is an outcome; pass every other error on.
//! hint_es: Una división entre cero se comunicaría como falta de memoria. Solo
//! `DataFusionError::ResourcesExhausted` es un resultado; devuelve cualquier otro error.

async fn outcome(query: DataFrame) -> Result<Outcome> {
    // solution:begin outcome
    let run = match run(query).await {
        Ok(run) => run,
        Err(error) => return Ok(Outcome::exhausted(&error.to_string())),
    };
    let spills = operators(&run.plan).into_iter().filter_map(|operator| operator.metrics());
    Ok(Outcome::finished(
        run.batches.iter().map(RecordBatch::num_rows).sum(),
        spills.filter_map(|metrics| metrics.spill_count()).sum(),
    ))
    // solution:end
}
