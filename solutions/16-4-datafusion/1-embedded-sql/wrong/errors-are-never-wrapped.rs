//! fails: a_hash_join_that_does_not_fit_says_so
//! hint_en: On its way up, an error is wrapped, for instance to be shared by two partitions: the variant
//! that you look for is inside. `error.find_root()` finds it.
//! hint_es: En su camino hacia arriba, un error se envuelve; por ejemplo, para compartirlo entre dos
//! particiones: la variante que buscas está dentro. La encuentra `error.find_root()`.

async fn outcome(query: DataFrame) -> Result<Outcome> {
    // solution:begin outcome
    use datafusion::error::DataFusionError;

    let run = match run(query).await {
        Ok(run) => run,
        Err(DataFusionError::ResourcesExhausted(message)) => {
            return Ok(Outcome::exhausted(&message));
        }
        Err(error) => return Err(error),
    };
    let spills = operators(&run.plan).into_iter().filter_map(|operator| operator.metrics());
    Ok(Outcome::finished(
        run.batches.iter().map(RecordBatch::num_rows).sum(),
        spills.filter_map(|metrics| metrics.spill_count()).sum(),
    ))
    // solution:end
}
