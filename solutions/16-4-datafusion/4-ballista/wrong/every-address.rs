//! fails: a_cluster_of_processes_serves_this_machine_only
//! hint_en: `0.0.0.0` means every address that the machine has: whoever reaches one of them can read
//! all shuffled rows and run tasks. Bind to `127.0.0.1`; Ballista asks nobody for a password.
//! hint_es: `0.0.0.0` significa todas las direcciones de la máquina: quien llegue a una de ellas puede
//! leer todas las filas mezcladas y ejecutar tareas. Escucha en `127.0.0.1`; Ballista no pide contraseña.

async fn start_executor(
    spec: ExecutorSpec,
    functions: BallistaFunctionRegistry,
) -> anyhow::Result<()> {
    // solution:begin start_executor
    use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};

    let config = ExecutorProcessConfig {
        executor_id: spec.id,
        bind_host: "0.0.0.0".to_owned(),
        external_host: Some(LOOPBACK.to_string()),
        port: spec.flight_port,
        grpc_port: 0,
        scheduler_host: LOOPBACK.to_string(),
        scheduler_port: spec.scheduler_port,
        vcores: spec.vcores,
        work_dir: Some(spec.work_folder.display().to_string()),
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        memory_pool_size: Some(EXECUTOR_MEMORY_BYTES),
        override_function_registry: Some(Arc::new(functions)),
        ..ExecutorProcessConfig::default()
    };
    Ok(start_executor_process(Arc::new(config)).await?)
    // solution:end
}
