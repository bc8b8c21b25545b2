//! fails: a_query_runs_once
//! hint_en: A DataFrame has no results in it: every `collect` runs the whole query again. Take the rows
//! from the same run that fills the metrics.
//! hint_es: Un DataFrame no guarda resultados: cada `collect` ejecuta la consulta entera otra vez. Toma
//! las filas de la misma ejecución que llena las métricas.

async fn run(query: DataFrame) -> Result<Run> {
    // solution:begin run
    let context = Arc::new(query.task_ctx());
    let plan = query.create_physical_plan().await?;
    datafusion::physical_plan::collect(Arc::clone(&plan), context).await?;
    Ok(Run { batches: query.collect().await?, plan })
    // solution:end
}
