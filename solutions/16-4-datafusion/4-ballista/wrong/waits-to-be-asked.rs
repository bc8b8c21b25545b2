//! fails: a_cluster_of_processes_serves_this_machine_only
//! hint_en: Without `task_scheduling_policy` an executor waits for a scheduler that pushes tasks to it, and
//! this one does not: scheduler and executors must agree on `PullStaged`.
//! hint_es: Sin `task_scheduling_policy`, el ejecutor espera a un planificador que le envíe tareas, y este
//! no lo hace: planificador y ejecutores tienen que coincidir en `PullStaged`.

async fn start_executor(
    spec: ExecutorSpec,
    functions: BallistaFunctionRegistry,
) -> anyhow::Result<()> {
    // solution:begin start_executor
    use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};

    let config = ExecutorProcessConfig {
        executor_id: spec.id,
        bind_host: LOOPBACK.to_string(),
        external_host: Some(LOOPBACK.to_string()),
        port: spec.flight_port,
        grpc_port: 0,
        scheduler_host: LOOPBACK.to_string(),
        scheduler_port: spec.scheduler_port,
        vcores: spec.vcores,
        work_dir: Some(spec.work_folder.display().to_string()),
        memory_pool_size: Some(EXECUTOR_MEMORY_BYTES),
        override_function_registry: Some(Arc::new(functions)),
        ..ExecutorProcessConfig::default()
    };
    Ok(start_executor_process(Arc::new(config)).await?)
    // solution:end
}
