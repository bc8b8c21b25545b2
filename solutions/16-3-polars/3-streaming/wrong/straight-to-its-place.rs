//! fails: a_failed_plan_leaves_the_old_file
//! hint_en: A sink empties the file at its path before the first row arrives: if the plan fails later,
//! the old rows are lost and half of the new ones stand there. Write under another name, then rename.
//! hint_es: Un sink vacía el archivo de su ruta antes de que llegue la primera fila: si el plan falla
//! después, se pierden las filas viejas y queda la mitad de las nuevas. Escribe con otro nombre y
//! después cámbialo.

fn stream_to_parquet(
    plan: LazyFrame,
    dst: &Path,
    rows_per_group: NonZeroUsize,
) -> PolarsResult<usize> {
    // solution:begin stream_to_parquet
    let destination =
        SinkDestination::File { target: SinkTarget::Path(PlRefPath::try_from_path(dst)?) };
    let format = FileWriteFormat::Parquet(std::sync::Arc::new(ParquetWriteOptions {
        compression: ParquetCompression::Snappy,
        row_group_size: Some(rows_per_group.get()),
        ..Default::default()
    }));
    let arguments = UnifiedSinkArgs { mkdir: true, ..Default::default() };
    plan.sink(destination, format, arguments)?.collect_with_engine(Engine::Streaming)?;
    ParquetReader::new(std::fs::File::open(dst)?).num_rows()
    // solution:end
}
