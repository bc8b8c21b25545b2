//! 16.3.3: Streaming: more data than memory.
//!
//! The tests say what each function must do: `cargo ex 16.3.3`. Then `cargo ex run 16.3.3` runs
//! `main`, below, on a million generated sales.

mod plans;
mod probe;
mod sales;

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::Command;

use datasets::{Dataset, Ventas};
use polars::prelude::*;
use sales::{ChunkRead, ChunkedFile};

/// The allocator of Polars: the system's, which counts bytes as it goes. By this count, and by no
/// other, Polars knows when to move data to disk; with any other allocator it reads 0 and never does.
#[global_allocator]
static ALLOCATOR: polars_ooc::Allocator = polars_ooc::Allocator;

/// A plan that reads the Parquet file at `path`.
fn scan(path: &str) -> PolarsResult<LazyFrame> {
    LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default())
}

/// The sales that count: their amount is a number above 0.
fn counts() -> Expr {
    col("monto").gt(lit(0.0)).and(col("monto").is_not_nan())
}

/// Plans the revenue per region of the sales that count, with null as a region of its own:
///
/// | column         | type    | value                                          |
/// |----------------|---------|------------------------------------------------|
/// | `region`       | String  | null for the sales without region              |
/// | `revenue`      | Float64 | the sum of `monto`                             |
/// | `sales`        | UInt64  | how many sales                                 |
/// | `unique_users` | UInt32  | distinct `user_id`; null is nobody             |
/// | `avg_ticket`   | Float64 | the mean of `monto`                            |
///
/// The streaming engine gives the rows in any order.
fn revenue(sales: LazyFrame) -> LazyFrame {
    sales.filter(counts()).group_by([col("region")]).agg([
        col("monto").sum().alias("revenue"),
        len().cast(DataType::UInt64).alias("sales"),
        col("user_id").drop_nulls().n_unique().alias("unique_users"),
        col("monto").mean().alias("avg_ticket"),
    ])
}

/// Runs a plan in the streaming engine, once, and writes its rows to the Parquet file `dst` as they
/// come: they are never in memory together. Returns how many there are.
///
/// The file is compressed with Snappy and has row groups of `rows_per_group` rows; the last may be
/// smaller. Folders that are missing are made. Until the file is complete it has another name in the
/// same folder.
///
/// # Errors
///
/// * the plan fails; a file that stands at `dst` is then as it was before, and there is no other
/// * the file cannot be written
fn stream_to_parquet(
    plan: LazyFrame,
    dst: &Path,
    rows_per_group: NonZeroUsize,
) -> PolarsResult<usize> {
    todo!("{:?} to {dst:?}, {rows_per_group}", plan.explain(true))
}

/// How the streaming engine carries out a node of a physical plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NodeKind {
    /// Piece by piece.
    Streaming,
    /// Piece by piece, but what it has to remember may be much: groups, or a side of a join.
    MemoryIntensive,
    /// Not at all: it collects its whole input and hands it to the in-memory engine.
    InMemoryFallback,
}

/// A node of a physical plan.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Node {
    /// The operator, such as `group-by`.
    name: String,
    kind: NodeKind,
}

/// The color in which Polars fills nodes that may need much memory.
const MEMORY_INTENSIVE_COLOR: &str = "0.16 0.3 1.0";
/// The color in which Polars fills nodes that fall back to the in-memory engine.
const FALLBACK_COLOR: &str = "0.0 0.3 1.0";

/// The physical plan that the streaming engine would run after all optimizations, as a graph in the
/// DOT language. Nothing is run.
fn physical_graph(plan: &LazyFrame) -> PolarsResult<String> {
    todo!("the streaming plan of {:?}", plan.explain(true))
}

/// The nodes of such a graph, in the order of the text.
///
/// A node begins a line: a number, then its label in quotes, then a color if it is not
/// [`NodeKind::Streaming`]. The operator is what stands in the label before the first `\n`, which
/// the text spells with a backslash; some labels have none.
///
/// ```text
/// 4294967298 [label="multi-scan[parquet]\n1 source\nproject: 2 total, 2 from file"];
/// 4294967299 [label="group-by\nkey:\n...",style=filled,fillcolor="0.16 0.3 1.0"];
/// 4294967298 -> 4294967299;
/// ```
///
/// All else is no node: arrows, and the legend, which shows all colors in every graph. Quotes inside
/// a label have a backslash before them. Labels hold text from the query, and so anything.
fn classify(dot: &str) -> Vec<Node> {
    todo!("{FALLBACK_COLOR}, {MEMORY_INTENSIVE_COLOR} in {dot}")
}

/// What has to be remembered of some sales so that [`finish`] can give their revenue, even after
/// [`merge`] has added more: the state of the aggregation. Its columns are up to you.
///
/// Its size depends on the number of distinct regions and users, not on the number of sales.
fn partial(sales: DataFrame) -> PolarsResult<DataFrame> {
    todo!("the state after {sales:?}")
}

/// The state of two sets of sales together, from the states of both, in any order.
fn merge(left: DataFrame, right: DataFrame) -> PolarsResult<DataFrame> {
    todo!("merge {left:?} with {right:?}")
}

/// The table of [`revenue`] from the state of all sales. The rows may come in any order.
fn finish(state: DataFrame) -> PolarsResult<DataFrame> {
    todo!("the revenue of {state:?}")
}

/// The table of [`revenue`], computed by hand: reads `chunk_rows` rows at a time, each row once, and
/// keeps nothing of them but a state.
fn chunked_revenue(file: &ChunkedFile, chunk_rows: NonZeroUsize) -> PolarsResult<DataFrame> {
    todo!("{chunk_rows} rows at a time after {:?}", file.reads())
}

/// Prepares a process of this program in which Polars moves data to disk once it has allocated more
/// than `budget_mb` megabytes. The files stand in `spill_folder` for as long as they are needed.
///
/// Polars reads both from environment variables when it is first used, `POLARS_OOC_MEMORY_BUDGET_MB`
/// and `POLARS_OOC_SPILL_DIR`. They are not documented and may change with any version.
fn limit_memory(command: &mut Command, budget_mb: u64, spill_folder: &Path) {
    todo!("{command:?} with {budget_mb} MB, then {spill_folder:?}")
}

/// The names of the nodes of one kind.
fn names(nodes: &[Node], kind: NodeKind) -> String {
    let names = nodes.iter().filter(|node| node.kind == kind).map(|node| node.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

fn main() -> PolarsResult<()> {
    if probe::run_if_asked()? {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("ventas.parquet");
    let path = file.to_str().expect("temporary folders have readable names");
    sales::write_ventas(&file, &Ventas::new(&Dataset::hostile(1_000_000, 42)), 50_000)?;

    let by_region = |table: DataFrame| table.sort(["region"], SortMultipleOptions::default());
    let streamed = revenue(scan(path)?).collect_with_engine(Engine::Streaming)?.unwrap_single();
    println!("A million sales, streamed:\n{}", by_region(streamed)?);
    let chunks = ChunkedFile::open(path)?;
    let chunk_rows = NonZeroUsize::new(150_000).expect("150000 is not 0");
    println!("The same in chunks, by hand:\n{}", by_region(chunked_revenue(&chunks, chunk_rows)?)?);
    for ChunkRead { rows, in_use_bytes } in chunks.reads() {
        println!("  rows {rows:?}, read with {:.1} MB in use", in_use_bytes as f64 / 1e6);
    }
    let (few, more) = (partial(chunks.read(0, 1_000)?)?, partial(chunks.read(1_000, 9_000)?)?);
    print!(
        "States of 1000 sales and of the next 9000: {} and {} rows; ",
        few.height(),
        more.height()
    );
    let both = merge(few, more)?;
    println!("merged {}, finished {}.", both.height(), finish(both.clone())?.height());

    let copy = folder.path().join("new").join("copy.parquet");
    let rows = stream_to_parquet(scan(path)?.filter(counts()), &copy, chunk_rows)?;
    println!("\nStreamed to a file: {rows} rows that count.");

    println!("\nWhat the streaming engine does with some plans:");
    println!("  {:<22} {:<28} in the in-memory engine", "", "may need much memory");
    for (name, plan) in plans::plans(&scan(path)?)? {
        let nodes = classify(&physical_graph(&plan)?);
        let memory_intensive = names(&nodes, NodeKind::MemoryIntensive);
        println!(
            "  {name:<22} {memory_intensive:<28} {}",
            names(&nodes, NodeKind::InMemoryFallback)
        );
    }
    let nodes = classify(&physical_graph(&revenue(scan(path)?))?);
    println!("  `revenue` has these besides: {}", names(&nodes, NodeKind::Streaming));

    println!("\nEach query in a process of its own, without and with a memory budget.");
    println!("(It bounds what nodes keep, not what is read or collected: the peak may stay.)");
    probe::print_costs(path, 20)
}

#[cfg(test)]
mod tests;
