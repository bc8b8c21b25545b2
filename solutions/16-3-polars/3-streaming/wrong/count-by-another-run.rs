//! fails: written_rows_are_counted
//! hint_en: This runs the plan twice: once to count the rows, once to write them. That costs double, and if
//! the source has changed in between, the number is not that of the file. The footer of the new file has it.
//! hint_es: Aquí el plan se ejecuta dos veces: una para contar las filas y otra para escribirlas. Cuesta el
//! doble y, si la fuente cambia entretanto, el número no es el del archivo. Está en el pie del archivo nuevo.

fn stream_to_parquet(
    plan: LazyFrame,
    dst: &Path,
    rows_per_group: NonZeroUsize,
) -> PolarsResult<usize> {
    // solution:begin stream_to_parquet
    let counted = plan.clone().select([len().cast(DataType::UInt64).alias("rows")]);
    let counted = counted.collect_with_engine(Engine::Streaming)?.unwrap_single();
    let rows: u64 = counted.column("rows")?.get(0)?.try_extract()?;

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
    if let Err(error) = sink.collect_with_engine(Engine::Streaming) {
        let _ = std::fs::remove_file(&unfinished);
        return Err(error);
    }
    std::fs::rename(unfinished, dst)?;
    Ok(rows as usize)
    // solution:end
}
