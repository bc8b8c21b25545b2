//! fails: executors_work_at_the_same_time
//! hint_en: `remote_with_state` puts Ballista's functions in the place of those in the state: yours are
//! gone. Register them in the finished context.
//! hint_es: `remote_with_state` pone las funciones de Ballista en lugar de las del estado: las tuyas se
//! pierden. Regístralas en el contexto ya terminado.

async fn cluster_context(
    url: &str,
    partitions: usize,
    functions: &[ScalarUDF],
) -> anyhow::Result<SessionContext> {
    // solution:begin cluster_context
    use ballista::prelude::{SessionConfigExt, SessionContextExt};
    use ballista_core::config::{
        BALLISTA_ADAPTIVE_PLANNER_ENABLED, BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS,
        BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK,
    };
    use datafusion::execution::SessionStateBuilder;
    use datafusion::logical_expr::registry::FunctionRegistry;

    let config = SessionConfig::new_with_ballista()
        .with_target_partitions(partitions)
        .set_u64(BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK, 1)
        .set_bool(BALLISTA_ADAPTIVE_PLANNER_ENABLED, false)
        .set_u64(BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, FETCH_RETRY_MS);
    let mut state = SessionStateBuilder::new().with_default_features().with_config(config).build();
    for function in functions {
        state.register_udf(Arc::new(function.clone()))?;
    }
    Ok(SessionContext::remote_with_state(url, state).await?)
    // solution:end
}
