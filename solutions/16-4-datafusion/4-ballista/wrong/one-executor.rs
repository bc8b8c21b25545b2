//! fails: executors_work_at_the_same_time
//! hint_en: One executor with many vcores is not a cluster: nothing would ever be shuffled between
//! executors. Start `executors` of them, in a loop, each with its own connection to the scheduler.
//! hint_es: Un ejecutor con muchos vcores no es un clúster: nunca se mezclaría nada entre ejecutores.
//! Inicia `executors` de ellos, en un bucle, cada uno con su propia conexión al planificador.

async fn in_process_cluster(
    executors: usize,
    vcores: usize,
    log_folder: &Path,
    functions: &[ScalarUDF],
) -> anyhow::Result<String> {
    // solution:begin in_process_cluster
    use ballista_core::serde::BallistaCodec;
    use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
    use ballista_core::utils::default_config_producer;
    use ballista_executor::new_standalone_executor_from_builder;
    use datafusion::execution::runtime_env::RuntimeEnv;

    let listener = TcpListener::bind((LOOPBACK, 0)).await?;
    let address = listener.local_addr()?;
    let spec = SchedulerSpec {
        log_folder: log_folder.to_owned(),
        functions: functions.to_vec(),
    };
    tokio::spawn(start_scheduler(listener, spec));
    let scheduler = SchedulerGrpcClient::connect(format!("http://{address}")).await?;
    let memory_and_disk = Arc::new(RuntimeEnv::default());
    new_standalone_executor_from_builder(
        scheduler,
        executors * vcores,
        Arc::new(default_config_producer),
        Arc::new(move |_| Ok(Arc::clone(&memory_and_disk))),
        BallistaCodec::default(),
        registry(functions),
    )
    .await?;
    Ok(format!("df://{address}"))
    // solution:end
}
