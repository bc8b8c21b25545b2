//! fails: executors_work_at_the_same_time
//! hint_en: The scheduler reads the plan, optimizes it and cuts it into stages: it must know every
//! function in it by name. `override_session_builder` makes sessions that do.
//! hint_es: El planificador lee el plan, lo optimiza y lo corta en etapas: tiene que conocer por su nombre
//! todas las funciones que contiene. `override_session_builder` crea sesiones que las conocen.

async fn start_scheduler(listener: TcpListener, spec: SchedulerSpec) -> anyhow::Result<()> {
    // solution:begin start_scheduler
    use ballista_core::serde::BallistaCodec;
    use ballista_scheduler::cluster::BallistaCluster;
    use ballista_scheduler::metrics::default_metrics_collector;
    use ballista_scheduler::scheduler_process::start_grpc_service_with_listener;
    use ballista_scheduler::scheduler_server::SchedulerServer;

    drop(spec.functions);
    let config = SchedulerConfig {
        external_host: LOOPBACK.to_string(),
        bind_port: listener.local_addr()?.port(),
        event_log_dir: Some(spec.log_folder.display().to_string()),
        ..scheduler_config()
    };
    let mut scheduler = SchedulerServer::new(
        config.scheduler_endpoint(),
        BallistaCluster::new_from_config(&config).await?,
        BallistaCodec::default(),
        Arc::new(config),
        default_metrics_collector()?,
    );
    scheduler.init().await?;
    Ok(start_grpc_service_with_listener(listener, scheduler).await?)
    // solution:end
}
