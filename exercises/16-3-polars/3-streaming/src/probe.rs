//! Runs each query in a process of its own, so that its peak memory is not mixed with that of the
//! others. Complete as it is: nothing to solve here.

use std::fs::File;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use polars::prelude::*;

use crate::{counts, limit_memory, revenue, scan, stream_to_parquet};

/// A query over the file at a path. It returns how many rows it produced.
type Query = fn(&str) -> PolarsResult<usize>;

const QUERIES: [(&str, Query); 6] = [
    ("revenue per region, in memory", |path| height(revenue(scan(path)?), Engine::InMemory)),
    ("revenue per region, streaming", |path| height(revenue(scan(path)?), Engine::Streaming)),
    ("a group per sale, in memory", |path| height(per_sale(scan(path)?), Engine::InMemory)),
    ("a group per sale, streaming", |path| height(per_sale(scan(path)?), Engine::Streaming)),
    ("copy: collect, then write", collect_then_write),
    ("copy: sink", sink),
];

fn height(plan: LazyFrame, engine: Engine) -> PolarsResult<usize> {
    Ok(plan.collect_with_engine(engine)?.unwrap_single().height())
}

/// As many groups as there are sales.
fn per_sale(sales: LazyFrame) -> LazyFrame {
    sales.group_by([col("id")]).agg([col("monto").sum(), col("user_id").max()])
}

fn collect_then_write(path: &str) -> PolarsResult<usize> {
    let mut copy = scan(path)?.filter(counts()).collect()?;
    let file = File::create(Path::new(path).with_extension("copy"))?;
    ParquetWriter::new(file).with_compression(ParquetCompression::Snappy).finish(&mut copy)?;
    Ok(copy.height())
}

fn sink(path: &str) -> PolarsResult<usize> {
    let rows_per_group = NonZeroUsize::new(50_000).expect("50000 is not 0");
    let copy = Path::new(path).with_extension("copy");
    stream_to_parquet(scan(path)?.filter(counts()), &copy, rows_per_group)
}

/// In a process that [`print_costs`] started: runs the query that it was started for, and prints what
/// it cost. Any other process goes on.
pub(crate) fn run_if_asked() -> PolarsResult<bool> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [number, path] = arguments.as_slice() else { return Ok(false) };
    let number: usize = number.parse().expect("`print_costs` passes a number");
    let (_, query) = QUERIES[number];
    let start = Instant::now();
    let rows = query(path)?;
    let wall_ms = start.elapsed().as_millis();
    let peak_mb = peak_mb().map_or("unknown".to_owned(), |peak_mb| peak_mb.to_string());
    println!("{rows:>9} {wall_ms:>7} {peak_mb:>8}");
    Ok(true)
}

/// The largest memory that this process has had so far, in megabytes, where the system tells.
pub(crate) fn peak_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kib| kib * 1_024 / 1_000_000)
}

/// Prints what the queries cost over the file at `path`: on their own, and with a memory budget.
pub(crate) fn print_costs(path: &str, budget_mb: u64) -> PolarsResult<()> {
    println!("  {:<30} {:>9} {:>9} {:>7} {:>8}   disk", "", "budget", "rows", "ms", "peak MB");
    for (number, (name, _)) in QUERIES.iter().enumerate() {
        for budget_mb in [None, Some(budget_mb)] {
            let budget = budget_mb.map_or("-".to_owned(), |budget_mb| format!("{budget_mb} MB"));
            let cost = cost(number, path, budget_mb)?;
            println!("  {name:<30} {budget:>9} {cost}");
        }
    }
    Ok(())
}

fn cost(number: usize, path: &str, budget_mb: Option<u64>) -> PolarsResult<String> {
    let spill_folder = tempfile::tempdir()?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args([number.to_string().as_str(), path]).stderr(Stdio::inherit());
    if let Some(budget_mb) = budget_mb {
        limit_memory(&mut command, budget_mb, spill_folder.path());
    }
    let output = command.output()?;
    polars_ensure!(output.status.success(), ComputeError: "query {number}: {}", output.status);
    // Polars makes a folder there for its process when it moves the first piece to disk.
    let spilled = spill_folder.path().read_dir()?.next().is_some();
    let cost = String::from_utf8_lossy(&output.stdout);
    Ok(format!("{}   {}", cost.trim_end(), if spilled { "yes" } else { "no" }))
}
