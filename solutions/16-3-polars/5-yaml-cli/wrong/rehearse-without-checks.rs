//! fails: a_run_never_replaces_its_own_input
//! hint_en: A dry run that succeeds promises that the run can start. `execute` refuses to replace its
//! input, so `dry_run` has to refuse it too.
//! hint_es: Un ensayo que sale bien promete que la ejecución puede empezar. `execute` se niega a
//! reemplazar su entrada, así que `dry_run` también tiene que negarse.

fn dry_run(pipeline: &Pipeline, env: &CloudEnv) -> Result<(SchemaRef, String), Failure> {
    // solution:begin dry_run
    let mut plan = plan(pipeline, env)?;
    Ok((plan.collect_schema()?, plan.explain(true)?))
    // solution:end
}
