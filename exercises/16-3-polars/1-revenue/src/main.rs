//! 16.3.1: Revenue per region with the Rust API of Polars.
//!
//! The tests say what each function must do: `cargo ex 16.3.1`. Then `cargo ex run 16.3.1` runs
//! `main`, below, on a million generated sales.

mod sales;

use std::time::Instant;

use datasets::{Dataset, Venta, Ventas};
use polars::prelude::*;

/// Which sales count, and which engine of Polars adds them up.
struct RevenueQuery {
    /// Sales above this amount count.
    min_amount: f64,
    engine: Engine,
}

/// What the query reads: the only columns it needs.
const REQUIRED: [(&str, DataType); 3] =
    [("region", DataType::String), ("user_id", DataType::Int64), ("monto", DataType::Float64)];

/// Plans the revenue per region over the Parquet file at `path`, without reading its rows.
///
/// A sale counts if `monto` is above `min_amount`. Null and NaN never count; Polars itself holds NaN
/// to be above every number. There is a row for each `region`, and one for the sales without any:
///
/// | column         | type    | value                                              |
/// |----------------|---------|----------------------------------------------------|
/// | `region`       | String  | null for the sales without region                  |
/// | `revenue`      | Float64 | the sum of `monto`                                 |
/// | `unique_users` | UInt32  | distinct `user_id`; null is nobody, as in SQL      |
/// | `avg_ticket`   | Float64 | the mean of `monto`                                |
///
/// The highest revenue comes first; regions with equal revenue are ordered by name.
/// `monto` may have any numeric type and is added up as Float64; `region` may be dictionary-encoded.
/// The optimized plan filters and drops columns while it reads the file.
fn revenue_plan(path: &str, query: &RevenueQuery) -> PolarsResult<LazyFrame> {
    todo!("scan {path}, keep what is above {}", query.min_amount)
}

/// Checks that the file has the columns in [`REQUIRED`], then runs the plan on the engine of `query`.
fn revenue(path: &str, query: &RevenueQuery) -> PolarsResult<DataFrame> {
    todo!("check {path}, plan, collect with the {} engine", query.engine)
}

/// Returns the plan as it was written and as it was optimized.
fn explain_both(path: &str, query: &RevenueQuery) -> PolarsResult<(String, String)> {
    todo!("explain the plan of {path} above {}", query.min_amount)
}

/// Compares the columns of a file with what is required, before any row is read.
///
/// Any numeric type will do for a number, and a dictionary of strings for a String.
///
/// # Errors
///
/// * a column is missing; the message names it
/// * a column has another type; the message names the column and both types
fn check_schema(path: &str, required: &[(&str, DataType)]) -> PolarsResult<()> {
    todo!("compare the schema of {path} with {required:?}")
}

/// The mean of `count` amounts that add up to `total`, computed by a Polars expression.
///
/// 7 by 2 gives 3.5, as `7 / 2` does in Python. In Rust, `lit(7) / lit(2)` stays with integers. By 0
/// it gives an infinity, or NaN for 0 by 0.
fn integer_average(total: i64, count: i64) -> PolarsResult<f64> {
    todo!("divide {total} by {count} in a `select`")
}

fn main() -> PolarsResult<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("ventas.parquet");
    let path = file.to_str().expect("temporary folders have readable names");
    let ventas = Ventas::new(&Dataset::hostile(1_000_000, 42));
    let rows: Vec<Venta> = (0..ventas.rows()).map(|row| ventas.row(row)).collect();
    sales::write_parquet(&mut sales::table(&rows)?, &file)?;
    println!("{} sales, some without amount, user or region.", rows.len());

    let query = |engine| RevenueQuery { min_amount: 0.0, engine };
    let (naive, optimized) = explain_both(path, &query(Engine::Auto))?;
    println!("\nThe plan as written:\n{naive}\n\nThe plan as optimized:\n{optimized}");

    let columns = revenue_plan(path, &query(Engine::Auto))?.collect_schema()?;
    println!("\nThe result's columns, known before any row is read:\n{columns:?}");

    for engine in [Engine::InMemory, Engine::Streaming] {
        let start = Instant::now();
        let table = revenue(path, &query(engine))?;
        let elapsed = start.elapsed();
        // Polars prints large floats with an exponent; whole numbers read better.
        let readable = table.lazy().with_column(col("revenue").cast(DataType::Int64)).collect()?;
        println!("\nThe {engine} engine, {elapsed:.0?}:\n{readable}");
    }

    println!("\nAsking for a column that the file does not have:");
    match check_schema(path, &[REQUIRED[0].clone(), ("importe", DataType::Float64)]) {
        Ok(()) => println!("  nobody noticed"),
        Err(error) => println!("  {error}"),
    }
    println!("\n7 divided by 2: {:?}", integer_average(7, 2)?);
    Ok(())
}

#[cfg(test)]
mod tests;
