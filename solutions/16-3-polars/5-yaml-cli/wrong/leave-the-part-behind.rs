//! fails: the_output_appears_as_a_whole_or_not_at_all
//! hint_en: If the rename fails, `?` leaves the function and the unfinished file stays. The guard of
//! `unfinished` deletes the file when it is dropped, which covers every way out: rename with its `persist`.
//! hint_es: Si falla el cambio de nombre, `?` sale de la función y el archivo sin terminar se queda. El
//! guardián de `unfinished` borra el archivo al destruirse, lo que cubre todas las salidas: renombra con
//! su `persist`.

fn execute(pipeline: &Pipeline, env: &CloudEnv) -> Result<(), Failure> {
    // solution:begin execute
    refuse_own_input(pipeline)?;
    let rows = plan(pipeline, env)?;
    let output = storage::resolve(pipeline.output.path());
    let (part, guard) = storage::unfinished(&output)?;
    if let Err(error) = sink(rows, &pipeline.output, &part)?.collect_with_engine(Engine::Streaming) {
        fs::remove_file(&part).ok();
        return Err(error.into());
    }
    if storage::is_s3(&output) {
        storage::upload(&part, &output, env)?;
        return Ok(());
    }
    guard.keep().map_err(io::Error::from)?;
    fs::rename(&part, &output)?;
    Ok(())
    // solution:end
}
