//! fails: a_step_that_does_not_fit_is_named
//! hint_en: Before the first step, resolve the scan itself with `collect_schema`: if the file is
//! missing, no step is to blame.
//! hint_es: Antes del primer paso, resuelve la propia lectura con `collect_schema`: si falta el archivo,
//! ningún paso tiene la culpa.

fn plan(pipeline: &Pipeline, env: &CloudEnv) -> Result<LazyFrame, Failure> {
    // solution:begin plan
    let mut plan = storage::scan(&pipeline.input, env)?;
    for (step, number) in pipeline.steps.iter().zip(1..) {
        plan = apply(plan, step);
        plan.collect_schema().map_err(|error| (number, error))?;
    }
    Ok(plan)
    // solution:end
}
