//! fails: another_schema_is_an_error
//! hint_en: The writer takes the columns of a batch by position and compares types, not names:
//! `haber` ends up under `debe` and nobody notices. Compare the fields of each batch with those of
//! the schema.
//! hint_es: El writer toma las columnas del lote por posición y compara tipos, no nombres: `haber`
//! acaba en `debe` y nadie lo nota. Compara los campos de cada lote con los del esquema.

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

    let width = schema.fields().len();
    if let Some(batch) = batches.iter().find(|batch| batch.num_columns() != width) {
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
    let metadata = writer.close()?;
    let (rows, row_groups) = (metadata.file_metadata().num_rows(), metadata.num_row_groups());
    Ok(WriteReport { rows, row_groups })
    // solution:end
}
