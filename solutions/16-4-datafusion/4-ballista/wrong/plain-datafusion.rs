//! fails: queries_run_on_the_cluster
//! hint_en: This session has Ballista's settings, but nothing in it knows the scheduler's URL: queries
//! run on this machine. `SessionContext::remote_with_state` puts the planner in that sends them away.
//! hint_es: Esta sesión tiene los ajustes de Ballista, pero nada en ella conoce la URL del planificador: las
//! consultas se ejecutan en esta máquina. `SessionContext::remote_with_state` pone el planificador de
//! consultas que las envía fuera.

async fn cluster_context(
    url: &str,
    partitions: usize,
    functions: &[ScalarUDF],
) -> anyhow::Result<SessionContext> {
    // solution:begin cluster_context
    use ballista::prelude::SessionConfigExt;
    use ballista_core::config::{
        BALLISTA_ADAPTIVE_PLANNER_ENABLED, BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS,
        BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK,
    };
    use datafusion::execution::SessionStateBuilder;

    anyhow::ensure!(url.starts_with("df://"), "`{url}` is not the URL of a scheduler");
    let config = SessionConfig::new_with_ballista()
        .with_target_partitions(partitions)
        .set_u64(BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK, 1)
        .set_bool(BALLISTA_ADAPTIVE_PLANNER_ENABLED, false)
        .set_u64(BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, FETCH_RETRY_MS);
    let state = SessionStateBuilder::new().with_default_features().with_config(config).build();
    let context = SessionContext::new_with_state(state);
    for function in functions {
        context.register_udf(function.clone());
    }
    Ok(context)
    // solution:end
}
