//! fails: files_without_rows_have_a_schema
//! hint_en: `batches[0]` panics if there are no batches, as on a day without sales. The schema is
//! given apart so that the file can have it even then.
//! hint_es: `batches[0]` provoca un panic si no hay lotes, como un día sin ventas. El esquema
//! llega aparte para que el archivo lo tenga incluso entonces.

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
    let mut writer = ArrowWriter::try_new(out, batches[0].schema(), Some(properties))?;
    for batch in batches {
        writer.write(batch)?;
    }
    let metadata = writer.close()?;
    let (rows, row_groups) = (metadata.file_metadata().num_rows(), metadata.num_row_groups());
    Ok(WriteReport { rows, row_groups })
    // solution:end
}
