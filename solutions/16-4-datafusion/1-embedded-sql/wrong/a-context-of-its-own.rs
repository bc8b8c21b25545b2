//! fails: a_hash_join_that_does_not_fit_says_so
//! hint_en: The context carries the memory pool, the batch size and the stores of the session. A default
//! one has no memory limit and knows no bucket. Ask the query for that of its session:
//! `query.task_ctx()`.
//! hint_es: El contexto lleva el pool de memoria, el tamaño de lote y los almacenes de la sesión. Uno
//! por defecto no tiene límite de memoria ni conoce buckets. Pide a la consulta el de su sesión:
//! `query.task_ctx()`.

async fn run(query: DataFrame) -> Result<Run> {
    // solution:begin run
    let context = Arc::new(datafusion::execution::TaskContext::default());
    let plan = query.create_physical_plan().await?;
    let batches = datafusion::physical_plan::collect(Arc::clone(&plan), context).await?;
    Ok(Run { batches, plan })
    // solution:end
}
