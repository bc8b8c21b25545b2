//! The messages, one JSON object per line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use datasets::{Answer, Dataset, Source, Table, Workload};
use serde::{Deserialize, Serialize};

/// Version of the messages. Supervisor and workers are built together, so it only guards against
/// a stale binary.
pub const PROTOCOL: u32 = 1;

/// The first line a worker prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hello {
    Ready {
        protocol: u32,
        version: String,
        build: Build,
    },
    /// This machine or build cannot run the engine, for example without AVX-512.
    Unsupported {
        reason: String,
    },
    /// What the engine runs on can be installed, and is not; `reason` ends in the command.
    NotSetUp {
        reason: String,
    },
}

/// How a worker was compiled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// `debug`, `release`, or `wheel` for a Python library as its authors compiled it.
    pub profile: String,
    /// Instruction sets that the compiler was allowed to use everywhere, beyond the baseline.
    pub target_features: Vec<String>,
    pub allocator: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Drop the data held so far and make this job ready to run.
    Load(Job),
    /// Run the loaded job with one of its literals.
    Run { variant: usize },
}

/// One workload over one dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// [`Workload::id`].
    pub workload: String,
    pub source: Source,
    pub dataset: Dataset,
    /// The Parquet file of each table that the workload reads.
    pub tables: BTreeMap<Table, PathBuf>,
    /// Where a workload that writes a file has to put it.
    pub output: PathBuf,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The job is loaded; `schema` tells the column types the engine works on.
    Loaded {
        load_ns: u64,
        schema: String,
    },
    /// The job ran: `wall_ns` from request to materialised answer, on the worker's clock.
    Ran {
        wall_ns: u64,
        answer: Answer,
    },
    /// The job ran and its answer is in [`Job::output`].
    Wrote {
        wall_ns: u64,
    },
    /// The engine has no way to do this job. Not an error.
    Unsupported {
        reason: String,
    },
    Failed {
        error: String,
    },
}

impl Job {
    /// The workload by its id.
    ///
    /// # Errors
    ///
    /// If no workload has this id.
    pub fn workload(&self) -> anyhow::Result<&'static Workload> {
        Workload::find(&self.workload)
            .ok_or_else(|| anyhow::anyhow!("unknown workload `{}`", self.workload))
    }

    /// The Parquet file of `table`.
    ///
    /// # Errors
    ///
    /// If the job does not name one.
    pub fn table(&self, table: Table) -> anyhow::Result<&PathBuf> {
        self.tables
            .get(&table)
            .ok_or_else(|| anyhow::anyhow!("the job names no file for table `{table}`"))
    }
}
