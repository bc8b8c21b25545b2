//! fails: batches_have_the_size_asked_for
//! hint_en: Reading group by group ends a batch at every border between row groups. One reader over
//! the whole file fills its batches across them.
//! hint_es: Si lees grupo a grupo, cada frontera entre grupos de filas termina un lote. Un solo
//! lector para todo el archivo llena sus lotes sin mirar las fronteras.

fn read_parquet<R: ChunkReader + 'static>(
    source: R,
    batch_size: NonZeroUsize,
) -> Result<Vec<RecordBatch>, ParquetError> {
    // solution:begin read_parquet
    let bytes = source.get_bytes(0, source.len() as usize)?;
    let groups =
        ParquetRecordBatchReaderBuilder::try_new(bytes.clone())?.metadata().num_row_groups();
    let mut batches = Vec::new();
    for group in 0..groups {
        let builder = ParquetRecordBatchReaderBuilder::try_new(bytes.clone())?;
        let group = builder.with_row_groups(vec![group]).with_batch_size(batch_size.get());
        batches.extend(group.build()?.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(batches)
    // solution:end
}
