//! 16.3.2: Custom expressions, composed or as a closure.
//!
//! The tests say what each function must do: `cargo ex 16.3.2`. Then `cargo ex run 16.3.2` runs
//! `main`, below, on a million generated deliveries.

use std::time::Instant;

use datasets::{Dataset, EARTH_RADIUS_KM, Entrega, Entregas};
use polars::prelude::*;

/// Latitude and longitude of the origin, then of the destination, in degrees; null if unknown.
type Journey = [Option<f64>; 4];

/// Makes an expression for the distance in kilometers from the latitude and longitude of one point and
/// those of another, in degrees.
type Distance = fn(Expr, Expr, Expr, Expr) -> Expr;

/// The two ways to write it.
const VARIANTS: [(&str, Distance); 2] =
    [("haversine_native", haversine_native), ("haversine_udf", haversine_udf)];

/// The columns of a [`Journey`].
const COORDINATES: [&str; 4] = ["lat_origen", "lon_origen", "lat_destino", "lon_destino"];

// ANCHOR: haversine_scalar
/// The distance in kilometers between two points on the surface of a sphere whose radius is
/// [`EARTH_RADIUS_KM`]. Latitudes and longitudes are degrees.
///
/// The haversine formula, in which all angles are radians:
///
/// ```text
/// h        = sin²((lat2 - lat1) / 2) + cos(lat1) * cos(lat2) * sin²((lon2 - lon1) / 2)
/// distance = 2 * radius * arcsin(√h)
/// ```
///
/// Rounding may push `h` a little above 1. No distance between two points is NaN for that reason.
///
/// `None` if a latitude lies beyond a pole, that is outside -90 to 90. A longitude may be any number:
/// 190 is the same meridian as -170. NaN anywhere gives NaN.
fn haversine_scalar(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> Option<f64> {
    // solution:begin haversine_scalar: todo!("kilometers from {lat1}, {lon1} to {lat2}, {lon2}")
    if lat1.abs() > 90.0 || lat2.abs() > 90.0 {
        return None;
    }
    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(f64::to_radians);
    let north = ((lat2 - lat1) / 2.0).sin();
    let east = ((lon2 - lon1) / 2.0).sin();
    let h = north * north + lat1.cos() * lat2.cos() * east * east;
    Some(2.0 * EARTH_RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin())
    // solution:end
}
// ANCHOR_END: haversine_scalar

// ANCHOR: haversine_native
/// The distance of [`haversine_scalar`] for each row, composed of the expressions that Polars brings
/// along. There is no closure in it: the optimizer sees every step.
///
/// * Null in any of the four gives null, and so does a latitude beyond a pole. NaN gives NaN. Note that
///   for Polars NaN is above every number.
/// * Numbers of any type are computed as Float64, and the distance is a Float64.
/// * Text that is not a number makes the query fail. It does not become null.
fn haversine_native(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_native: todo!("compose {lat1:?}, {lon1:?}, {lat2:?}, {lon2:?}")
    let [lat1, lon1, lat2, lon2] =
        [lat1, lon1, lat2, lon2].map(|degrees| degrees.strict_cast(DataType::Float64));
    let possible = |lat: &Expr| lat.clone().abs().lt_eq(lit(90.0)).or(lat.clone().is_nan());
    let both_possible = possible(&lat1).and(possible(&lat2));

    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(Expr::radians);
    let north = ((lat2.clone() - lat1.clone()) / lit(2.0)).sin();
    let east = ((lon2 - lon1) / lit(2.0)).sin();
    let h = north.clone() * north + lat1.cos() * lat2.cos() * east.clone() * east;
    let angle = h.clip(lit(0.0), lit(1.0)).sqrt().arcsin();
    when(both_possible).then(angle * lit(2.0 * EARTH_RADIUS_KM)).otherwise(lit(NULL))
    // solution:end
}
// ANCHOR_END: haversine_native

// ANCHOR: haversine_udf
/// The same distance, with the same rules for null, NaN, types and text, as a closure over columns:
/// [`Expr::map_many`] around [`haversine_scalar`].
///
/// Polars calls the closure with all the rows or with some of them, once or many times, on any thread.
/// A literal arrives as a column of one value, however many rows the others have, even none: that value
/// counts for every row. The closure never panics.
fn haversine_udf(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_udf: todo!("a closure over {lat1:?}, {lon1:?}, {lat2:?}, {lon2:?}")
    lat1.map_many(
        |columns: &mut [Column]| {
            let rows = columns.iter().map(Column::len).find(|&n| n != 1).unwrap_or(1);
            let mut degrees = vec![];
            for column in columns.iter() {
                let mut numbers = column.strict_cast(&DataType::Float64)?;
                if numbers.len() == 1 {
                    numbers = numbers.new_from_index(0, rows);
                }
                degrees.push(numbers.f64()?.to_vec());
            }
            // `?` leaves this closure with `None`, which is the null of the result.
            let distance = |row: usize| {
                let at = |i: usize| degrees[i][row];
                haversine_scalar(at(0)?, at(1)?, at(2)?, at(3)?)
            };
            let km: Float64Chunked = (0..rows).map(distance).collect();
            Ok(km.with_name(columns[0].name().clone()).into_column())
        },
        &[lon1, lat2, lon2],
        |_: &Schema, fields: &[Field]| Ok(Field::new(fields[0].name().clone(), DataType::Float64)),
    )
    // solution:end
}
// ANCHOR_END: haversine_udf

// ANCHOR: demean
/// The values minus the mean of their whole column, as Float64, composed of expressions. Null stays null
/// and does not count for the mean.
fn demean_right(values: Expr) -> Expr {
    // solution:begin demean_right: todo!("subtract a mean from {values:?}")
    let values = values.strict_cast(DataType::Float64);
    values.clone() - values.mean()
    // solution:end
}

/// A trap, built on purpose: the same with a closure in [`Expr::map`], which subtracts the mean of the
/// values that it is given.
///
/// `map` is a promise that each row of the result depends on its own row alone. Polars believes it. This
/// closure does not keep it, and looks right as long as it happens to be given the whole column.
fn demean_wrong(values: Expr) -> Expr {
    // solution:begin demean_wrong: todo!("`map` over {values:?}, with the mean of what comes in")
    values.map(
        |column: Column| {
            let column = column.strict_cast(&DataType::Float64)?;
            let numbers = column.f64()?;
            let mean = numbers.mean().unwrap_or(f64::NAN);
            Ok((numbers - mean).into_column())
        },
        |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::Float64)),
    )
    // solution:end
}
// ANCHOR_END: demean

/// The deliveries of a dataset.
fn deliveries(dataset: &Dataset) -> Vec<Journey> {
    let entregas = Entregas::new(dataset);
    let journey = |Entrega { origen, destino, .. }: Entrega| {
        let (lat, lon) = destino.unzip();
        [Some(origen.0), Some(origen.1), lat, lon]
    };
    (0..entregas.rows()).map(|row| journey(entregas.row(row))).collect()
}

/// A table with the columns [`COORDINATES`] and with `zona`, the row number modulo 4.
fn table(journeys: &[Journey]) -> PolarsResult<DataFrame> {
    let coordinate = |i: usize| journeys.iter().map(|journey| journey[i]).collect::<Vec<_>>();
    df!(
        COORDINATES[0] => coordinate(0),
        COORDINATES[1] => coordinate(1),
        COORDINATES[2] => coordinate(2),
        COORDINATES[3] => coordinate(3),
        "zona" => (0..journeys.len()).map(|row| row as i64 % 4).collect::<Vec<_>>(),
    )
}

/// The distance between the two points of each row, in a column `km`.
fn km(distance: Distance) -> Expr {
    let [lat1, lon1, lat2, lon2] = COORDINATES.map(col);
    distance(lat1, lon1, lat2, lon2).alias("km")
}

fn main() -> PolarsResult<()> {
    show_known_distances();
    let table = table(&deliveries(&Dataset::hostile(10_000_000, 42)))?;
    println!("\n{} deliveries, some to a lost address.", table.height());
    show_plans(&table)?;
    show_times(&table)?;
    show_the_trap()
}

fn show_known_distances() {
    let farthest = EARTH_RADIUS_KM * std::f64::consts::PI;
    println!("No two points are more than {farthest:.3} km apart. Some that are known:");
    let pairs = [
        ("Madrid to Paris", [40.4168, -3.7038, 48.8566, 2.3522]),
        ("a point and itself", [40.4168, -3.7038, 40.4168, -3.7038]),
        ("from pole to pole", [90.0, 0.0, -90.0, 0.0]),
        ("across the date line", [0.0, 179.9, 0.0, -179.9]),
        ("half around the equator", [0.0, 0.0, 0.0, 180.0]),
        ("from beyond the pole", [90.5, 0.0, 0.0, 0.0]),
    ];
    for (name, [lat1, lon1, lat2, lon2]) in pairs {
        println!("  {name:<24} {:.3?}", haversine_scalar(lat1, lon1, lat2, lon2));
    }
}

fn show_plans(table: &DataFrame) -> PolarsResult<()> {
    for (name, distance) in VARIANTS {
        let all = table.clone().lazy().with_column(km(distance));
        let zone = all.clone().filter(col("zona").eq(lit(1))).select([col("km")]);
        println!("\n{name}, the distances of zone 1:\n{}", zone.explain(true)?);
        let unused = all.select([col("zona")]);
        println!("\n{name}, the zones alone:\n{}", unused.explain(true)?);
    }
    Ok(())
}

fn show_times(table: &DataFrame) -> PolarsResult<()> {
    println!();
    for (name, distance) in VARIANTS {
        for engine in [Engine::InMemory, Engine::Streaming] {
            let total = table.clone().lazy().select([km(distance).sum()]);
            let start = Instant::now();
            let total = total.collect_with_engine(engine)?.unwrap_single();
            let elapsed = start.elapsed();
            let total: f64 = total.column("km")?.get(0)?.try_extract()?;
            println!("{name:<17} {engine:<10} {elapsed:>8.1?}   {total:.1} km in all");
        }
    }
    Ok(())
}

/// A way to subtract the mean of a column.
type Demean = fn(Expr) -> Expr;

fn show_the_trap() -> PolarsResult<()> {
    println!("\nThe first of the numbers from 0 to 999999, minus their mean: -499999.5, or");
    println!("               in memory    streaming    in memory, keeping 10 rows");
    let functions: [(&str, Demean); 2] =
        [("demean_right", demean_right), ("demean_wrong", demean_wrong)];
    for (name, demean) in functions {
        let in_memory = first_demeaned(demean, Engine::InMemory, 1_000_000)?;
        let streaming = first_demeaned(demean, Engine::Streaming, 1_000_000)?;
        let filtered = first_demeaned(demean, Engine::InMemory, 10)?;
        println!("{name}   {in_memory:<10}   {streaming:<10}   {filtered}");
    }
    Ok(())
}

/// Subtracts the mean from the numbers below a million, keeps those below `kept`, and returns the first.
fn first_demeaned(demean: Demean, engine: Engine, kept: i32) -> PolarsResult<f64> {
    let numbers: Vec<i32> = (0..1_000_000).collect();
    let demeaned = df!("x" => numbers)?.lazy().with_column(demean(col("x")).alias("demeaned"));
    let few = demeaned.filter(col("x").lt(lit(kept))).collect_with_engine(engine)?;
    few.unwrap_single().column("demeaned")?.get(0)?.try_extract()
}

#[cfg(test)]
#[path = "../../../../exercises/16-3-polars/2-haversine/src/tests.rs"]
mod tests;
