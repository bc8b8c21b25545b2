//! fails: written_rows_are_counted
//! hint_en: A plan that ends in a sink gives back an empty table of 0 rows and 0 columns, whatever it
//! has written. The number of rows stands in the footer of the new file.
//! hint_es: Un plan que termina en un sink devuelve una tabla vacía, de 0 filas y 0 columnas, haya
//! escrito lo que haya escrito. El número de filas está en el pie del archivo nuevo.

fn stream_to_parquet(
    plan: LazyFrame,
    dst: &Path,
    rows_per_group: NonZeroUsize,
) -> PolarsResult<usize> {
    // solution:begin stream_to_parquet
    let unfinished = dst.with_extension("unfinished");
    let destination =
        SinkDestination::File { target: SinkTarget::Path(PlRefPath::try_from_path(&unfinished)?) };
    let format = FileWriteFormat::Parquet(std::sync::Arc::new(ParquetWriteOptions {
        compression: ParquetCompression::Snappy,
        row_group_size: Some(rows_per_group.get()),
        ..Default::default()
    }));
    let arguments = UnifiedSinkArgs { mkdir: true, ..Default::default() };
    let sink = plan.sink(destination, format, arguments)?;
    let rows = match sink.collect_with_engine(Engine::Streaming) {
        Ok(written) => written.unwrap_single().height(),
        Err(error) => {
            let _ = std::fs::remove_file(&unfinished);
            return Err(error);
        }
    };
    std::fs::rename(unfinished, dst)?;
    Ok(rows)
    // solution:end
}
