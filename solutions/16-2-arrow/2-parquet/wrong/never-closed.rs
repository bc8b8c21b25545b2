//! fails: files_end_with_what_they_hold
//! hint_en: A Parquet file ends with its footer, which is written by `close` (or `finish`). `flush`
//! ends a row group and no more, and dropping the writer writes nothing: without a footer nobody
//! can read the file. `close` also returns the metadata for the report.
//! hint_es: Un archivo Parquet termina con su pie, que lo escribe `close` (o `finish`). `flush`
//! solo termina un grupo de filas, y soltar el writer no escribe nada: sin pie, nadie puede leer el
//! archivo. Además, `close` devuelve los metadatos para el informe.

fn write_parquet<W: Write + Send>(
    out: W,
    schema: SchemaRef,
    batches: &[RecordBatch],
    rows_per_group: NonZeroUsize,
) -> Result<WriteReport, ParquetError> {
    let another_schema = |found: &Schema| {
        let (found, expected) = (found.fields(), schema.fields());
        ParquetError::General(format!("a batch has the fields {found:?}, expected {expected:?}"))
    };
    // solution:begin write_parquet
    use parquet::arrow::ArrowWriter;
    use parquet::basic::Compression;
    use parquet::file::properties::WriterProperties;

    if let Some(batch) = batches.iter().find(|batch| batch.schema().fields() != schema.fields()) {
        return Err(another_schema(batch.schema_ref()));
    }
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(rows_per_group.get()))
        .build();
    let mut writer = ArrowWriter::try_new(out, schema, Some(properties))?;
    for batch in batches {
        writer.write(batch)?;
    }
    writer.flush()?;
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    Ok(WriteReport { rows: rows as i64, row_groups: rows.div_ceil(rows_per_group.get()) })
    // solution:end
}
