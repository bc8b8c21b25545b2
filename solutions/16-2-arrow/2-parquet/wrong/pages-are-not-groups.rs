//! fails: row_groups_have_the_size_asked_for
//! hint_en: A column is written in pages, and pages make up a row group:
//! `set_data_page_row_count_limit` limits the pages. Row groups have `set_max_row_group_row_count`,
//! and without it more than a million rows each.
//! hint_es: Una columna se escribe en páginas, y las páginas forman un grupo de filas:
//! `set_data_page_row_count_limit` limita las páginas. Los grupos tienen
//! `set_max_row_group_row_count`, y sin él caben en cada uno más de un millón de filas.

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
        .set_data_page_row_count_limit(rows_per_group.get())
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
