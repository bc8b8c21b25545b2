//! `datagen` against DuckDB: who writes the table `ventas` to Parquet faster?
//!
//! Both make the same columns from nothing, with the same number of threads, Snappy compression and
//! row groups of a million rows, in processes of their own, and take turns. `datagen` runs once
//! without and once with the exact answers, which DuckDB does not have.
//!
//! ```text
//! cargo build --release --workspace --bin datagen
//! cargo build --release --workspace --features engine-duckdb/linked --example generator_race
//! target/release/examples/generator_race --rows 100000000 --rounds 5
//! ```

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::Parser;
use datasets::{Dataset, REGIONS};
use duckdb::Connection;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value_t = 100_000_000)]
    rows: u64,
    #[arg(long, default_value_t = 2)]
    threads: usize,
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Folder for the files, which are removed at the end
    #[arg(long, default_value = "target/generator-race")]
    folder: PathBuf,
    /// Write with DuckDB in this process, and nothing else
    #[arg(long, hide = true)]
    duckdb: bool,
}

/// One writer's run.
struct Run {
    seconds: f64,
    peak_bytes: u64,
    file_bytes: u64,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if args.duckdb {
        return write_with_duckdb(&args);
    }
    let mut runs: [Vec<Run>; 3] = Default::default();
    for round in 0..args.rounds {
        // The order rotates, so that no writer always follows the same one.
        for turn in 0..3 {
            let writer = (round + turn) % 3;
            runs[writer].push(race(&args, writer)?);
        }
    }
    std::fs::remove_dir_all(&args.folder)?;
    print(&args, &runs);
    Ok(())
}

const WRITERS: [&str; 3] = ["DuckDB", "datagen", "datagen with answers"];

fn race(args: &Args, writer: usize) -> anyhow::Result<Run> {
    if args.folder.exists() {
        std::fs::remove_dir_all(&args.folder)?;
    }
    std::fs::create_dir_all(&args.folder)?;
    let mut command = match writer {
        0 => duckdb_command(args)?,
        _ => datagen_command(args, writer == 2)?,
    };
    let start = Instant::now();
    let child = command.stdout(Stdio::null()).spawn().context("cannot start the writer")?;
    let peak_bytes = wait(child)?;
    let seconds = start.elapsed().as_secs_f64();
    Ok(Run { seconds, peak_bytes, file_bytes: parquet_bytes(&args.folder)? })
}

fn duckdb_command(args: &Args) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--duckdb").args(["--rows", &args.rows.to_string()]);
    command.args(["--threads", &args.threads.to_string()]).arg("--folder").arg(&args.folder);
    Ok(command)
}

fn datagen_command(args: &Args, answers: bool) -> anyhow::Result<Command> {
    let program = std::env::current_exe()?;
    let release = program.parent().and_then(Path::parent).context("an example has a folder")?;
    let mut command = Command::new(release.join("datagen"));
    command.args(["generate", "--tables", "ventas", "--format", "parquet"]);
    command.args(["--rows", &args.rows.to_string(), "--threads", &args.threads.to_string()]);
    command.arg("--out").arg(&args.folder).stderr(Stdio::null());
    if !answers {
        command.arg("--no-answers");
    }
    Ok(command)
}

/// Waits for the end of `child`; returns the highest resident memory that was seen.
fn wait(mut child: Child) -> anyhow::Result<u64> {
    let mut peak_bytes = 0;
    loop {
        peak_bytes = peak_bytes.max(high_water_bytes(child.id()));
        if let Some(status) = child.try_wait()? {
            ensure!(status.success(), "the writer ended with {status}");
            return Ok(peak_bytes);
        }
        thread::sleep(Duration::from_millis(5));
    }
}

fn high_water_bytes(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()).and_then(|kib| kib.parse().ok());
    kib.unwrap_or(0u64) * 1024
}

/// Bytes of the Parquet files in `folder` and the folders in it.
fn parquet_bytes(folder: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            bytes += parquet_bytes(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "parquet") {
            bytes += path.metadata()?.len();
        }
    }
    Ok(bytes)
}

/// The columns of `ventas` from a hash of the row number, with the same types and ranges.
fn write_with_duckdb(args: &Args) -> anyhow::Result<()> {
    let connection = Connection::open_in_memory()?;
    let regions: Vec<String> = REGIONS.iter().map(|name| format!("'{name}'")).collect();
    let users = Dataset::with_rows(args.rows).users();
    let file = args.folder.join("ventas.parquet");
    connection.execute_batch(&format!(
        "SET threads = {threads};
         SET preserve_insertion_order = true;
         COPY (SELECT row AS id,
                      (hash(row) % {users} + 1)::BIGINT AS user_id,
                      [{regions}][(hash(row + 1000000007) % {region_count} + 1)::INTEGER] AS region,
                      DATE '2023-01-01' + (hash(row + 2000000011) % 731)::INTEGER AS fecha,
                      (hash(row + 3000000019) % 200000) / 100.0::DOUBLE AS monto
               FROM range({rows}) AS rows(row))
         TO '{file}' (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 1000000)",
        threads = args.threads,
        regions = regions.join(", "),
        region_count = REGIONS.len(),
        rows = args.rows,
        file = file.display(),
    ))?;
    Ok(())
}

fn print(args: &Args, runs: &[Vec<Run>; 3]) {
    println!("{} rows, {} threads, {} rounds", args.rows, args.threads, args.rounds);
    println!("| writer | median | rows/s | fastest | slowest | peak memory | file |");
    println!("|---|---|---|---|---|---|---|");
    let medians: Vec<f64> = runs.iter().map(|runs| median(runs)).collect();
    for ((name, runs), median_s) in WRITERS.iter().zip(runs).zip(&medians) {
        let seconds = || runs.iter().map(|run| run.seconds);
        let peak_bytes = runs.iter().map(|run| run.peak_bytes).max().unwrap_or(0);
        println!(
            "| {name} | {median_s:.2} s | {:.1} M | {:.2} s | {:.2} s | {} MiB | {} MB |",
            args.rows as f64 / median_s / 1e6,
            seconds().fold(f64::INFINITY, f64::min),
            seconds().fold(0.0, f64::max),
            peak_bytes >> 20,
            runs[0].file_bytes / 1_000_000,
        );
    }
    println!(
        "datagen writes {:.2} times as fast as DuckDB, {:.2} times with the answers",
        medians[0] / medians[1],
        medians[0] / medians[2]
    );
}

fn median(runs: &[Run]) -> f64 {
    let mut seconds: Vec<f64> = runs.iter().map(|run| run.seconds).collect();
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
