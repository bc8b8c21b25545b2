//! fails: a_cut_stream_is_an_error_wherever_it_is_cut
//! hint_en: `filter_map(|batch| batch.ok())` throws errors away: what is left looks like a shorter
//! table. `collect` into a `Result` stops at the first error, and `is_complete_stream` finds the cuts
//! that the reader does not see.
//! hint_es: `filter_map(|batch| batch.ok())` tira los errores: lo que queda parece una tabla más corta.
//! `collect` en un `Result` se detiene en el primer error, e `is_complete_stream` encuentra los cortes
//! que el lector no ve.

fn from_ipc(bytes: &[u8]) -> Result<Vec<RecordBatch>, ArrowError> {
    // solution:begin from_ipc
    Ok(StreamReader::try_new(bytes, None)?.filter_map(|batch| batch.ok()).collect())
    // solution:end
}
