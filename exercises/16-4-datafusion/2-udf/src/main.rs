//! 16.4.2: A function of your own in DataFusion.
//!
//! The tests say what each function must do: `cargo ex 16.4.2`. Then `cargo ex run 16.4.2` runs
//! `main`, below, on 100 000 generated deliveries.

mod deliveries;

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use arrow::array::{Array, AsArray, Float64Array, RecordBatch};
use arrow::datatypes::{DataType, Float64Type};
use datafusion::error::Result;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::physical_plan;
use datafusion::prelude::{DataFrame, SessionContext};
use datasets::{Dataset, Entrega, Entregas};
use wide::f64x4;

/// The distance in kilometers between two points, along the surface of the globe. All arguments are
/// in degrees.
///
/// With latitudes φ and longitudes λ in radians, and the radius R in `datasets::EARTH_RADIUS_KM`, it
/// is 2 R asin(√a), where
///
/// a = sin²((φ₂ - φ₁) / 2) + cos φ₁ cos φ₂ sin²((λ₂ - λ₁) / 2)
///
/// Mathematically, a lies between 0 and 1. Rounding can lift it above 1 for two points on opposite
/// sides of the globe: then a is 1. An argument that is NaN or infinite gives NaN.
fn distance_km(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    todo!("from {lat1}, {lon1} to {lat2}, {lon2}")
}

/// The distances for four columns of `n` coordinates each, one pair of points in every row.
///
/// Row `i` of the result is null if row `i` of any column is null, and otherwise what
/// [`distance_km`] gives. The memory behind a null may hold any number: it means nothing.
fn haversine_kernel(
    lat1: &Float64Array,
    lon1: &Float64Array,
    lat2: &Float64Array,
    lon2: &Float64Array,
) -> Float64Array {
    todo!("row by row: {lat1:?} {lon1:?} {lat2:?} {lon2:?}")
}

/// [`distance_km`] for four pairs of points at once: lane `i` of the result belongs to lane `i` of
/// the arguments and depends on no other.
///
/// The sines and cosines of `wide` are polynomials, computed for all lanes together. Their last bits
/// may differ from those of the standard library.
fn distance_x4(lat1: f64x4, lon1: f64x4, lat2: f64x4, lon2: f64x4) -> f64x4 {
    todo!("from {lat1:?}, {lon1:?} to {lat2:?}, {lon2:?}")
}

/// As [`haversine_kernel`], by [`distance_x4`].
///
/// The distance in a row depends on its four coordinates only, to the last bit, and not on its
/// place: the rows after the last full group of four are computed by [`distance_x4`] as well.
fn haversine_kernel_simd(
    lat1: &Float64Array,
    lon1: &Float64Array,
    lat2: &Float64Array,
    lon2: &Float64Array,
) -> Float64Array {
    todo!("by four: {lat1:?} {lon1:?} {lat2:?} {lon2:?}")
}

/// The distances for four arguments, each of which is a column or a single value for all rows.
///
/// The result is a single value if all arguments are, and otherwise a column. A null argument gives
/// null. Which of the two kernels computes it is up to you.
///
/// # Errors
///
/// * there are not four arguments
/// * an argument is not Float64. The planner never lets that happen, but it is not the only caller:
///   no input panics
fn haversine_values(args: &[ColumnarValue]) -> Result<ColumnarValue> {
    todo!("a column or a single value from {args:?}")
}

/// The SQL function `haversine(lat1, lon1, lat2, lon2)`: degrees in, kilometers out.
///
/// DataFusion compares and hashes functions to find calls that are equal.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Haversine {
    signature: Signature,
}

impl Haversine {
    /// Declares what the planner must know: four Float64 arguments, to which it converts other
    /// numbers and nothing else, and a result that depends on the arguments alone.
    fn new() -> Self {
        todo!("the types of the arguments and how stable the result is")
    }
}

impl ScalarUDFImpl for Haversine {
    fn name(&self) -> &str {
        "haversine"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        haversine_values(&args.args)
    }

    /// Whether the result is null whenever one of the arguments is. The optimizer asks: with this
    /// promise it can turn an outer join into an inner one.
    fn is_strict(&self) -> bool {
        todo!("does one null argument always make the result null?")
    }
}

/// The same function by the short way, `datafusion::logical_expr::create_udf`, under the name
/// `haversine_simple`. It takes the same arguments and is as stable; `is_strict` is beyond its reach.
fn haversine_simple() -> ScalarUDF {
    todo!("wrap `haversine_values` by `create_udf`")
}

/// Plans a query for the deliveries of more than `km` kilometers: the columns `id` and
/// `distance_km`, the longest delivery first, those of equal length in order of `id`.
///
/// `ctx` knows the table `entregas` and the function `haversine`. Deliveries without a known
/// destination have no distance and are left out. `km` may be any number, even an infinite one.
async fn long_deliveries(ctx: &SessionContext, km: f64) -> Result<DataFrame> {
    todo!("above {km} km in session {}", ctx.session_id())
}

/// The function `probe`, which returns its only argument, a Float64, as it is, and a counter of the
/// calls that DataFusion made to it: calls, not rows.
///
/// `volatility` is what the function claims to be. It makes DataFusion call it at other times, and
/// more or less often.
fn volatility_probe(volatility: Volatility) -> (ScalarUDF, Arc<AtomicUsize>) {
    todo!("count the calls of a {volatility:?} function")
}

/// One of the two kernels.
type Kernel = fn(&Float64Array, &Float64Array, &Float64Array, &Float64Array) -> Float64Array;

const MADRID: (f64, f64) = (40.4168, -3.7038);
const PARIS: (f64, f64) = (48.8566, 2.3522);

/// Rows that the engine hands over at a time.
const BATCH_SIZE: usize = 8_192;

#[tokio::main]
async fn main() -> Result<()> {
    show_distances();
    let entregas = Entregas::new(&Dataset::hostile(1_000_000, 42));
    let rows: Vec<Entrega> = (0..entregas.rows()).map(|row| entregas.row(row)).collect();
    show_kernels(&deliveries::batch(&rows)?);

    let ctx = deliveries::session(&rows, BATCH_SIZE)?;
    ctx.register_udf(ScalarUDF::from(Haversine::new()));
    ctx.register_udf(haversine_simple());
    show_long_deliveries(&ctx).await?;
    show_plan(&ctx, "A call with literals", &select_literals("haversine")).await?;
    show_plan(&ctx, "The same by `create_udf`", &select_literals("haversine_simple")).await?;
    let always = format!("{} WHERE haversine(0, 0, 0, 1) > 100", select_literals("haversine"));
    show_plan(&ctx, "A condition that is always true", &always).await?;
    show_volatilities(&rows).await
}

fn show_distances() {
    let (lat, lon) = MADRID;
    let (from, to) = (f64x4::splat(lat), f64x4::splat(lon));
    let others =
        (f64x4::new([PARIS.0, lat, -lat, 90.0]), f64x4::new([PARIS.1, lon, lon + 180.0, 0.0]));
    println!("From Madrid to Paris: {:.3} km", distance_km(lat, lon, PARIS.0, PARIS.1));
    let four = distance_x4(from, to, others.0, others.1).to_array();
    println!("To Paris, Madrid, its antipode, the North Pole, four at a time: {four:.3?}");
}

/// Prints what the two kernels give for all rows of `entregas`, and how long they take.
fn show_kernels(entregas: &RecordBatch) {
    let column = |name| entregas[name].as_primitive::<Float64Type>();
    let (lat1, lon1) = (column("lat_origen"), column("lon_origen"));
    let (lat2, lon2) = (column("lat_destino"), column("lon_destino"));
    let distances = |kernel: Kernel| kernel(lat1, lon1, lat2, lon2);

    let (one, four) = (distances(haversine_kernel), distances(haversine_kernel_simd));
    let lost = one.null_count();
    println!("\n{} deliveries, {lost} of them to a lost address.", one.len());
    let difference = |(one, four): (Option<f64>, Option<f64>)| Some((one? - four?).abs());
    let most = one.iter().zip(&four).filter_map(difference).fold(0.0, f64::max);
    println!("The kernels differ by {most:e} km at most.");
    if cfg!(debug_assertions) {
        println!("Times need an optimized build: `cargo ex run 16.4.2` makes one.");
        return;
    }
    let kernels: [(&str, Kernel); 2] =
        [("one at a time", haversine_kernel), ("four at a time", haversine_kernel_simd)];
    for (name, kernel) in kernels {
        let ns = best_of_9(|| distances(kernel)) / one.len() as f64;
        println!("  {name:<14} {ns:>6.1} ns per row");
    }
}

/// The shortest of nine runs, in nanoseconds.
fn best_of_9(work: impl Fn() -> Float64Array) -> f64 {
    let run = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_nanos() as f64
    };
    (0..9).map(|_| run()).fold(f64::INFINITY, f64::min)
}

async fn show_long_deliveries(ctx: &SessionContext) -> Result<()> {
    let longest = long_deliveries(ctx, 150.0).await?;
    println!("\nThe longest deliveries:");
    for delivery in deliveries::read(longest.limit(0, Some(3))?).await? {
        println!("  {:>7} {:>8.3} km", delivery.id, delivery.distance_km);
    }
    let alias = "SELECT haversine(lat_origen, lon_origen, lat_destino, lon_destino) AS distance_km \
                 FROM entregas WHERE distance_km > 150";
    println!("\nAn alias of SELECT in WHERE:");
    match ctx.sql(alias).await {
        Ok(_) => println!("  it was found"),
        Err(error) => println!("  {}", error.strip_backtrace().lines().next().unwrap_or_default()),
    }
    Ok(())
}

fn select_literals(function: &str) -> String {
    let ((lat1, lon1), (lat2, lon2)) = (MADRID, PARIS);
    format!("SELECT id, {function}({lat1}, {lon1}, {lat2}, {lon2}) AS km FROM entregas")
}

async fn show_plan(ctx: &SessionContext, title: &str, sql: &str) -> Result<()> {
    let plan = ctx.sql(sql).await?.into_optimized_plan()?;
    println!("\n{title}:\n{}", plan.display_indent());
    Ok(())
}

/// Prints when, and how often, DataFusion calls a function that claims to be of each volatility.
async fn show_volatilities(rows: &[Entrega]) -> Result<()> {
    let batches = rows.len().div_ceil(BATCH_SIZE);
    println!("\nCalls for a table of {batches} batches, while planning and while running:");
    let queries = [
        ("a literal", "SELECT probe(2.5) AS x FROM entregas"),
        ("twice the same", "SELECT probe(lat_origen) + probe(lat_origen) AS x FROM entregas"),
    ];
    for (name, sql) in queries {
        for volatility in [Volatility::Immutable, Volatility::Stable, Volatility::Volatile] {
            let ctx = deliveries::session(rows, BATCH_SIZE)?;
            let (probe, calls) = volatility_probe(volatility);
            ctx.register_udf(probe);
            let (planning, running) = count_calls(&ctx, sql, &calls).await?;
            println!("  {name:<15} {volatility:<9?} {planning:>3} {running:>4}");
        }
    }
    let folder = tempfile::tempdir()?;
    for volatility in [Volatility::Immutable, Volatility::Volatile] {
        let ctx = deliveries::parquet_session(&rows[..100], BATCH_SIZE, folder.path()).await?;
        ctx.register_udf(volatility_probe(volatility).0);
        let title = format!("A filter over Parquet, {volatility:?}");
        show_plan(&ctx, &title, "SELECT id FROM entregas WHERE probe(lat_origen) > 40").await?;
    }
    Ok(())
}

/// The number of calls that `calls` counts while `sql` is planned, and while the plan runs.
async fn count_calls(
    ctx: &SessionContext,
    sql: &str,
    calls: &AtomicUsize,
) -> Result<(usize, usize)> {
    let before = calls.load(Ordering::Relaxed);
    let plan = ctx.sql(sql).await?.create_physical_plan().await?;
    let planned = calls.load(Ordering::Relaxed);
    physical_plan::collect(plan, ctx.task_ctx()).await?;
    Ok((planned - before, calls.load(Ordering::Relaxed) - planned))
}

#[cfg(test)]
mod tests;
