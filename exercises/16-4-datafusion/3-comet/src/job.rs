//! Runs a query on Spark, on Spark with Comet or on Sail: `spark/job.py` does it, in a process of its
//! own. Complete as it is: nothing to solve here.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use environments::NotSetUp;
use serde::{Deserialize, Serialize};

pub(crate) const SCRIPT: &str = include_str!("../spark/job.py");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Spark as it comes.
    Vanilla,
    /// Spark with the plugin Comet, if the settings say so.
    Comet,
    /// Another engine altogether, built on DataFusion, that answers Spark's client.
    Sail,
}

/// A query to run. Every `NAME.parquet` in `folder` is a table called `NAME`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Job<'a> {
    pub(crate) engine: Engine,
    /// Settings of Spark.
    pub(crate) conf: &'a [(String, String)],
    pub(crate) sql: &'a str,
    pub(crate) folder: &'a Path,
    /// How often to run it, one run after the other, 1 or more.
    pub(crate) runs: u32,
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// The rows of the last run, in any order, as text. Both zeros are `0.0`, all NaN are `NaN`.
    pub(crate) rows: Vec<Vec<Option<String>>>,
    /// The same for the same rows in any order, in hexadecimal digits.
    pub(crate) digest: String,
    /// Time until the engine was ready, in seconds.
    pub(crate) session_s: f64,
    /// Time of each run, in seconds. The first is cold.
    pub(crate) wall_s: Vec<f64>,
    /// CPU time of each run, in seconds: that of the JVM, or of the process in which Sail runs.
    /// `None` where the system does not tell.
    pub(crate) cpu_s: Vec<Option<f64>>,
    /// What ran, by name: `spark`, `scala`, `java`, `comet`, `sail`, `python`.
    pub(crate) versions: BTreeMap<String, Option<String>>,
    /// The physical plan after the last run.
    pub(crate) plan: String,
    /// The same plan as the JVM holds it: printed depth, class and printed name of each node. Empty
    /// for Sail, which has neither a JVM nor nodes of Spark.
    pub(crate) nodes: Vec<(usize, String, String)>,
    /// How Comet itself sums up the plan.
    pub(crate) comet_says: Option<String>,
}

/// Why there is no report.
#[derive(Debug)]
pub(crate) enum NoReport {
    /// What the engine needs is not on this machine.
    NotRun(NotSetUp),
    /// The job failed, for this reason.
    Failed(String),
}

impl From<NotSetUp> for NoReport {
    fn from(reason: NotSetUp) -> Self {
        Self::NotRun(reason)
    }
}

impl From<anyhow::Error> for NoReport {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(format!("{error:#}"))
    }
}

impl Display for NoReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRun(reason) => write!(f, "NotRun: {reason}"),
            Self::Failed(reason) => write!(f, "failed: {reason}"),
        }
    }
}

/// Runs a job with the Python of an environment that has the engine.
///
/// # Errors
///
/// Python does not start, or the job fails; the reason ends with the last lines that it printed.
pub(crate) fn run(python: &Path, job: Job<'_>) -> anyhow::Result<Report> {
    let output = start(python, job)?;
    let report = output.lines().find_map(|line| line.strip_prefix("workbook-report "));
    serde_json::from_str(report.context("the job printed no report")?)
        .context("cannot read the report of the job")
}

/// What a job printed before it ended well.
fn start(python: &Path, job: Job<'_>) -> anyhow::Result<String> {
    let engine = match job.engine {
        Engine::Vanilla => "vanilla",
        Engine::Comet => "comet",
        Engine::Sail => "sail",
    };
    let output = Command::new(python)
        .args(["-c", SCRIPT, engine])
        .arg(job.folder)
        .args([&job.runs.to_string(), job.sql])
        .args(job.conf.iter().map(|(key, value)| format!("{key}={value}")))
        .stdin(Stdio::null())
        // PySpark looks for nothing in the student's own folders.
        .env("PYTHONNOUSERSITE", "1")
        .env_remove("PYTHONPATH")
        .env_remove("SPARK_HOME")
        .output()
        .with_context(|| format!("cannot start `{}`", python.display()))?;
    if !output.status.success() {
        bail!(
            "the job ended with {} on {engine}: {}",
            output.status,
            last_lines(&String::from_utf8_lossy(&output.stderr))
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The end of what a program printed: a message of Java may take many lines.
fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}
