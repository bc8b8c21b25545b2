//! Ballista, DataFusion on a cluster. <https://datafusion.apache.org/ballista>
//!
//! Choices, so that the numbers mean what they seem to mean:
//!
//! * Without `--cluster`, a scheduler and one executor run in this process, so that their memory and
//!   processor time are measured. They and the client talk over loopback, as they would if each were
//!   a process, and the scheduler pushes tasks to the executor, which is the default of both.
//! * As many task slots and partitions as threads, and one more Tokio worker per thread for
//!   everything that is not a task. Executors give their tasks a lower priority (nice 10).
//! * Every run gets a new session, whose client reads the footers again. The executor keeps footers
//!   for one session; the scheduler would share file statistics between all, which is switched off.
//! * The executor's queries may use all memory, as in DataFusion. By default Ballista allows them
//!   70 % of the machine's, in equal parts for each task slot.
//! * `top-k` is planned once, all others while they run, which is the default. If no row reaches a
//!   window function, the adaptive planner of 55.0.0 drops the stage before it as empty, finds that
//!   rows have to be distributed, and adds the same stage again, without end.
//! * Everything else is Ballista's default. Unlike in DataFusion, text is `Utf8`, and no operator
//!   filters for another one at run time. `etl` asks for Snappy, like every engine.

mod cluster;

use std::process::ExitCode;
use std::sync::Arc;

use ballista::prelude::{SessionConfigExt, SessionContextExt};
use ballista_core::BALLISTA_VERSION;
use ballista_core::config::BALLISTA_SCHEDULER_SHARE_FILE_STATISTICS_CACHE;
use datafusion::config::TableParquetOptions;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use datasets::Source;
use engine_datafusion::{answer, register_file, utf8};
use harness_protocol::{
    Engine, EngineEntry, Job, Outcome, Output, Query, Refusal, Settings, serve,
};
use mimalloc::MiMalloc;
use tokio::runtime::{Builder, Runtime};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const ENGINES: &[EngineEntry] = &[("ballista", open)];

/// The client sends the scheduler a logical plan, and `BallistaLogicalExtensionCodec` encodes tables
/// of files but no `MemTable`.
const ONLY_FILES: &str =
    "Ballista sends executors plans, which name files and cannot hold a table in memory";

fn main() -> ExitCode {
    serve(ENGINES, "mimalloc")
}

fn open(settings: &Settings) -> Outcome<Box<dyn Engine>> {
    let threads = settings.threads.get();
    let runtime = Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    let place = settings.cluster.as_ref().map_or_else(String::new, |url| {
        format!(" on {url} (whose processor time and memory are not measured)")
    });
    Ok(Box::new(Ballista {
        runtime: Arc::new(runtime),
        threads,
        scheduler: settings.cluster.clone(),
        version: format!("Ballista {BALLISTA_VERSION}{place}"),
    }))
}

struct Ballista {
    runtime: Arc<Runtime>,
    threads: usize,
    /// The URL of the scheduler. `None` until there is one in this process.
    scheduler: Option<String>,
    version: String,
}

impl Engine for Ballista {
    fn version(&self) -> String {
        self.version.clone()
    }

    fn load(&mut self, job: &Job) -> Outcome<Box<dyn Query>> {
        if job.source == Source::Memory {
            return Err(Refusal::unsupported(ONLY_FILES));
        }
        let scheduler = self.scheduler(job)?;
        let schema = self.runtime.block_on(async {
            let session = new_session(&scheduler, self.threads, job).await?;
            describe(&session, job).await
        })?;
        Ok(Box::new(Loaded {
            job: job.clone(),
            runtime: Arc::clone(&self.runtime),
            scheduler,
            threads: self.threads,
            schema,
        }))
    }
}

impl Ballista {
    /// The URL of the scheduler. Unless there is one, this starts a cluster within this process.
    ///
    /// Its executor writes next to the output of `job`, the first one, since that folder is removed
    /// even if this process is killed.
    fn scheduler(&mut self, job: &Job) -> anyhow::Result<String> {
        if let Some(url) = &self.scheduler {
            return Ok(url.clone());
        }
        let folder = job.output.with_file_name(format!("ballista-{}", std::process::id()));
        let url = self.runtime.block_on(cluster::start(self.threads, &folder))?;
        self.scheduler = Some(url.clone());
        Ok(url)
    }
}

struct Loaded {
    job: Job,
    runtime: Arc<Runtime>,
    /// The URL of the scheduler.
    scheduler: String,
    threads: usize,
    schema: String,
}

impl Query for Loaded {
    fn run(&mut self, variant: usize) -> anyhow::Result<Output> {
        self.runtime.block_on(self.answer(variant))
    }

    fn schema(&self) -> String {
        self.schema.clone()
    }
}

impl Loaded {
    async fn answer(&self, variant: usize) -> anyhow::Result<Output> {
        let workload = self.job.workload()?;
        let session = new_session(&self.scheduler, self.threads, &self.job).await?;
        let sql = workload.sql(variant, &self.job.dataset, "NOT isnan(monto)");
        let frame = session.sql(&sql).await?;
        if workload.id == "etl" {
            // Neither the session's options for writing nor a wish for a single file reach the
            // executor. These options do, and a path that ends in `.parquet` means one file.
            let mut snappy = TableParquetOptions::default();
            snappy.global.compression = Some("snappy".into());
            let path = utf8(&self.job.output)?;
            frame.write_parquet(path, DataFrameWriteOptions::new(), Some(snappy)).await?;
            return Ok(Output::File);
        }
        Ok(Output::Answer(answer::from_batches(&frame.collect().await?)?))
    }
}

/// A new session on the cluster of the scheduler at `url`, which knows the tables of `job`.
async fn new_session(url: &str, partitions: usize, job: &Job) -> anyhow::Result<SessionContext> {
    let config = SessionConfig::new_with_ballista()
        .with_target_partitions(partitions)
        .set_bool(BALLISTA_SCHEDULER_SHARE_FILE_STATISTICS_CACHE, false)
        .with_ballista_adaptive_query_planner(job.workload != "top-k");
    let state = SessionStateBuilder::new().with_default_features().with_config(config).build();
    let session = SessionContext::remote_with_state(url, state).await?;
    for (table, _) in job.workload()?.reads {
        register_file(&session, *table, job.table(*table)?).await?;
    }
    Ok(session)
}

/// The columns that `job` reads, with their types.
async fn describe(session: &SessionContext, job: &Job) -> anyhow::Result<String> {
    let mut tables = Vec::new();
    for (table, columns) in job.workload()?.reads {
        let frame = session.table(table.name()).await?.select_columns(columns)?;
        tables.push(answer::describe(*table, frame.schema().fields()));
    }
    Ok(tables.join("; "))
}
