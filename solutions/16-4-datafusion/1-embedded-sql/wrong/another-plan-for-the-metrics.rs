//! fails: the_plan_that_ran_is_kept
//! hint_en: `collect` makes a plan of its own and drops it; the one that `create_physical_plan` returns
//! has never run, so it has counted nothing. Make one plan, run it with
//! `datafusion::physical_plan::collect`, keep it.
//! hint_es: `collect` crea su propio plan y lo descarta; el que devuelve `create_physical_plan` no se ha
//! ejecutado y no ha contado nada. Crea un solo plan, ejecútalo con
//! `datafusion::physical_plan::collect` y guárdalo.

async fn run(query: DataFrame) -> Result<Run> {
    // solution:begin run
    let batches = query.clone().collect().await?;
    let plan = query.create_physical_plan().await?;
    Ok(Run { batches, plan })
    // solution:end
}
