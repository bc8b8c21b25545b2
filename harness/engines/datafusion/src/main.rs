//! DataFusion, SQL over Arrow. <https://datafusion.apache.org>
//!
//! Choices, so that the numbers mean what they seem to mean:
//!
//! * One partition and one Tokio worker per thread. Columns in memory are a `MemTable` whose
//!   batches of 8192 rows, the default, are dealt out evenly to the partitions: a table of one
//!   partition would be read by one thread.
//! * For Parquet every run gets a new session. DataFusion keeps file listings, footers and
//!   statistics in caches of the session, so a second run would skip work that the first one did.
//! * Everything else is a default, including `Utf8View` strings and row filters that run after
//!   decoding (`pushdown_filters` is off). `etl` asks for Snappy, like every engine.

use std::process::ExitCode;
use std::sync::Arc;

use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::datasource::MemTable;
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext};
use datasets::Source;
use engine_datafusion::{answer, register_file, utf8};
use harness_protocol::{Engine, EngineEntry, Job, Outcome, Output, Query, Settings, serve};
use mimalloc::MiMalloc;
use tokio::runtime::{Builder, Runtime};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const ENGINES: &[EngineEntry] = &[("datafusion", open)];

fn main() -> ExitCode {
    serve(ENGINES, "mimalloc")
}

fn open(settings: &Settings) -> Outcome<Box<dyn Engine>> {
    let threads = settings.threads.get();
    let runtime = Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    Ok(Box::new(DataFusion { runtime: Arc::new(runtime), threads }))
}

struct DataFusion {
    runtime: Arc<Runtime>,
    threads: usize,
}

impl Engine for DataFusion {
    fn version(&self) -> String {
        format!("DataFusion {}", datafusion::DATAFUSION_VERSION)
    }

    fn load(&mut self, job: &Job) -> Outcome<Box<dyn Query>> {
        let memory = new_session(self.threads);
        let mut schema = Vec::new();
        for (table, columns) in job.workload()?.reads {
            let frame = self.runtime.block_on(async {
                let files = new_session(self.threads);
                register_file(&files, *table, job.table(*table)?).await?;
                anyhow::Ok(files.table(table.name()).await?.select_columns(columns)?)
            })?;
            schema.push(answer::describe(*table, frame.schema().fields()));
            if job.source == Source::Memory {
                let columns = self.runtime.block_on(load_columns(frame, self.threads))?;
                memory.register_table(table.name(), Arc::new(columns))?;
            }
        }
        Ok(Box::new(Loaded {
            job: job.clone(),
            memory,
            runtime: Arc::clone(&self.runtime),
            threads: self.threads,
            schema: schema.join("; "),
        }))
    }
}

struct Loaded {
    job: Job,
    /// The session that holds the columns, if the job is on memory.
    memory: SessionContext,
    runtime: Arc<Runtime>,
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
        let session = match self.job.source {
            Source::Memory => self.memory.clone(),
            Source::Parquet => {
                let session = new_session(self.threads);
                for (table, _) in workload.reads {
                    register_file(&session, *table, self.job.table(*table)?).await?;
                }
                session
            }
        };
        let sql = workload.sql(variant, &self.job.dataset, "NOT isnan(monto)");
        let frame = session.sql(&sql).await?;
        if workload.id == "etl" {
            let one_file = DataFrameWriteOptions::new().with_single_file_output(true);
            frame.write_parquet(utf8(&self.job.output)?, one_file, None).await?;
            return Ok(Output::File);
        }
        Ok(Output::Answer(answer::from_batches(&frame.collect().await?)?))
    }
}

fn new_session(threads: usize) -> SessionContext {
    let mut config = SessionConfig::new().with_target_partitions(threads);
    config.options_mut().execution.parquet.compression = Some("snappy".into());
    SessionContext::new_with_config(config)
}

/// Reads `frame` into memory, its batches dealt out to `partitions` partitions.
async fn load_columns(frame: DataFrame, partitions: usize) -> anyhow::Result<MemTable> {
    let schema = Arc::clone(frame.schema().inner());
    let mut dealt = vec![Vec::new(); partitions];
    for (number, batch) in frame.collect().await?.into_iter().enumerate() {
        dealt[number % partitions].push(batch);
    }
    Ok(MemTable::try_new(schema, dealt)?)
}
