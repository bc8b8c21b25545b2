//! fails: missing_folders_are_made
//! hint_en: A sink does not make folders unless you ask for it: `mkdir: true` in `UnifiedSinkArgs`.
//! hint_es: Un sink no crea carpetas si no se lo pides: `mkdir: true` en `UnifiedSinkArgs`.

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
    let arguments = UnifiedSinkArgs::default();
    let sink = plan.sink(destination, format, arguments)?;
    if let Err(error) = sink.collect_with_engine(Engine::Streaming) {
        // If this fails too, there was no such file. The first error is the one to report.
        let _ = std::fs::remove_file(&unfinished);
        return Err(error);
    }
    let rows = ParquetReader::new(std::fs::File::open(&unfinished)?).num_rows()?;
    std::fs::rename(unfinished, dst)?;
    Ok(rows)
    // solution:end
}
