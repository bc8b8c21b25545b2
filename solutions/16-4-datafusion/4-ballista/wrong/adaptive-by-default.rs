//! fails: a_lost_executor_costs_no_answer
//! hint_en: By default the scheduler plans adaptively. Stages whose rows were lost are started again, but
//! an adaptive plan never continues after them: the query waits for ever. Set
//! `BALLISTA_ADAPTIVE_PLANNER_ENABLED` to false.
//! hint_es: De fábrica, el planificador trabaja de forma adaptativa. Las etapas cuyas filas se perdieron se
//! repiten, pero un plan adaptativo nunca sigue después de ellas: la consulta espera para siempre. Pon
//! `BALLISTA_ADAPTIVE_PLANNER_ENABLED` en false.

async fn cluster_context(
    url: &str,
    partitions: usize,
    functions: &[ScalarUDF],
) -> anyhow::Result<SessionContext> {
    // solution:begin cluster_context
    use ballista::prelude::{SessionConfigExt, SessionContextExt};
    use ballista_core::config::{
        BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK,
    };
    use datafusion::execution::SessionStateBuilder;

    let config = SessionConfig::new_with_ballista()
        .with_target_partitions(partitions)
        .set_u64(BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK, 1)
        .set_u64(BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, FETCH_RETRY_MS);
    let state = SessionStateBuilder::new().with_default_features().with_config(config).build();
    let context = SessionContext::remote_with_state(url, state).await?;
    for function in functions {
        context.register_udf(function.clone());
    }
    Ok(context)
    // solution:end
}
