//! A cluster within this process: a scheduler and one executor.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use ballista_core::serde::BallistaCodec;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::metrics::default_metrics_collector;
use ballista_scheduler::scheduler_process::start_grpc_service_with_listener;
use ballista_scheduler::scheduler_server::SchedulerServer;
use engine_datafusion::utf8;
use tokio::net::{TcpListener, TcpStream};

/// The address that only this machine reaches.
const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// As a number of bytes, 0 means that queries may use all the memory that there is.
const NO_LIMIT: Option<u64> = Some(0);

/// Starts a scheduler and an executor with `slots` task slots, which keeps what it shuffles in
/// `folder`. Returns the URL of the scheduler when the executor is ready.
///
/// Both run on the current runtime of Tokio and end with it.
pub(crate) async fn start(slots: usize, folder: &Path) -> anyhow::Result<String> {
    let scheduler_port = start_scheduler().await?;
    start_executor(scheduler_port, slots, folder).await?;
    Ok(format!("df://{LOOPBACK}:{scheduler_port}"))
}

/// Starts a scheduler and returns its port.
async fn start_scheduler() -> anyhow::Result<u16> {
    let listener = TcpListener::bind((LOOPBACK, 0)).await?;
    let port = listener.local_addr()?.port();
    let config = SchedulerConfig {
        external_host: LOOPBACK.to_string(),
        bind_port: port,
        ..SchedulerConfig::default()
    };
    let mut scheduler = SchedulerServer::new(
        config.scheduler_endpoint(),
        BallistaCluster::new_from_config(&config).await?,
        BallistaCodec::default(),
        Arc::new(config),
        default_metrics_collector()?,
    );
    scheduler.init().await?;
    tokio::spawn(start_grpc_service_with_listener(listener, scheduler));
    Ok(port)
}

/// Starts an executor and waits until the scheduler knows it.
async fn start_executor(scheduler_port: u16, slots: usize, folder: &Path) -> anyhow::Result<()> {
    let [flight_port, grpc_port] = free_ports().await?;
    let config = ExecutorProcessConfig {
        bind_host: LOOPBACK.to_string(),
        external_host: Some(LOOPBACK.to_string()),
        port: flight_port,
        grpc_port,
        scheduler_host: LOOPBACK.to_string(),
        scheduler_port,
        vcores: slots,
        work_dir: Some(utf8(folder)?.to_owned()),
        memory_pool_size: NO_LIMIT,
        ..ExecutorProcessConfig::default()
    };
    let executor = tokio::spawn(start_executor_process(Arc::new(config)));
    // The port for results opens last, after the executor has registered itself.
    while TcpStream::connect((LOOPBACK, flight_port)).await.is_err() {
        if executor.is_finished() {
            executor.await??;
            bail!("Ballista's executor ended before it was ready");
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

/// Two ports that nobody listens on: an executor cannot choose its own.
async fn free_ports() -> io::Result<[u16; 2]> {
    let flight = TcpListener::bind((LOOPBACK, 0)).await?;
    let grpc = TcpListener::bind((LOOPBACK, 0)).await?;
    Ok([flight.local_addr()?.port(), grpc.local_addr()?.port()])
}
