//! fails: the_same_pipeline_runs_in_s3
//! hint_en: If a plan with a sink in S3 fails, Polars 0.55.2 completes the upload with the rows so far: half
//! a result replaces the old one. Sink to a file on disk, and `upload` it when it is complete.
//! hint_es: Si falla un plan cuyo sink está en S3, Polars 0.55.2 termina la subida como si no quedaran
//! filas: medio resultado reemplaza al anterior. Escribe en un archivo en disco y súbelo con `upload`
//! cuando esté completo.

fn execute(pipeline: &Pipeline, env: &CloudEnv) -> Result<(), Failure> {
    // solution:begin execute
    refuse_own_input(pipeline)?;
    let rows = plan(pipeline, env)?;
    let output = storage::resolve(pipeline.output.path());
    if storage::is_s3(&output) {
        let file = SinkDestination::File { target: SinkTarget::Path(output.as_str().into()) };
        let cloud_options = env.options(&output)?.map(std::sync::Arc::new);
        let arguments = UnifiedSinkArgs { cloud_options, ..UnifiedSinkArgs::default() };
        let rows = rows.sink(file, storage::format(&pipeline.output), arguments)?;
        rows.collect_with_engine(Engine::Streaming)?;
        return Ok(());
    }
    let (part, guard) = storage::unfinished(&output)?;
    sink(rows, &pipeline.output, &part)?.collect_with_engine(Engine::Streaming)?;
    guard.persist(&output).map_err(io::Error::from)?;
    Ok(())
    // solution:end
}
