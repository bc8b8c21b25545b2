//! 16.4.4: Ballista: DataFusion on a cluster.
//!
//! The tests say what each function must do: `cargo ex 16.4.4`. Then `cargo ex run 16.4.4` runs
//! `main`, below: it starts a scheduler and two executors as processes of this machine, sends them
//! SQL, and kills an executor in the middle of a query.

#[path = "../../../../exercises/16-4-datafusion/4-ballista/src/gate.rs"]
mod gate;
#[path = "../../../../exercises/16-4-datafusion/4-ballista/src/processes.rs"]
mod processes;
#[path = "../../../../exercises/16-4-datafusion/4-ballista/src/rest.rs"]
mod rest;
#[path = "../../../../exercises/16-4-datafusion/4-ballista/src/sales.rs"]
mod sales;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use arrow::array::{ArrayRef, RecordBatch};
use arrow::util::pretty::pretty_format_batches;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_scheduler::config::SchedulerConfig;
use clap::{Args, Parser, Subcommand};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::ScalarUDF;
use datafusion::prelude::{SessionConfig, SessionContext};
use datasets::Dataset;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use gate::Gate;
use processes::{Cluster, LOOPBACK};
use rest::{StageReport, wait_for};

/// What a cell holds, whatever the type of its column: two engines may choose different types for the
/// same text.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Null,
    Float(f64),
    Text(String),
    /// A number without a fraction, a date or anything else, as it is printed.
    Other(String),
}

/// The cells of one row.
type Row = Vec<Value>;

/// The rows of a result, in order.
fn rows(batches: &[RecordBatch]) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cell = |column: &ArrayRef| ScalarValue::try_from_array(column, row).map(value);
            rows.push(batch.columns().iter().map(cell).collect::<Result<Row, _>>()?);
        }
    }
    Ok(rows)
}

fn value(cell: ScalarValue) -> Value {
    match (&cell, cell.try_as_str().flatten()) {
        _ if cell.is_null() => Value::Null,
        (ScalarValue::Float64(Some(float)), _) => Value::Float(*float),
        (_, Some(text)) => Value::Text(text.to_owned()),
        (other, None) => Value::Other(other.to_string()),
    }
}

// ANCHOR: agree
/// Whether two cells are the same answer.
///
/// Null is the same as null and as nothing else; so is NaN, and so are the two infinities. Other floats
/// may differ by 1 part in 10^9 of the greater one: a sum depends on the order of its additions, and on
/// a cluster nobody knows that order. Everything else has to be equal.
fn agree(a: &Value, b: &Value) -> bool {
    // solution:begin agree: todo!("compare {a:?} with {b:?}")
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => {
            let difference = (a - b).abs() / a.abs().max(b.abs());
            a == b || difference <= 1e-9 || (a.is_nan() && b.is_nan())
        }
        _ => a == b,
    }
    // solution:end
}
// ANCHOR_END: agree

/// How two answers to one question differ.
#[derive(Debug, Clone, PartialEq, Default)]
struct Comparison {
    /// How many rows both have.
    common_rows: usize,
    /// The rows that only the local answer has.
    only_local: Vec<Row>,
    /// The rows that only the cluster's answer has.
    only_cluster: Vec<Row>,
}

impl Comparison {
    fn is_same(&self) -> bool {
        self.only_local.is_empty() && self.only_cluster.is_empty()
    }
}

// ANCHOR: same_answer
/// Runs `sql` in both sessions and compares the answers.
///
/// The order of the rows does not count, since tasks end in any order; how often a row occurs does.
/// Each row of one answer has at most one partner in the other, whose cells all [`agree`] with its
/// own. Rows without a partner are returned. Answers have a few thousand rows at most.
///
/// # Errors
///
/// One of the sessions cannot answer.
async fn same_answer(
    local: &SessionContext,
    cluster: &SessionContext,
    sql: &str,
) -> anyhow::Result<Comparison> {
    // solution:begin same_answer: todo!("{sql} in {local:p} and {cluster:p}: {}", agree(&Value::Null, &Value::Null))
    let local = rows(&local.sql(sql).await?.collect().await?)?;
    let mut only_cluster = rows(&cluster.sql(sql).await?.collect().await?)?;
    let mut comparison = Comparison::default();
    for row in local {
        let is_partner = |other: &Row| {
            row.len() == other.len() && row.iter().zip(other).all(|(a, b)| agree(a, b))
        };
        match only_cluster.iter().position(is_partner) {
            Some(partner) => {
                only_cluster.remove(partner);
                comparison.common_rows += 1;
            }
            None => comparison.only_local.push(row),
        }
    }
    Ok(Comparison { only_cluster, ..comparison })
    // solution:end
}
// ANCHOR_END: same_answer

/// One stage of a distributed plan: what a task does without waiting for other tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stage {
    id: usize,
    /// The names of its operators from top to bottom, such as `ShuffleWriterExec`.
    operators: Vec<String>,
    /// The stages whose results it reads, in the order of the text.
    reads: Vec<usize>,
}

// ANCHOR: stages
/// Finds the stages in the text of `EXPLAIN` or `EXPLAIN ANALYZE`, in its order.
///
/// A stage begins with a headline. The lines below it are its operators, indented by depth; each
/// begins with its name, which ends in `Exec`. Other lines, such as `Inputs{...}`, do not count, nor
/// does what stands before the first headline: other plans, without stages.
///
/// ```text
/// =========ResolvedStage[stage_id=1.0, partitions=2]=========
/// SortShuffleWriterExec: partitioning=Hash([region@0], 2)
///   DataSourceExec: file_groups={2 groups: [[...], [...]]}, file_type=parquet
///
/// =========UnResolvedStage[stage_id=2.0, children=1]=========
/// Inputs{1: StageOutput { ... }}
/// ShuffleWriterExec: partitioning: Hash([region@0], 2)
///   UnresolvedShuffleExec: stage=1, partitioning: Hash([region@0], 2)
/// ```
///
/// There `2.0` is the first attempt at stage 2. `EXPLAIN ANALYZE` writes `SuccessfulStage[stage_id=2,
/// ...]` and `ShuffleReaderExec: upstream_stage: 1, ...` instead. Both operators with a stage to read
/// from are shown here, and there are no others.
fn stages(explain: &str) -> Vec<Stage> {
    // solution:begin stages: todo!("find the stages in {explain}")
    let number = |text: &str| text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok();
    let mut stages: Vec<Stage> = Vec::new();
    for line in explain.lines() {
        let headline = line.strip_prefix("=========").and_then(|l| l.strip_suffix("========="));
        if let Some((_, id)) = headline.and_then(|line| line.split_once("Stage[stage_id=")) {
            let id = number(id).expect("stages have numbers");
            stages.push(Stage { id, operators: Vec::new(), reads: Vec::new() });
        } else if let Some(stage) = stages.last_mut() {
            let line = line.trim_start();
            let name = line.split([':', ',']).next().unwrap_or_default();
            if name.ends_with("Exec") {
                stage.operators.push(name.to_owned());
            }
            let source = line.strip_prefix("UnresolvedShuffleExec: stage=");
            let source =
                source.or_else(|| line.strip_prefix("ShuffleReaderExec: upstream_stage: "));
            stage.reads.extend(source.and_then(number));
        }
    }
    stages
    // solution:end
}
// ANCHOR_END: stages

/// What a scheduler is told.
#[derive(Debug, Clone)]
struct SchedulerSpec {
    /// Where it writes an event log for each job.
    log_folder: PathBuf,
    /// The functions that SQL may call besides those of DataFusion.
    functions: Vec<ScalarUDF>,
}

/// An executor that has been silent for so long is lost, and others do its tasks again. One that is
/// busy with all of its vcores still speaks every 5 seconds.
const SILENCE_SECONDS: u64 = 10;

/// How a scheduler deals with its executors, and with their loss.
///
/// Executors poll it for tasks. By default it would push tasks to them and count their free vcores
/// itself. In Ballista 55.0 it miscounts when it loses one: a stage that reads rows of that executor
/// goes back to its start, and the vcores of the tasks that are canceled with it are never free again
/// (`ExecutionStage::task_infos` has forgotten them). An executor with one vcore gets no task any more.
///
/// By default it would also wait for 180 seconds until a silent executor is lost, and for another 180
/// until a query without any executor fails.
fn scheduler_config() -> SchedulerConfig {
    SchedulerConfig {
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        executor_timeout_seconds: SILENCE_SECONDS,
        expire_dead_executor_interval_seconds: 1,
        no_executors_grace_period_seconds: 0,
        ..SchedulerConfig::default()
    }
}

// ANCHOR: start_scheduler
/// Serves a scheduler on `listener`, until the process ends: to clients and executors by gRPC, and
/// with a REST API on the same port.
///
/// The listener is bound already, so that it can have a port that the system has chosen. Others reach
/// the scheduler on host `127.0.0.1` and that port, and it tells them so. All that `spec` does not say
/// is as in [`scheduler_config`].
///
/// A scheduler takes plans apart, so the sessions that it makes have to know the functions too.
async fn start_scheduler(listener: TcpListener, spec: SchedulerSpec) -> anyhow::Result<()> {
    // solution:begin start_scheduler: todo!("{:?}", (listener, spec.log_folder, spec.functions, scheduler_config().bind_port))
    use ballista_core::serde::BallistaCodec;
    use ballista_core::utils::default_session_builder;
    use ballista_scheduler::cluster::BallistaCluster;
    use ballista_scheduler::metrics::default_metrics_collector;
    use ballista_scheduler::scheduler_process::start_grpc_service_with_listener;
    use ballista_scheduler::scheduler_server::SchedulerServer;
    use datafusion::logical_expr::registry::FunctionRegistry;

    let new_session = move |config| {
        let mut state = default_session_builder(config)?;
        for function in &spec.functions {
            state.register_udf(Arc::new(function.clone()))?;
        }
        Ok(state)
    };
    let config = SchedulerConfig {
        external_host: LOOPBACK.to_string(),
        bind_port: listener.local_addr()?.port(),
        event_log_dir: Some(spec.log_folder.display().to_string()),
        override_session_builder: Some(Arc::new(new_session)),
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
// ANCHOR_END: start_scheduler

/// How long to wait before a failed fetch of shuffled rows is tried again. The default is 3 seconds,
/// three times over: a long time to find out that an executor is dead.
const FETCH_RETRY_MS: u64 = 50;

// ANCHOR: cluster_context
/// Opens a session whose queries run on the cluster at `url`, such as `df://127.0.0.1:50050`. SQL may
/// call `functions`.
///
/// - Shuffles cut the rows into `partitions` partitions.
/// - Each partition of a stage is a task of its own. By default, a task takes as many partitions as its
///   executor has free vcores.
/// - All stages are planned before the first one runs. By default, the scheduler plans adaptively: anew
///   after each stage, when it knows what has come out of it. But in Ballista 55.0 an adaptive query
///   that has lost rows waits for them for ever.
/// - A failed fetch of rows is tried again after [`FETCH_RETRY_MS`].
///
/// It does not connect yet: whether there is a scheduler, the first query will tell.
async fn cluster_context(
    url: &str,
    partitions: usize,
    functions: &[ScalarUDF],
) -> anyhow::Result<SessionContext> {
    // solution:begin cluster_context: todo!("{url} {partitions} {FETCH_RETRY_MS} {functions:?}")
    use ballista::prelude::{SessionConfigExt, SessionContextExt};
    use ballista_core::config::{
        BALLISTA_ADAPTIVE_PLANNER_ENABLED, BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS,
        BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK,
    };
    use datafusion::execution::SessionStateBuilder;

    let config = SessionConfig::new_with_ballista()
        .with_target_partitions(partitions)
        .set_u64(BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK, 1)
        .set_bool(BALLISTA_ADAPTIVE_PLANNER_ENABLED, false)
        .set_u64(BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, FETCH_RETRY_MS);
    let state = SessionStateBuilder::new().with_default_features().with_config(config).build();
    let context = SessionContext::remote_with_state(url, state).await?;
    // Functions in the state would be lost: Ballista puts its own in their place.
    for function in functions {
        context.register_udf(function.clone());
    }
    Ok(context)
    // solution:end
}
// ANCHOR_END: cluster_context

// ANCHOR: in_process_cluster
/// Starts a cluster within this process, for tests, and returns its URL, such as
/// `df://127.0.0.1:40123`: a scheduler as in [`start_scheduler`] on a port that the system chooses,
/// and `executors` executors with `vcores` vcores each. All of them know `functions`. They run on the
/// current runtime of Tokio, and end with it.
///
/// `SessionContext::standalone` of Ballista starts one executor and no more. `new_standalone_executor*`
/// starts such executors one by one; they poll the scheduler for tasks.
async fn in_process_cluster(
    executors: usize,
    vcores: usize,
    log_folder: &Path,
    functions: &[ScalarUDF],
) -> anyhow::Result<String> {
    // solution:begin in_process_cluster: todo!("{executors} {vcores} {log_folder:?} {functions:?}")
    use ballista_core::serde::BallistaCodec;
    use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
    use ballista_core::utils::default_config_producer;
    use ballista_executor::new_standalone_executor_from_builder;
    use datafusion::execution::runtime_env::RuntimeEnv;

    let listener = TcpListener::bind((LOOPBACK, 0)).await?;
    let address = listener.local_addr()?;
    let spec = SchedulerSpec { log_folder: log_folder.to_owned(), functions: functions.to_vec() };
    tokio::spawn(start_scheduler(listener, spec));
    for _ in 0..executors {
        let scheduler = SchedulerGrpcClient::connect(format!("http://{address}")).await?;
        let memory_and_disk = Arc::new(RuntimeEnv::default());
        new_standalone_executor_from_builder(
            scheduler,
            vcores,
            Arc::new(default_config_producer),
            Arc::new(move |_| Ok(Arc::clone(&memory_and_disk))),
            BallistaCodec::default(),
            registry(functions),
        )
        .await?;
    }
    Ok(format!("df://{address}"))
    // solution:end
}
// ANCHOR_END: in_process_cluster

/// The functions that an executor knows: those of DataFusion, and some more.
fn registry(functions: &[ScalarUDF]) -> BallistaFunctionRegistry {
    let mut registry = BallistaFunctionRegistry::default();
    for function in functions {
        let name = function.name().to_owned();
        registry.scalar_functions.insert(name, Arc::new(function.clone()));
    }
    registry
}

/// What an executor process is told.
#[derive(Debug, Clone, Args)]
struct ExecutorSpec {
    /// The name by which the scheduler knows it
    #[arg(long)]
    id: String,
    /// The port of the scheduler, on this machine
    #[arg(long)]
    scheduler_port: u16,
    /// The port on which it serves the results of its tasks
    #[arg(long)]
    flight_port: u16,
    /// How many partitions it works on at the same time
    #[arg(long)]
    vcores: usize,
    /// Where it keeps the results of its tasks
    #[arg(long)]
    work_folder: PathBuf,
}

/// How much memory the queries of an executor may use.
const EXECUTOR_MEMORY_BYTES: u64 = 512 << 20;

// ANCHOR: start_executor
/// Runs an executor that polls the scheduler for tasks, until the process ends.
///
/// It serves the results of its tasks to this machine only, and says that its host is `127.0.0.1`. Its
/// gRPC port, to which tasks could be pushed, is 0: nobody listens there. Its tasks share
/// [`EXECUTOR_MEMORY_BYTES`], and may call the functions in `functions` and no others: not even those
/// that the client knows.
async fn start_executor(
    spec: ExecutorSpec,
    functions: BallistaFunctionRegistry,
) -> anyhow::Result<()> {
    // solution:begin start_executor: todo!("{spec:?} {functions:?} {EXECUTOR_MEMORY_BYTES}")
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
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        memory_pool_size: Some(EXECUTOR_MEMORY_BYTES),
        override_function_registry: Some(Arc::new(functions)),
        ..ExecutorProcessConfig::default()
    };
    Ok(start_executor_process(Arc::new(config)).await?)
    // solution:end
}
// ANCHOR_END: start_executor

/// What this program can be.
#[derive(Debug, Parser)]
#[command(name = "ballista", about = "DataFusion on a cluster of processes")]
struct Program {
    #[command(subcommand)]
    role: Option<Role>,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// Starts a cluster, asks it, and kills a part of it: what happens if you name no role
    Demo,
    /// Sends SQL to a cluster and prints the answer
    Client {
        /// Such as `df://127.0.0.1:50050`
        url: String,
        /// The folder with the tables `ventas` and `clientes`
        folder: PathBuf,
        sql: String,
    },
    /// Runs a scheduler on a port that the system chooses
    Scheduler {
        /// Where it leaves its port and its logs
        #[arg(long)]
        folder: PathBuf,
    },
    /// Runs an executor
    Executor {
        /// The folder of the cluster
        #[arg(long)]
        folder: PathBuf,
        #[command(flatten)]
        spec: ExecutorSpec,
    },
}

fn main() -> anyhow::Result<()> {
    let runtime = Runtime::new()?;
    match Program::parse().role.unwrap_or(Role::Demo) {
        Role::Demo => demo(&runtime),
        Role::Client { url, folder, sql } => runtime.block_on(async {
            let cluster = cluster_context(&url, PARTITIONS, &[]).await?;
            sales::register(&cluster, &folder).await?;
            Ok(cluster.sql(&sql).await?.show().await?)
        }),
        role => runtime.block_on(serve(role)),
    }
}

/// Runs a part of a cluster, until the process that started it ends.
async fn serve(role: Role) -> anyhow::Result<()> {
    processes::end_with_parent();
    match role {
        Role::Scheduler { folder } => {
            let listener = TcpListener::bind((LOOPBACK, 0)).await?;
            processes::announce(&folder, listener.local_addr()?.port())?;
            let spec = SchedulerSpec {
                log_folder: processes::log_folder(&folder),
                functions: functions(&processes::gate_folder(&folder)),
            };
            start_scheduler(listener, spec).await
        }
        Role::Executor { folder, spec } => {
            let functions = functions(&processes::gate_folder(&folder));
            start_executor(spec, registry(&functions)).await
        }
        Role::Demo | Role::Client { .. } => anyhow::bail!("`{role:?}` serves nothing"),
    }
}

/// What SQL may call on a cluster of processes besides the functions of DataFusion.
fn functions(gate_folder: &Path) -> Vec<ScalarUDF> {
    vec![Gate::in_folder(gate_folder).function()]
}

/// Into how many partitions the demo cuts the rows, and how many files there are.
const PARTITIONS: usize = 8;

/// Questions for both engines. Each has one right answer, up to the order of its rows.
const QUERIES: [(&str, &str); 5] = [
    ("filter", "SELECT id, monto FROM ventas WHERE monto > 1700 AND NOT isnan(monto)"),
    (
        "group",
        "SELECT region, count(*) AS n, sum(monto) AS total FROM ventas \
         WHERE NOT isnan(monto) GROUP BY region",
    ),
    (
        "join",
        "SELECT segmento, count(*) AS n, max(ventas.id) AS last \
         FROM ventas JOIN clientes ON user_id = clientes.id GROUP BY segmento",
    ),
    (
        "window",
        "SELECT id, region, row_number() OVER (PARTITION BY region ORDER BY fecha, id) AS place \
         FROM ventas QUALIFY place <= 3",
    ),
    ("users", "SELECT region, count(DISTINCT user_id) AS users FROM ventas GROUP BY region"),
];

fn demo(runtime: &Runtime) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    // Executors within this process put their files where the system wants temporary files: here.
    tempfile::env::override_temp_dir(folder.path()).ok();
    sales::write(folder.path(), &Dataset::hostile(200_000, 42), PARTITIONS as u64)?;

    let mut cluster = Cluster::start(2, |role| {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(role);
        Ok(command)
    })?;
    println!("A scheduler at {} and its executors:", cluster.url());
    for executor in cluster.rest().executors()? {
        println!("  {} at {}:{}", executor.id, executor.host, executor.port);
    }
    let functions = functions(&cluster.gate_folder());
    let context = runtime.block_on(cluster_context(&cluster.url(), PARTITIONS, &functions))?;
    let local = local_context(&functions);
    runtime.block_on(async {
        sales::register(&context, folder.path()).await?;
        sales::register(&local, folder.path()).await?;
        show_queries(&local, &context, &cluster).await?;
        show_plans(&context).await
    })?;
    show_loss(runtime, &local, &context, &mut cluster)?;
    runtime.block_on(show_end(&context, &mut cluster))?;
    runtime.block_on(show_refusals(folder.path()))
}

/// A session without a cluster: plain DataFusion.
fn local_context(functions: &[ScalarUDF]) -> SessionContext {
    let config = SessionConfig::new().with_target_partitions(PARTITIONS);
    let context = SessionContext::new_with_config(config);
    functions.iter().for_each(|function| context.register_udf(function.clone()));
    context
}

/// Prints each query's stages and tasks, and how long it took.
async fn show_queries(
    local: &SessionContext,
    context: &SessionContext,
    cluster: &Cluster,
) -> anyhow::Result<()> {
    println!("\nquery     rows  same   local   cluster  tasks by executor, rows between stages");
    for (name, sql) in QUERIES {
        let (_, local_ms) = timed(local, sql).await?;
        let (rows, cluster_ms) = timed(context, sql).await?;
        let job = cluster.rest().last_job()?;
        let tasks = rest::tasks_by_executor(&cluster.log_folder(), &job)?;
        let stages = cluster.rest().stages(&job)?;
        let last = stages.len().saturating_sub(1);
        let shuffled: Vec<u64> = stages[..last].iter().map(|s| s.output_rows).collect();
        let same = same_answer(local, context, sql).await?.is_same();
        println!(
            "{name:<6} {rows:>7}  {same:<5} {local_ms:>4} ms   {cluster_ms:>4} ms  {tasks:?}, {shuffled:?}"
        );
    }
    Ok(())
}

/// Runs a query and returns the number of its rows and its time in milliseconds.
async fn timed(context: &SessionContext, sql: &str) -> anyhow::Result<(usize, u128)> {
    let start = Instant::now();
    let batches = context.sql(sql).await?.collect().await?;
    let wall_ms = start.elapsed().as_millis();
    Ok((batches.iter().map(RecordBatch::num_rows).sum(), wall_ms))
}

/// Prints what the scheduler did for a join: planned before the first stage ran, and planned anew after
/// each stage, when the sizes of the inputs are known.
async fn show_plans(context: &SessionContext) -> anyhow::Result<()> {
    let (_, join) = QUERIES[2];
    for adaptive in [true, false] {
        context.sql(&format!("SET ballista.planner.adaptive.enabled = {adaptive}")).await?;
        println!("\nThe stages of the join, planned adaptively: {adaptive}");
        for stage in stages(&explain_text(context, &format!("EXPLAIN ANALYZE {join}")).await?) {
            println!(
                "  stage {} reads {:?}: {}",
                stage.id,
                stage.reads,
                stage.operators.join(" < ")
            );
        }
    }
    Ok(())
}

/// All plans in the answer to an `EXPLAIN`, one after the other.
async fn explain_text(context: &SessionContext, sql: &str) -> anyhow::Result<String> {
    let rows = rows(&context.sql(sql).await?.collect().await?)?;
    let plan = |row: &Row| match &row[1] {
        Value::Text(plan) => plan.clone(),
        other => format!("{other:?}"),
    };
    Ok(rows.iter().map(plan).collect::<Vec<_>>().join("\n"))
}

/// Kills an executor in the middle of a query, and prints what becomes of the query.
fn show_loss(
    runtime: &Runtime,
    local: &SessionContext,
    context: &SessionContext,
    cluster: &mut Cluster,
) -> anyhow::Result<()> {
    let sql = "SELECT region, count(*) AS n, sum(gate(id)) AS ids FROM ventas GROUP BY region";
    let frame = runtime.block_on(context.sql(sql))?;
    let query = runtime.spawn(frame.collect());
    let gate = Gate::in_folder(&cluster.gate_folder());
    let rest = cluster.rest();
    let waiting = wait_for("all tasks but the one at the gate", || {
        let done = rest.last_stages().first().map_or(0, StageReport::successful_tasks);
        Ok(gate.waiting().filter(|_| done == PARTITIONS - 1))
    })?;
    let victim = cluster.executor_processes().into_iter().find(|&process| process != waiting);
    let name = cluster.kill_executor(victim.context("both executors wait at the gate")?)?;
    println!("\nKilled {name} after {} of {PARTITIONS} tasks of the first stage.", PARTITIONS - 1);
    gate.open()?;

    let batches = runtime.block_on(query)??;
    println!("The query's answer:\n{}", pretty_format_batches(&batches)?);
    let tasks = rest::tasks_by_executor(&cluster.log_folder(), &rest.last_job()?)?;
    println!("Tasks done: {tasks:?}");
    let comparison = runtime.block_on(same_answer(local, context, sql))?;
    let (same, common) = (comparison.is_same(), comparison.common_rows);
    println!("The same as without a cluster: {same}, {common} rows in common");
    Ok(())
}

/// Kills what is left of the cluster, one part after the other, and prints what becomes of a query.
async fn show_end(context: &SessionContext, cluster: &mut Cluster) -> anyhow::Result<()> {
    let (_, sql) = QUERIES[0];
    for process in cluster.executor_processes() {
        cluster.kill_executor(process)?;
    }
    println!("\nKilled the last executor. {}", failure(context, sql).await);
    cluster.kill_scheduler();
    println!("Killed the scheduler. {}", failure(context, sql).await);
    Ok(())
}

/// How a query fails, and after how long.
async fn failure(context: &SessionContext, sql: &str) -> String {
    let start = Instant::now();
    let error = timed(context, sql).await.err().map_or("none".to_owned(), |e| e.to_string());
    let wall_ms = start.elapsed().as_millis();
    format!("The next query has an error after {wall_ms} ms:\n  {}", first_line(&error))
}

/// Prints what a cluster refuses that DataFusion alone does.
async fn show_refusals(folder: &Path) -> anyhow::Result<()> {
    println!("\nWhat a cluster refuses:");
    let gate = Gate::in_folder(folder).function();
    // This cluster does not know the function, only its client does.
    let url = in_process_cluster(2, 1, &folder.join("event-logs"), &[]).await?;
    let cluster = cluster_context(&url, PARTITIONS, &[gate]).await?;
    sales::register(&cluster, folder).await?;
    cluster.sql("CREATE TABLE numeros AS VALUES (1), (2)").await?.collect().await?;
    for sql in [
        "SELECT * FROM numeros",
        "SELECT gate(id) FROM ventas WHERE id = 1",
        "SELECT count(*) FROM ventas, information_schema.tables",
    ] {
        let outcome = match cluster.sql(sql).await?.collect().await {
            Ok(batches) => format!("{} rows", rows(&batches)?.len()),
            Err(error) => error.to_string(),
        };
        println!("  {sql}\n    {}", first_line(&outcome));
    }
    Ok(())
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
#[path = "../../../../exercises/16-4-datafusion/4-ballista/src/tests.rs"]
mod tests;
