//! fails: each_partition_is_a_task
//! hint_en: By default a task takes as many partitions as its executor has free vcores, so that a small
//! query is one task. `BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK` limits that; 0 means no limit.
//! hint_es: Por defecto una tarea toma tantas particiones como vcores libres tiene su ejecutor, y una
//! consulta pequeña es una sola tarea. `BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK` lo limita; 0
//! significa sin límite.

async fn cluster_context(
    url: &str,
    partitions: usize,
    functions: &[ScalarUDF],
) -> anyhow::Result<SessionContext> {
    // solution:begin cluster_context
    use ballista::prelude::{SessionConfigExt, SessionContextExt};
    use ballista_core::config::{
        BALLISTA_ADAPTIVE_PLANNER_ENABLED, BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS,
    };
    use datafusion::execution::SessionStateBuilder;

    let config = SessionConfig::new_with_ballista()
        .with_target_partitions(partitions)
        .set_bool(BALLISTA_ADAPTIVE_PLANNER_ENABLED, false)
        .set_u64(BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, FETCH_RETRY_MS);
    let state = SessionStateBuilder::new().with_default_features().with_config(config).build();
    let context = SessionContext::remote_with_state(url, state).await?;
    for function in functions {
        context.register_udf(function.clone());
    }
    Ok(context)
    // solution:end
}
