//! Asks one question to one engine, in a process of its own. Complete as it is: nothing to solve here.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use datasets::Cell;
use serde::{Deserialize, Serialize};

use crate::group::Group;
use crate::{Contender, Engine, Exit, Limits, Row, Watched};

/// Begins the line of standard output in which an engine reports.
const REPORT: &str = "workbook-report ";

/// What an engine says about one statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    /// When the engine was ready for the statement, in seconds since 1970-01-01.
    pub(crate) ready_unix_s: f64,
    /// What the statement took, without the start of the engine.
    pub(crate) wall_s: f64,
    /// CPU time of the engine for the statement, over all threads. `None` where the system does not
    /// tell.
    pub(crate) cpu_s: Option<f64>,
    /// What went to disk since it had no room in memory.
    pub(crate) spilled_bytes: Option<u64>,
    /// Such as `DuckDB 2.0.0`.
    pub(crate) version: String,
}

impl Report {
    pub(crate) fn line(&self) -> String {
        format!("{REPORT}{}", serde_json::to_string(self).expect("a report becomes JSON"))
    }
}

/// A statement for one engine.
pub(crate) struct Job<'a> {
    pub(crate) contender: Contender,
    /// The folder with the tables.
    pub(crate) tables: &'a Path,
    /// What the engine's operators may use.
    pub(crate) limit_bytes: u64,
    pub(crate) threads: usize,
    /// Whether there is little to compute. A JVM then compiles its code quickly rather than well, which
    /// halves the time that Spark takes to start.
    pub(crate) brief: bool,
    pub(crate) sql: &'a str,
}

/// What came of a job.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) watched: Watched,
    /// `None` if the process ended without a report.
    pub(crate) report: Option<Report>,
    /// From the start of the process until the engine was ready.
    pub(crate) start_s: f64,
    /// What it wrote on standard error.
    pub(crate) stderr: String,
}

impl Contender {
    /// The program that runs it.
    ///
    /// # Errors
    ///
    /// It is not set up on this machine; the text says how to do that.
    pub(crate) fn program(self) -> Result<PathBuf, String> {
        let interpreter = |environment: &environments::Environment| {
            environment.interpreter().map_err(|not_set_up| not_set_up.to_string())
        };
        match self.engine {
            Engine::DataFusion => std::env::current_exe().map_err(|error| error.to_string()),
            Engine::DuckDb => interpreter(&environments::PYTHON),
            Engine::Spark => interpreter(&environments::SPARK),
        }
    }
}

/// Runs a job under the eyes of `supervise`.
///
/// # Errors
///
/// The process cannot be started or watched. Whatever happens within it is no error here.
pub(crate) fn run(
    program: &Path,
    job: &Job<'_>,
    limits: Limits,
    supervise: fn(&mut Group, Limits) -> io::Result<Watched>,
) -> anyhow::Result<Done> {
    let folder = tempfile::tempdir()?;
    let (stdout, stderr) = (folder.path().join("stdout"), folder.path().join("stderr"));
    let scratch = folder.path().join("scratch");
    fs::create_dir(&scratch)?;
    let mut command = Command::new(program);
    command.args(arguments(job, &scratch));
    // Into files, so that nobody has to read along.
    command.stdout(File::create(&stdout)?).stderr(File::create(&stderr)?);
    // Nothing is written there: the pipe ends when this process does, however that happens.
    command.stdin(Stdio::piped());
    ignore_other_spark(&mut command);

    let started = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
    let mut group = Group::start(&mut command)
        .with_context(|| format!("cannot start `{}`", program.display()))?;
    let watched = supervise(&mut group, limits)?;
    let report = match watched.exit {
        Exit::Code(0) => read_report(&fs::read_to_string(&stdout)?)?,
        _ => None,
    };
    let ready = report.as_ref().map_or(f64::NAN, |report| report.ready_unix_s);
    Ok(Done {
        watched,
        start_s: ready - started.as_secs_f64(),
        report,
        stderr: String::from_utf8_lossy(&fs::read(&stderr)?).into_owned(),
    })
}

/// Ends this process as soon as its standard input ends. Whoever started it holds the other end of that
/// pipe, and a process that is killed lets go of all that it holds.
pub(crate) fn end_with_parent() {
    std::thread::spawn(|| {
        io::copy(&mut io::stdin(), &mut io::sink()).ok();
        std::process::exit(1)
    });
}

/// Takes out what the user's shell says about Spark: PySpark would take the programs and the settings of
/// another one.
fn ignore_other_spark(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("SPARK_") || text.starts_with("PYSPARK_") {
            command.env_remove(&name);
        }
    }
}

fn read_report(stdout: &str) -> anyhow::Result<Option<Report>> {
    let line = stdout.lines().find_map(|line| line.strip_prefix(REPORT));
    line.map(serde_json::from_str).transpose().context("cannot read the report of the engine")
}

/// The command line that runs a job.
pub(crate) fn arguments(job: &Job<'_>, scratch: &Path) -> Vec<OsString> {
    // `-E`: without the variables of the user's own Python.
    let python = |script: &str| vec!["-E".into(), "-c".into(), script.into()];
    let mut arguments: Vec<OsString> = match job.contender.engine {
        Engine::DataFusion if job.contender.tuned => vec!["run".into(), "--tuned".into()],
        Engine::DataFusion => vec!["run".into()],
        Engine::DuckDb => python(include_str!("../python/duckdb_job.py")),
        Engine::Spark => python(include_str!("../python/spark_job.py")),
    };
    let (limit, threads) = (job.limit_bytes.to_string(), job.threads.to_string());
    arguments.extend([job.tables.into(), scratch.into(), limit.into(), threads.into()]);
    if job.contender.engine == Engine::Spark {
        let options = if job.brief { "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" } else { "" };
        arguments.push(options.into());
    }
    arguments.push(job.sql.into());
    arguments
}

/// How much memory this machine has, in bytes; 8 GiB where the system does not tell.
pub(crate) fn memory_bytes() -> u64 {
    let kib = || {
        let text = fs::read_to_string("/proc/meminfo").ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()
    };
    kib().unwrap_or(8 << 20) << 10
}

/// A cell as a table shows it.
pub(crate) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Null => "null".to_owned(),
        Cell::Text(text) => format!("{text:?}"),
        Cell::Int(int) => int.to_string(),
        Cell::Float(float) => format!("{float:?}"),
    }
}

/// How long one question may take in `main`.
pub(crate) const TIME: Duration = Duration::from_secs(300);
