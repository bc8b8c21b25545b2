//! Polars, dataframes with a query optimizer. <https://pola.rs>
//!
//! One library, two engines: `polars` collects with the in-memory engine, which Rust programs get
//! by default, and `polars-streaming` with the one that works in small batches. Choices, so that
//! the numbers mean what they seem to mean:
//!
//! * Polars sizes its pools when they are first used, from the processors that this process is
//!   bound to by then. `POLARS_MAX_THREADS` would overrule that, so it is refused.
//! * Columns in memory keep the chunks in which the Parquet reader delivers them, one per row group;
//!   a file of fewer row groups than threads is cut into one chunk per thread, since the in-memory
//!   engine filters chunk by chunk.
//! * Every run plans its query anew, over a new scan for Parquet, so nothing is kept from the run
//!   before.
//! * Cargo features are those of the workspace. Polars' `simd` and `nightly` need a nightly
//!   compiler, so they are off, unlike in the wheel for Python.

mod answer;
mod queries;
mod tables;

use std::process::ExitCode;

use anyhow::Context;
use harness_protocol::{
    Engine, EngineEntry, Job, Outcome, Output, Query, Refusal, Settings, serve,
};
use mimalloc::MiMalloc;
use polars::prelude::{DataFrame, Engine as Executor, ParquetCompression, ParquetWriter};

use crate::queries::{QUERIES, Question};
use crate::tables::Tables;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const ENGINES: &[EngineEntry] = &[
    ("polars", |settings| open(settings, Executor::InMemory)),
    ("polars-streaming", |settings| open(settings, Executor::Streaming)),
];

fn main() -> ExitCode {
    serve(ENGINES, "mimalloc")
}

fn open(settings: &Settings, executor: Executor) -> Outcome<Box<dyn Engine>> {
    let (threads, bound) = (settings.threads, std::thread::available_parallelism()?);
    if std::env::var_os("POLARS_MAX_THREADS").is_some() {
        return Err(anyhow::anyhow!("unset `POLARS_MAX_THREADS`: it overrules `--threads`").into());
    }
    if bound != threads {
        let reason = format!("Polars would use {bound} threads here instead of {threads}");
        return Err(Refusal::unsupported(reason));
    }
    Ok(Box::new(Polars { executor, threads: threads.get() }))
}

struct Polars {
    executor: Executor,
    threads: usize,
}

impl Engine for Polars {
    fn version(&self) -> String {
        format!("Polars {}", polars::VERSION)
    }

    fn load(&mut self, job: &Job) -> Outcome<Box<dyn Query>> {
        let workload = job.workload()?;
        let (_, question) = QUERIES
            .iter()
            .find(|(id, _)| *id == workload.id)
            .ok_or_else(|| Refusal::unsupported(format!("no query for `{}`", workload.id)))?;
        let tables = Tables::load(job, self.threads)?;
        let schema = tables.describe()?;
        let (executor, job) = (self.executor, job.clone());
        Ok(Box::new(Loaded { executor, question: *question, job, tables, schema }))
    }
}

struct Loaded {
    executor: Executor,
    question: Question,
    job: Job,
    tables: Tables,
    schema: String,
}

impl Query for Loaded {
    fn run(&mut self, variant: usize) -> anyhow::Result<Output> {
        let workload = self.job.workload()?;
        let query = (self.question)(&self.tables, workload.literals[variant])?;
        let mut frame = query.collect_with_engine(self.executor)?.unwrap_single();
        if workload.id == "etl" {
            self.write(&mut frame)?;
            return Ok(Output::File);
        }
        Ok(Output::Answer(answer::from_frame(&frame)?))
    }

    fn schema(&self) -> String {
        self.schema.clone()
    }
}

impl Loaded {
    fn write(&self, frame: &mut DataFrame) -> anyhow::Result<()> {
        let file = std::fs::File::create(&self.job.output)
            .with_context(|| format!("cannot create `{}`", self.job.output.display()))?;
        ParquetWriter::new(file).with_compression(ParquetCompression::Snappy).finish(frame)?;
        Ok(())
    }
}
