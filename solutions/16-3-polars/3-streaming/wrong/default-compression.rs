//! fails: columns_are_compressed_with_snappy
//! hint_en: `ParquetWriteOptions::default()` compresses with Zstandard, not with Snappy as many other
//! writers do. Set `compression: ParquetCompression::Snappy`.
//! hint_es: `ParquetWriteOptions::default()` comprime con Zstandard, no con Snappy como muchos otros
//! programas. Pon `compression: ParquetCompression::Snappy`.

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
        row_group_size: Some(rows_per_group.get()),
        ..Default::default()
    }));
    let arguments = UnifiedSinkArgs { mkdir: true, ..Default::default() };
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
