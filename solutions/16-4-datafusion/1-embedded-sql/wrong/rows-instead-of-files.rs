//! fails: a_sort_merge_join_spills_and_ends
//! hint_en: `spilled_rows` counts the rows that went to disk, not the files that hold them: one file
//! holds many rows. The number of files is `spill_count`.
//! hint_es: `spilled_rows` cuenta las filas que fueron a disco, no los archivos que las guardan: en un
//! archivo caben muchas. El número de archivos es `spill_count`.

async fn outcome(query: DataFrame) -> Result<Outcome> {
    // solution:begin outcome
    use datafusion::error::DataFusionError;

    let run = match run(query).await {
        Ok(run) => run,
        Err(error) => {
            return match error.find_root() {
                DataFusionError::ResourcesExhausted(message) => Ok(Outcome::exhausted(message)),
                _ => Err(error),
            };
        }
    };
    let spills = operators(&run.plan).into_iter().filter_map(|operator| operator.metrics());
    Ok(Outcome::finished(
        run.batches.iter().map(RecordBatch::num_rows).sum(),
        spills.filter_map(|metrics| metrics.spilled_rows()).sum(),
    ))
    // solution:end
}
