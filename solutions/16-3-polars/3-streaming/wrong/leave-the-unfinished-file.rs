//! fails: a_failed_plan_leaves_the_old_file
//! hint_en: If the plan fails, `?` leaves the function at once, and the file with half of the rows stays
//! in the folder. Remove it before you return the error.
//! hint_es: Si el plan falla, `?` sale de la función en el acto, y el archivo con la mitad de las filas
//! se queda en la carpeta. Bórralo antes de devolver el error.

fn stream_to_parquet(
    plan: LazyFrame,
    dst: &Path,
    rows_per_group: NonZeroUsize,
) -> PolarsResult<usize> {
    // solution:begin stream_to_parquet
    let unfinished = dst.with_extension("unfinished");
    let destination =
        SinkDestination::File { target: SinkTarget::Path(PlRefPath::try_from_path(&unfinished)?) };
    let format = FileWriteFormat::Parquet(Arc::new(ParquetWriteOptions {
        compression: ParquetCompression::Snappy,
        row_group_size: Some(rows_per_group.get()),
        ..Default::default()
    }));
    let arguments = UnifiedSinkArgs { mkdir: true, ..Default::default() };
    let sink = plan.sink(destination, format, arguments)?;
    sink.collect_with_engine(Engine::Streaming)?;
    let rows = ParquetReader::new(std::fs::File::open(&unfinished)?).num_rows()?;
    std::fs::rename(unfinished, dst)?;
    Ok(rows)
    // solution:end
}
