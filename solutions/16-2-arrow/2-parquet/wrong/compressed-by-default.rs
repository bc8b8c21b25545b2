//! fails: columns_are_compressed_with_snappy
//! hint_en: The writer compresses nothing unless you ask for it: the default is `UNCOMPRESSED`. Say
//! so in its properties: `set_compression(Compression::SNAPPY)`.
//! hint_es: El writer no comprime nada si no se lo pides: por defecto usa `UNCOMPRESSED`. Indícalo
//! en sus propiedades: `set_compression(Compression::SNAPPY)`.

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
    use parquet::file::properties::WriterProperties;

    if let Some(batch) = batches.iter().find(|batch| batch.schema().fields() != schema.fields()) {
        return Err(another_schema(batch.schema_ref()));
    }
    let properties =
        WriterProperties::builder().set_max_row_group_row_count(Some(rows_per_group.get())).build();
    let mut writer = ArrowWriter::try_new(out, schema, Some(properties))?;
    for batch in batches {
        writer.write(batch)?;
    }
    let metadata = writer.close()?;
    let (rows, row_groups) = (metadata.file_metadata().num_rows(), metadata.num_row_groups());
    Ok(WriteReport { rows, row_groups })
    // solution:end
}
