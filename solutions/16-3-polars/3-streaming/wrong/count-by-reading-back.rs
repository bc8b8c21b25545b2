//! fails: a_sink_lets_go_of_what_it_has_written
//! hint_en: The sink streams, but counting the rows by a `collect` of the new file brings all of them into
//! memory after all. Their number stands in the footer: `ParquetReader::num_rows` reads nothing else.
//! hint_es: El sink trabaja por partes, pero contar las filas con un `collect` del archivo nuevo las trae
//! todas a la memoria. Su número está en el pie: `ParquetReader::num_rows` no lee nada más.

fn stream_to_parquet(
    plan: LazyFrame,
    dst: &Path,
    rows_per_group: NonZeroUsize,
) -> PolarsResult<usize> {
    // solution:begin stream_to_parquet
    let unfinished = dst.with_extension("unfinished");
    let path = PlRefPath::try_from_path(&unfinished)?;
    let destination = SinkDestination::File { target: SinkTarget::Path(path.clone()) };
    let format = FileWriteFormat::Parquet(Arc::new(ParquetWriteOptions {
        compression: ParquetCompression::Snappy,
        row_group_size: Some(rows_per_group.get()),
        ..Default::default()
    }));
    let arguments = UnifiedSinkArgs { mkdir: true, ..Default::default() };
    let sink = plan.sink(destination, format, arguments)?;
    if let Err(error) = sink.collect_with_engine(Engine::Streaming) {
        let _ = std::fs::remove_file(&unfinished);
        return Err(error);
    }
    let written = LazyFrame::scan_parquet(path, ScanArgsParquet::default())?;
    let rows = written.collect_with_engine(Engine::Streaming)?.unwrap_single().height();
    std::fs::rename(unfinished, dst)?;
    Ok(rows)
    // solution:end
}
