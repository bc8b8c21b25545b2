//! 16.4.1: DataFusion: the query engine as a library.
//!
//! The tests say what each function must do: `cargo ex 16.4.1`. Then `cargo ex run 16.4.1` runs
//! `main`, below, on a million generated sales, under a memory limit, and on S3. How to get an S3
//! endpoint stands in `src/endpoint.rs`.

#[path = "../../../../exercises/16-4-datafusion/1-embedded-sql/src/endpoint.rs"]
mod endpoint;
#[path = "../../../../exercises/16-4-datafusion/1-embedded-sql/src/rows.rs"]
mod rows;
#[path = "../../../../exercises/16-4-datafusion/1-embedded-sql/src/tables.rs"]
mod tables;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use datafusion::datasource::MemTable;
use datafusion::error::Result;
use datafusion::physical_plan::{ExecutionPlan, displayable};
use datafusion::prelude::*;
use datasets::{Dataset, FIRST_DAY};
use object_store::ObjectStore;

use endpoint::Endpoint;
use rows::{RegionRevenue, Sale};

/// How a session runs its queries.
#[derive(Debug, Clone)]
struct EngineConfig {
    /// How many partitions of the data are worked on at the same time; 1 or more.
    partitions: usize,
    /// Rows in a batch, at most; 1 or more.
    batch_rows: usize,
    /// Whether the Parquet reader drops the rows that a filter excludes.
    pushdown_filters: bool,
    /// Whether joins find equal keys in a hash table. Otherwise they sort both sides, if there are
    /// 2 partitions or more; with 1, DataFusion takes the hash table all the same.
    prefer_hash_join: bool,
    /// How many bytes the operators of all queries may reserve together.
    memory_limit_bytes: Option<usize>,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self {
            partitions: 2,
            batch_rows: 8_192,
            pushdown_filters: false,
            prefer_hash_join: true,
            memory_limit_bytes: None,
        }
    }
}

// ANCHOR: session
/// Opens a session that follows `config`.
///
/// Under a memory limit, every operator that can spill to disk gets an equal share of the memory
/// ([`FairSpillPool`](datafusion::execution::memory_pool::FairSpillPool)), and the error of an operator
/// that gets no more names the 5 operators that hold most
/// ([`TrackConsumersPool`](datafusion::execution::memory_pool::TrackConsumersPool)). A sort sets a
/// reserve aside for merging what it spilled. Its default, 10 MiB, may be more than the whole limit:
/// here it is the limit divided by 128.
fn session(config: &EngineConfig) -> Result<SessionContext> {
    // solution:begin session: todo!("open a session with {config:?}")
    use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
    use datafusion::execution::runtime_env::RuntimeEnvBuilder;

    let mut settings = SessionConfig::new()
        .with_target_partitions(config.partitions)
        .with_batch_size(config.batch_rows);
    let options = settings.options_mut();
    options.execution.parquet.pushdown_filters = config.pushdown_filters;
    options.optimizer.prefer_hash_join = config.prefer_hash_join;
    let mut runtime = RuntimeEnvBuilder::new();
    if let Some(limit) = config.memory_limit_bytes {
        options.execution.sort_spill_reservation_bytes = limit / 128;
        let top = std::num::NonZeroUsize::new(5).expect("5 is not 0");
        let pool = TrackConsumersPool::new(FairSpillPool::new(limit), top);
        runtime = runtime.with_memory_pool(Arc::new(pool));
    }
    Ok(SessionContext::new_with_config_rt(settings, runtime.build_arc()?))
    // solution:end
}
// ANCHOR_END: session

// ANCHOR: register_sources
/// Registers the Parquet data at `sales` as the table `ventas`, and those at `customers` as
/// `clientes`.
///
/// Both are a path or an URL such as `s3://bucket/ventas/`, of a file that ends in `.parquet` or of a
/// folder that ends in `/`. A folder is one table: its files may have their columns in different
/// orders, and some may have more columns than others. Only schemas and statistics are read.
async fn register_sources(ctx: &SessionContext, sales: &str, customers: &str) -> Result<()> {
    // solution:begin register_sources: todo!("{sales}, {customers} in {}", ctx.session_id())
    for (table, location) in [("ventas", sales), ("clientes", customers)] {
        ctx.register_parquet(table, location, ParquetReadOptions::default()).await?;
    }
    Ok(())
    // solution:end
}

/// From now on, `store` serves the URLs that begin with `s3://bucket/`.
///
/// # Errors
///
/// If `bucket` cannot be the name of a bucket, such as `a/b`.
fn attach_bucket(ctx: &SessionContext, bucket: &str, store: Arc<dyn ObjectStore>) -> Result<()> {
    // solution:begin attach_bucket: todo!("{store} is {bucket} in {}", ctx.session_id())
    use datafusion::execution::object_store::ObjectStoreUrl;

    let url = ObjectStoreUrl::parse(format!("s3://{bucket}"))?;
    ctx.register_object_store(url.as_ref(), store);
    Ok(())
    // solution:end
}
// ANCHOR_END: register_sources

// ANCHOR: revenue_plan
/// Plans the revenue per region from the day `since` on, which counts days since 1970-01-01.
///
/// The tables are `ventas` and `clientes`. A sale belongs to the region where its customer lives
/// (`clientes.region`, with `ventas.user_id = clientes.id`). It counts if its `monto` is above 0. Null
/// and NaN never count; DataFusion itself holds NaN to be above every number. There is a row for each
/// region, and one for the sales of users without a region or not on file:
///
/// | column         | type    | value                                              |
/// |----------------|---------|----------------------------------------------------|
/// | `region`       | text    | null for the sales without region                  |
/// | `revenue`      | Float64 | the sum of `monto`                                 |
/// | `unique_users` | Int64   | distinct `user_id`; null is nobody                 |
/// | `avg_ticket`   | Float64 | the mean of `monto`                                |
///
/// The highest revenue comes first; regions with equal revenue are ordered by name, null last.
/// A customer who is on file more than once lives in the region that comes first in the alphabet, and
/// the sales count once. `monto` may have any numeric type or be text, and is added up as Float64;
/// any text may be dictionary-encoded.
///
/// # Errors
///
/// Here, and not when the plan runs, if a column or a table is missing.
async fn revenue_plan(ctx: &SessionContext, since: i32) -> Result<DataFrame> {
    // solution:begin revenue_plan: todo!("plan from day {since} on in {}", ctx.session_id())
    let sql = "
        WITH recent AS (
            SELECT user_id, CAST(monto AS DOUBLE) AS monto FROM ventas WHERE fecha >= $1
        ), on_file AS (
            SELECT id, MIN(region) AS region FROM clientes GROUP BY id
        )
        SELECT region,
               SUM(monto) AS revenue,
               COUNT(DISTINCT user_id) AS unique_users,
               AVG(monto) AS avg_ticket
        FROM recent LEFT JOIN on_file ON user_id = id
        WHERE monto > 0 AND NOT isnan(monto)
        GROUP BY region
        ORDER BY revenue DESC, region NULLS LAST";
    let since = datafusion::scalar::ScalarValue::Date32(Some(since));
    ctx.sql(sql).await?.with_param_values(vec![since])
    // solution:end
}
// ANCHOR_END: revenue_plan

/// Runs [`revenue_plan`] and returns its rows.
async fn revenue_by_region(ctx: &SessionContext, since: i32) -> Result<Vec<RegionRevenue>> {
    rows::revenues(&revenue_plan(ctx, since).await?.collect().await?)
}

// ANCHOR: largest_sales_plan
/// Plans the list of the `limit` largest sales that were made in `region` (`ventas.region`): their
/// `id` and `monto`, the largest first, equal amounts by `id`.
///
/// Sales without an amount come after all others, by `id`; those with the amount NaN are left out.
/// `region` comes from a user: whatever it contains, it is a value to compare with, never SQL.
async fn largest_sales_plan(ctx: &SessionContext, region: &str, limit: usize) -> Result<DataFrame> {
    // solution:begin largest_sales_plan: todo!("{limit} of {region} in {}", ctx.session_id())
    let sql = "
        SELECT id, monto FROM ventas
        WHERE region = $1 AND (monto IS NULL OR NOT isnan(monto))
        ORDER BY monto DESC NULLS LAST, id
        LIMIT $2";
    let parameters: Vec<datafusion::scalar::ScalarValue> =
        vec![region.into(), (limit as i64).into()];
    ctx.sql(sql).await?.with_param_values(parameters)
    // solution:end
}
// ANCHOR_END: largest_sales_plan

/// Runs [`largest_sales_plan`] and returns its rows.
async fn largest_sales(ctx: &SessionContext, region: &str, limit: usize) -> Result<Vec<Sale>> {
    rows::sales(&largest_sales_plan(ctx, region, limit).await?.collect().await?)
}

/// A query that has run.
struct Run {
    batches: Vec<RecordBatch>,
    /// The plan that made the batches. Each of its operators has counted what it did.
    plan: Arc<dyn ExecutionPlan>,
}

// ANCHOR: run
/// Runs a query, once, and keeps the plan that ran.
///
/// A [`DataFrame`] is a recipe: each `create_physical_plan` makes a new plan, whose counters stand at
/// 0, and each `collect` runs a new plan from the beginning.
async fn run(query: DataFrame) -> Result<Run> {
    // solution:begin run: todo!("make a plan of {query:?}, run it, keep it")
    let context = Arc::new(query.task_ctx());
    let plan = query.create_physical_plan().await?;
    let batches = datafusion::physical_plan::collect(Arc::clone(&plan), context).await?;
    Ok(Run { batches, plan })
    // solution:end
}
// ANCHOR_END: run

/// The operators of a plan, each before those that feed it.
fn operators(plan: &Arc<dyn ExecutionPlan>) -> Vec<Arc<dyn ExecutionPlan>> {
    let below = plan.children().into_iter().flat_map(operators);
    std::iter::once(Arc::clone(plan)).chain(below).collect()
}

/// What the scans of a plan read from Parquet, over all files and partitions.
#[derive(Debug, Default)]
struct ScanReport {
    /// Row groups that were considered, and those that statistics did not exclude.
    row_groups_total: usize,
    row_groups_matched: usize,
    /// Rows that a filter dropped within the reader.
    rows_pruned_by_pushdown: usize,
    bytes_scanned: usize,
    /// The columns that the scans (`DataSourceExec`) hand on, scan after scan.
    projected: Vec<String>,
    /// Whether a `FilterExec` drops rows after the scan.
    has_filter_exec: bool,
}

// ANCHOR: scan_report
/// Reports what the scans did, from the metrics of the operators: `row_groups_pruned_statistics`,
/// `pushdown_rows_pruned` and `bytes_scanned`.
fn scan_report(run: &Run) -> ScanReport {
    // solution:begin scan_report: todo!("look at {:?}", operators(&run.plan))
    use datafusion::physical_plan::metrics::MetricValue;

    let mut report = ScanReport::default();
    for operator in operators(&run.plan) {
        match operator.name() {
            "FilterExec" => report.has_filter_exec = true,
            "DataSourceExec" => {
                let schema = operator.schema();
                report.projected.extend(schema.fields().iter().map(|field| field.name().clone()));
            }
            _ => {}
        }
        let Some(metrics) = operator.metrics() else { continue };
        let count = |name| metrics.sum_by_name(name).map_or(0, |metric| metric.as_usize());
        report.rows_pruned_by_pushdown += count("pushdown_rows_pruned");
        report.bytes_scanned += count("bytes_scanned");
        // This metric is two counts. Its `as_usize` is always 0.
        if let Some(MetricValue::PruningMetrics { pruning_metrics, .. }) =
            metrics.sum_by_name("row_groups_pruned_statistics")
        {
            report.row_groups_matched += pruning_metrics.matched();
            report.row_groups_total += pruning_metrics.matched() + pruning_metrics.pruned();
        }
    }
    report
    // solution:end
}
// ANCHOR_END: scan_report

/// How a query ended.
#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    /// It ran to its end. `spill_count` is the number of files that its operators spilled.
    Finished { row_count: usize, spill_count: usize },
    /// An operator needed more memory than there was: DataFusion's message, which names it.
    Exhausted { message: String },
}

impl Outcome {
    fn finished(row_count: usize, spill_count: usize) -> Self {
        Self::Finished { row_count, spill_count }
    }

    fn exhausted(message: &str) -> Self {
        Self::Exhausted { message: message.to_owned() }
    }
}

// ANCHOR: outcome
/// Runs a query and says how it ended.
///
/// # Errors
///
/// Any error but a lack of memory. That one is an [`Outcome`], even if it comes wrapped in other
/// errors.
async fn outcome(query: DataFrame) -> Result<Outcome> {
    // solution:begin outcome: todo!("{query:?}: {:?} {:?}", Outcome::finished(0, 0), Outcome::exhausted(""))
    use datafusion::error::DataFusionError;

    let run = match run(query).await {
        Ok(run) => run,
        Err(error) => {
            return match error.find_root() {
                DataFusionError::ResourcesExhausted(message) => Ok(Outcome::exhausted(message)),
                _ => Err(error),
            };
        }
    };
    let spills = operators(&run.plan).into_iter().filter_map(|operator| operator.metrics());
    Ok(Outcome::finished(
        run.batches.iter().map(RecordBatch::num_rows).sum(),
        spills.filter_map(|metrics| metrics.spill_count()).sum(),
    ))
    // solution:end
}
// ANCHOR_END: outcome

/// The first day of 2024: half of the sales are older.
const SINCE: i32 = FIRST_DAY + 365;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (sales, customers) = write_files(folder.path())?;
    let open = async |config: EngineConfig| {
        let ctx = session(&config)?;
        register_sources(&ctx, &sales, &customers).await.map(|()| ctx)
    };
    show_config(&EngineConfig::default());
    let ctx = open(EngineConfig::default()).await?;
    show_plans(&ctx).await?;
    show_answers(&ctx).await?;

    println!("\nWhat the scan of the largest sales of 2024 reads:");
    for pushdown_filters in [false, true] {
        let ctx = open(EngineConfig { pushdown_filters, ..EngineConfig::default() }).await?;
        show_scan(&ctx, pushdown_filters).await?;
    }
    show_memory_limit().await?;
    show_s3().await
}

/// Writes a million sales, ordered by date, in row groups of 100 000, and the customers. Returns both
/// paths.
fn write_files(folder: &Path) -> Result<(String, String), Box<dyn Error>> {
    let dataset = Dataset { sorted: true, ..Dataset::hostile(1_000_000, 42) };
    let sales = tables::sales(&tables::all_sales(&dataset))?;
    let customers = tables::customers(&tables::all_customers(&dataset))?;
    println!("{} sales, {} customers.", sales.num_rows(), customers.num_rows());
    let write = |name: &str, table: &RecordBatch| -> Result<String, Box<dyn Error>> {
        let path = folder.join(name);
        fs::write(&path, tables::parquet(table, 100_000)?)?;
        Ok(path.to_str().expect("temporary folders have readable names").to_owned())
    };
    Ok((write("ventas.parquet", &sales)?, write("clientes.parquet", &customers)?))
}

fn show_config(config: &EngineConfig) {
    let EngineConfig { partitions, batch_rows, pushdown_filters, .. } = config;
    let EngineConfig { prefer_hash_join, memory_limit_bytes, .. } = config;
    println!("\nA session has {partitions} partitions and batches of {batch_rows} rows,");
    println!("  pushdown_filters = {pushdown_filters}, prefer_hash_join = {prefer_hash_join},");
    println!("  memory_limit_bytes = {memory_limit_bytes:?}.");
}

async fn show_plans(ctx: &SessionContext) -> Result<()> {
    let query = revenue_plan(ctx, SINCE).await?;
    println!("\nThe plan as written:\n{}", query.logical_plan().display_indent());
    let plan = query.create_physical_plan().await?;
    println!("\nThe plan that runs:\n{}", displayable(plan.as_ref()).indent(false));
    Ok(())
}

async fn show_answers(ctx: &SessionContext) -> Result<()> {
    println!("\nRevenue per region since 2024-01-01:");
    for row in revenue_by_region(ctx, SINCE).await? {
        let region = row.region.as_deref().unwrap_or("(none)");
        let RegionRevenue { revenue, unique_users, avg_ticket, .. } = row;
        println!("  {region:<9} {revenue:>14.2} {unique_users:>6} users {avg_ticket:>8.2} each");
    }
    for region in ["norte", "' OR 1=1 --"] {
        println!("\nThe largest sales of the region {region:?}:");
        for Sale { id, monto } in largest_sales(ctx, region, 3).await? {
            println!("  {id:>7} {monto:?}");
        }
    }
    Ok(())
}

async fn show_scan(ctx: &SessionContext, pushdown_filters: bool) -> Result<()> {
    let sql = "SELECT user_id FROM ventas WHERE monto > 1000 AND fecha >= DATE '2024-01-01'";
    let run = run(ctx.sql(sql).await?).await?;
    let rows: usize = run.batches.iter().map(RecordBatch::num_rows).sum();
    let report = scan_report(&run);
    println!("  pushdown_filters = {pushdown_filters}, {rows} rows");
    let (matched, total) = (report.row_groups_matched, report.row_groups_total);
    println!("    row groups read     {matched} of {total}");
    println!("    rows pruned         {}", report.rows_pruned_by_pushdown);
    println!("    bytes scanned       {}", report.bytes_scanned);
    println!("    columns handed on   {}", report.projected.join(", "));
    println!("    FilterExec needed   {}", report.has_filter_exec);
    Ok(())
}

/// Joins 1.5 million rows with themselves under a limit of 32 MiB: once with a hash table, which
/// must fit, and once by sorting, which can spill. Small batches keep what merging takes small.
async fn show_memory_limit() -> Result<()> {
    const ROWS: u64 = 1_500_000;
    println!("\n{ROWS} rows joined with themselves by a text, within 32 MiB:");
    // A prime number scatters the keys.
    let key = |row: u64| format!("user_with_a_long_identifier_{}", row * 999_983 % ROWS);
    let batch = |first: u64| {
        let keys: arrow::array::StringArray =
            (first..first + 10_000).map(|row| Some(key(row))).collect();
        RecordBatch::try_from_iter([("s", Arc::new(keys) as arrow::array::ArrayRef)])
    };
    let batches: Vec<RecordBatch> =
        (0..ROWS).step_by(10_000).map(batch).collect::<Result<_, _>>()?;
    for prefer_hash_join in [true, false] {
        let config = EngineConfig {
            batch_rows: 1_024,
            prefer_hash_join,
            memory_limit_bytes: Some(32 << 20),
            ..EngineConfig::default()
        };
        let ctx = session(&config)?;
        let table = MemTable::try_new(batches[0].schema(), vec![batches.clone()])?;
        ctx.register_table("m", Arc::new(table))?;
        let query = ctx.sql("SELECT COUNT(*) FROM m a JOIN m b ON a.s = b.s").await?;
        println!("  prefer_hash_join = {prefer_hash_join}");
        match outcome(query).await? {
            Outcome::Finished { spill_count, .. } => {
                println!("  it ends, with {spill_count} spills")
            }
            Outcome::Exhausted { message } => println!("  it fails: {message}"),
        }
    }
    Ok(())
}

/// The same question, asked to a bucket.
async fn show_s3() -> Result<(), Box<dyn Error>> {
    let endpoint = match Endpoint::find() {
        Ok(endpoint) => endpoint,
        Err(reason) => {
            println!("\n{reason}");
            return Ok(());
        }
    };
    let dataset = Dataset::hostile(100_000, 42);
    let sales = tables::sales(&tables::all_sales(&dataset))?;
    let customers = tables::customers(&tables::all_customers(&dataset))?;
    let files = [("ventas/1.parquet", sales), ("clientes.parquet", customers)];
    for (name, table) in &files {
        endpoint.put(name, tables::parquet(table, 20_000)?).await?;
    }
    let ctx = session(&EngineConfig::default())?;
    attach_bucket(&ctx, &endpoint.bucket, Arc::clone(&endpoint.store))?;
    let (sales, customers) = (endpoint.url("ventas/"), endpoint.url("clientes.parquet"));
    register_sources(&ctx, &sales, &customers).await?;
    let first = revenue_by_region(&ctx, SINCE).await?.into_iter().next();
    println!("\nThe region with the highest revenue of {sales}:\n  {first:?}");
    for (name, _) in &files {
        endpoint.delete(name).await?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "../../../../exercises/16-4-datafusion/1-embedded-sql/src/tests.rs"]
mod tests;
