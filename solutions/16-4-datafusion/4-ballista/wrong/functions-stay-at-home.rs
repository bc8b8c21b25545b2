//! fails: a_lost_executor_costs_no_answer
//! hint_en: A plan holds the names of functions, not their code. The client knows `gate` and so does the
//! scheduler, but the executor that should call it finds no such function in its registry.
//! hint_es: Un plan contiene los nombres de las funciones, no su código. El cliente conoce `gate` y el
//! planificador también, pero el ejecutor que tendría que llamarla no la encuentra en su registro.

async fn start_executor(
    spec: ExecutorSpec,
    functions: BallistaFunctionRegistry,
) -> anyhow::Result<()> {
    // solution:begin start_executor
    use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};

    drop(functions);
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
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        memory_pool_size: Some(EXECUTOR_MEMORY_BYTES),
        ..ExecutorProcessConfig::default()
    };
    Ok(start_executor_process(Arc::new(config)).await?)
    // solution:end
}
