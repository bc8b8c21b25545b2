//! fails: a_dry_run_reads_no_rows
//! hint_en: A `collect` reads rows, and a sort or a group needs all of them. The columns are known from
//! the plan alone: `collect_schema`.
//! hint_es: Un `collect` lee filas, y ordenar o agrupar las necesita todas. Las columnas se saben solo
//! con el plan: `collect_schema`.

fn dry_run(pipeline: &Pipeline, env: &CloudEnv) -> Result<(SchemaRef, String), Failure> {
    // solution:begin dry_run
    refuse_own_input(pipeline)?;
    let plan = plan(pipeline, env)?;
    let explained = plan.explain(true)?;
    let first_row = plan.limit(1).collect()?;
    Ok((first_row.schema().clone(), explained))
    // solution:end
}
