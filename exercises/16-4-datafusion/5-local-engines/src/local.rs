//! DataFusion, in this process. Complete as it is: nothing to solve here.

use std::path::Path;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use datafusion::error::Result;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::physical_plan::{ExecutionPlan, collect};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use datasets::Cell;

use crate::Row;
use crate::job::Report;

/// What a session may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings<'a> {
    /// Where operators put what has no room in memory.
    pub(crate) scratch: &'a Path,
    /// How much memory they may reserve together.
    pub(crate) limit_bytes: u64,
    pub(crate) threads: usize,
    /// Whether to settle for less speed in less memory. Equal keys are then found by sorting both sides,
    /// which can spill, while a hash table must fit. And texts are read as plain texts: views point into
    /// buffers of the reader, and each batch counts the whole buffer.
    pub(crate) tuned: bool,
}

/// A session in which every `NAME.parquet` in `folder` is a table called `NAME`.
pub(crate) async fn session(folder: &Path, settings: Settings<'_>) -> Result<SessionContext> {
    let limit = settings.limit_bytes as usize;
    let mut config = SessionConfig::new().with_target_partitions(settings.threads);
    let options = config.options_mut();
    options.optimizer.prefer_hash_join = !settings.tuned;
    options.execution.parquet.schema_force_view_types = !settings.tuned;
    // What a sort keeps for merging. By default it is 10 MiB, a large part of a small limit.
    options.execution.sort_spill_reservation_bytes = limit / 64;
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(limit)))
        .with_temp_file_path(settings.scratch);
    let context = SessionContext::new_with_config_rt(config, runtime.build_arc()?);
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let (Some(name), Some("parquet")) = (text(path.file_stem()), text(path.extension())) else {
            continue;
        };
        let location = text(Some(path.as_os_str())).unwrap_or_default();
        context.register_parquet(name, location, ParquetReadOptions::default()).await?;
    }
    Ok(context)
}

fn text(name: Option<&std::ffi::OsStr>) -> Option<&str> {
    name?.to_str()
}

/// Runs a statement and reports on it.
pub(crate) async fn run(folder: &Path, settings: Settings<'_>, sql: &str) -> Result<Report> {
    let context = session(folder, settings).await?;
    let ready = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");

    let (cpu_before_s, start) = (cpu_s(), Instant::now());
    let query = context.sql(sql).await?;
    let task = Arc::new(query.task_ctx());
    let plan = query.create_physical_plan().await?;
    let batches = collect(Arc::clone(&plan), task).await?;
    let (wall_s, cpu_after_s) = (start.elapsed().as_secs_f64(), cpu_s());
    Ok(Report {
        rows: rows(&batches)?,
        ready_unix_s: ready.as_secs_f64(),
        wall_s,
        cpu_s: cpu_after_s.zip(cpu_before_s).map(|(after, before)| after - before),
        spilled_bytes: Some(spilled_bytes(&plan)),
        version: format!("DataFusion {}", datafusion::DATAFUSION_VERSION),
    })
}

/// What the operators of a plan wrote to disk since it had no room in memory.
fn spilled_bytes(plan: &Arc<dyn ExecutionPlan>) -> u64 {
    let own = plan.metrics().and_then(|metrics| metrics.spilled_bytes()).unwrap_or(0);
    own as u64 + plan.children().into_iter().map(spilled_bytes).sum::<u64>()
}

/// The rows of an answer, in order.
pub(crate) fn rows(batches: &[RecordBatch]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for batch in batches {
        let columns: Vec<Vec<Cell>> = batch.columns().iter().map(cells).collect::<Result<_>>()?;
        rows.extend(
            (0..batch.num_rows())
                .map(|row| columns.iter().map(|column| column[row].clone()).collect::<Row>()),
        );
    }
    Ok(rows)
}

fn cells(column: &ArrayRef) -> Result<Vec<Cell>> {
    let to = match column.data_type() {
        integer if integer.is_integer() => DataType::Int64,
        number if number.is_numeric() => DataType::Float64,
        DataType::Boolean => DataType::Int64,
        _ => DataType::Utf8,
    };
    // `safe: false` makes an error of a number that is too large; the default is null.
    let options = arrow::compute::CastOptions { safe: false, ..Default::default() };
    let column = arrow::compute::cast_with_options(column, &to, &options)?;
    let cell = |row| match &to {
        _ if column.is_null(row) => Cell::Null,
        DataType::Int64 => Cell::Int(column.as_primitive::<Int64Type>().value(row)),
        DataType::Float64 => Cell::Float(column.as_primitive::<Float64Type>().value(row)),
        _ => Cell::Text(column.as_string::<i32>().value(row).to_owned()),
    };
    Ok((0..column.len()).map(cell).collect())
}

/// CPU seconds of this process, user and system. `None` where there is no `/proc`.
fn cpu_s() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in parentheses and may hold spaces.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<u64>().ok();
    let per_second = rustix::param::clock_ticks_per_second() as f64;
    Some((ticks(11)? + ticks(12)?) as f64 / per_second)
}

/// The end of the process that [`run`]s a statement: a report on standard output, or an error.
pub(crate) fn report(ended: Result<Report>) -> Result<()> {
    match ended {
        Ok(report) => {
            println!("{}", report.line());
            Ok(())
        }
        Err(error) => {
            eprintln!("{}", error.strip_backtrace());
            std::process::exit(1)
        }
    }
}
