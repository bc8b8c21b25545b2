//! fails: a_run_never_replaces_its_own_input
//! hint_en: The rename makes it possible to replace the input, and that is the trouble: the second run
//! starts from the result of the first. Call `refuse_own_input` before anything else.
//! hint_es: Renombrar permite reemplazar la entrada, y ese es el problema: la segunda ejecución parte
//! del resultado de la primera. Llama a `refuse_own_input` antes que nada.

fn execute(pipeline: &Pipeline, env: &CloudEnv) -> Result<(), Failure> {
    // solution:begin execute
    let rows = plan(pipeline, env)?;
    let output = storage::resolve(pipeline.output.path());
    let (part, guard) = storage::unfinished(&output)?;
    sink(rows, &pipeline.output, &part)?.collect_with_engine(Engine::Streaming)?;
    if storage::is_s3(&output) {
        storage::upload(&part, &output, env)?;
    } else {
        guard.persist(&output).map_err(io::Error::from)?;
    }
    Ok(())
    // solution:end
}
