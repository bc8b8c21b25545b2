//! fails: a_sink_lets_go_of_what_it_has_written
//! hint_en: `collect` returns the whole result as one table, on any engine: it has to fit in memory
//! before you write its first row. Give the plan a sink, and run the plan with the sink.
//! hint_es: `collect` devuelve el resultado entero como una sola tabla, con cualquier motor: tiene que
//! caber en memoria antes de que escribas la primera fila. Añade un sink al plan y ejecuta ese plan.

fn stream_to_parquet(
    plan: LazyFrame,
    dst: &Path,
    rows_per_group: NonZeroUsize,
) -> PolarsResult<usize> {
    // solution:begin stream_to_parquet
    let mut table = plan.collect_with_engine(Engine::Streaming)?.unwrap_single();
    std::fs::create_dir_all(dst.parent().expect("a file stands in a folder"))?;
    let unfinished = dst.with_extension("unfinished");
    ParquetWriter::new(std::fs::File::create(&unfinished)?)
        .with_compression(ParquetCompression::Snappy)
        .with_row_group_size(Some(rows_per_group.get()))
        .finish(&mut table)?;
    std::fs::rename(unfinished, dst)?;
    Ok(table.height())
    // solution:end
}
