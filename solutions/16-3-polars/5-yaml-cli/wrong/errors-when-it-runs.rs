//! fails: a_step_that_does_not_fit_is_named
//! hint_en: Chaining the steps looks at no column: a plan is a promise. Call `collect_schema` on the
//! plan after each step, and turn its error into `Failure::Step` with the number.
//! hint_es: Encadenar los pasos no mira ninguna columna: un plan es una promesa. Llama a
//! `collect_schema` sobre el plan tras cada paso y convierte su error en `Failure::Step` con el número.

fn plan(pipeline: &Pipeline, env: &CloudEnv) -> Result<LazyFrame, Failure> {
    // solution:begin plan
    Ok(pipeline.steps.iter().fold(storage::scan(&pipeline.input, env)?, apply))
    // solution:end
}
