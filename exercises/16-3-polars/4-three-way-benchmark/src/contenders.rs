//! The programs that are compared. Each answers the same question from the same file: the revenue of
//! every region, where null is a region too, from the amounts above 0. Neither null nor NaN is above 0;
//! all of them say so. Complete as it is: nothing to solve here.

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::Context;
use environments::{NotSetUp, PYTHON};
use polars::prelude::*;

use crate::process::{STARTED_NS, unix_ns};
use crate::sample::{Answer, Sample};

/// The first argument of this program when it is a contender itself.
const ROLE: &str = "contender";

/// A program that takes part.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// About how much memory it takes for each row of the file, as measured with 10 million rows.
    pub(crate) memory_bytes_per_row: u64,
    /// Makes the command that answers the question from a file.
    pub(crate) command: fn(&Path) -> Result<Command, NotSetUp>,
}

/// The others are compared with the first one. The last is the first once more: what seems to be
/// between these two is the error of the benchmark.
pub(crate) const CONTENDERS: [Contender; 9] = [
    Contender {
        name: "Polars Rust, in memory",
        memory_bytes_per_row: 40,
        command: |file| rust("in-memory", file),
    },
    Contender {
        name: "Polars Rust, streaming",
        memory_bytes_per_row: 20,
        command: |file| rust("streaming", file),
    },
    Contender {
        name: "Polars Python, in memory",
        memory_bytes_per_row: 40,
        command: |file| python("polars_contender.py", "in-memory", file),
    },
    Contender {
        name: "Polars Python, streaming",
        memory_bytes_per_row: 20,
        command: |file| python("polars_contender.py", "streaming", file),
    },
    Contender {
        name: "Polars Python, default",
        memory_bytes_per_row: 20,
        command: |file| python("polars_contender.py", "auto", file),
    },
    Contender {
        name: "Polars Python, a function per row",
        memory_bytes_per_row: 20,
        command: |file| python("polars_contender.py", "function-per-row", file),
    },
    Contender {
        name: "pandas, two columns",
        memory_bytes_per_row: 110,
        command: |file| python("pandas_contender.py", "two-columns", file),
    },
    Contender {
        name: "pandas, all columns",
        memory_bytes_per_row: 170,
        command: |file| python("pandas_contender.py", "all-columns", file),
    },
    Contender {
        name: "Polars Rust, in memory, again",
        memory_bytes_per_row: 40,
        command: |file| rust("in-memory", file),
    },
];

/// This program itself, as a contender.
fn rust(engine: &str, file: &Path) -> Result<Command, NotSetUp> {
    let mut command = Command::new(env::current_exe().expect("a running program has a path"));
    command.args([ROLE, engine]).arg(file);
    Ok(without_settings(command))
}

/// A script in the folder `python`.
pub(crate) fn python(script: &str, variant: &str, file: &Path) -> Result<Command, NotSetUp> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../exercises/16-3-polars/4-three-way-benchmark/python");
    let mut command = Command::new(PYTHON.interpreter()?);
    // Without the variables of the user's own Python, and without writing bytecode here.
    command.args(["-E", "-B"]).arg(folder.join(script)).arg(variant).arg(file);
    Ok(without_settings(command))
}

/// Takes out the settings of Polars in the user's shell, which could choose another engine.
fn without_settings(mut command: Command) -> Command {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("POLARS_") {
            command.env_remove(name);
        }
    }
    command
}

/// In a process that was started as a contender: answers, and prints the report. Any other process
/// goes on.
pub(crate) fn run_if_asked() -> anyhow::Result<bool> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [role, engine, file] = arguments.as_slice() else { return Ok(false) };
    if role != ROLE {
        return Ok(false);
    }
    let engine = if engine == "streaming" { Engine::Streaming } else { Engine::InMemory };
    print!("{}", measure(Path::new(file), engine)?.to_report()?);
    Ok(true)
}

fn measure(file: &Path, engine: Engine) -> anyhow::Result<Sample> {
    let started_ns: u128 = env::var(STARTED_NS).context("no start of the process")?.parse()?;
    let start_up_ms = unix_ns().saturating_sub(started_ns) as f64 / 1e6;
    let (_, first_ms, _) = timed(file, engine)?;
    let (answer, query_ms, cpu_ms) = timed(file, engine)?;
    let version = format!("Polars {} (Rust)", polars::VERSION);
    Ok(Sample { version, start_up_ms, first_ms, query_ms, cpu_ms, peak_mb: peak_mb(), answer })
}

/// The answer, the time that it took and the processor time, in milliseconds.
fn timed(file: &Path, engine: Engine) -> PolarsResult<(Answer, f64, Option<f64>)> {
    let (start, cpu_before) = (Instant::now(), cpu_ms());
    let answer = revenue(file, engine)?;
    let wall_ms = start.elapsed().as_secs_f64() * 1e3;
    let cpu_ms = cpu_ms().zip(cpu_before).map(|(after, before)| after - before);
    Ok((answer, wall_ms, cpu_ms))
}

fn revenue(file: &Path, engine: Engine) -> PolarsResult<Answer> {
    let monto = col("monto");
    let counts = monto.clone().gt(lit(0.0)).and(monto.clone().is_not_nan());
    let path = PlRefPath::try_from_path(file)?;
    let sales = LazyFrame::scan_parquet(path, ScanArgsParquet::default())?;
    let plan = sales.filter(counts).group_by([col("region")]).agg([monto.sum().alias("revenue")]);
    let table = plan.collect_with_engine(engine)?.unwrap_single();
    let (regions, revenue) = (table.column("region")?.str()?, table.column("revenue")?.f64()?);
    let row = |i| (regions.get(i).map(str::to_owned), revenue.get(i).expect("no sum is null"));
    Ok((0..table.height()).map(row).collect())
}

/// Processor time of this process so far, on all its threads.
#[cfg(unix)]
fn cpu_ms() -> Option<f64> {
    use nix::sys::resource::{UsageWho, getrusage};

    let usage = getrusage(UsageWho::RUSAGE_SELF).ok()?;
    let [user, system] = [usage.user_time(), usage.system_time()]
        .map(|time| time.tv_sec() as f64 * 1e3 + time.tv_usec() as f64 / 1e3);
    Some(user + system)
}

#[cfg(not(unix))]
fn cpu_ms() -> Option<f64> {
    None
}

/// The largest memory of this process so far. Not by `getrusage`: on Linux, its peak begins with that
/// of the process which started this one.
fn peak_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1_024.0 / 1e6)
}
