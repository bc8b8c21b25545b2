//! fails: the_output_appears_as_a_whole_or_not_at_all
//! hint_en: Writing to the output itself destroys the old one with the first byte, and a failure leaves
//! half a file. Write to another name in the same folder and rename at the end.
//! hint_es: Escribir en la propia salida destruye la anterior con el primer byte, y un fallo deja medio
//! archivo. Escribe con otro nombre en la misma carpeta y renombra al final.

fn execute(pipeline: &Pipeline, env: &CloudEnv) -> Result<(), Failure> {
    // solution:begin execute
    refuse_own_input(pipeline)?;
    let rows = plan(pipeline, env)?;
    let output = storage::resolve(pipeline.output.path());
    if !storage::is_s3(&output) {
        sink(rows, &pipeline.output, &output)?.collect_with_engine(Engine::Streaming)?;
        return Ok(());
    }
    let (part, _guard) = storage::unfinished(&output)?;
    sink(rows, &pipeline.output, &part)?.collect_with_engine(Engine::Streaming)?;
    storage::upload(&part, &output, env)?;
    Ok(())
    // solution:end
}
