//! The workloads as lazy expressions, the way a Polars user writes them.

use datasets::oracle::{JOIN_FROM_DAY, TOP_K};
use datasets::{EARTH_RADIUS_KM, Table};
use polars::prelude::{DataType, Expr, LazyFrame, SortMultipleOptions, col, len, lit};

use crate::tables::Tables;

/// Writes the query for one literal.
pub(crate) type Question = fn(&Tables, f64) -> anyhow::Result<LazyFrame>;

/// The query of each workload, by [`datasets::Workload::id`].
pub(crate) const QUERIES: &[(&str, Question)] = &[
    ("sum", sum),
    ("filter-map-sum", filter_map_sum),
    ("revenue-by-region", revenue_by_region),
    ("star", star),
    ("join", join),
    ("haversine", haversine),
    ("top-k", top_k),
    ("etl", etl),
];

fn sum(tables: &Tables, _: f64) -> anyhow::Result<LazyFrame> {
    Ok(tables.ventas()?.select([col("monto").sum().alias("total")]))
}

fn filter_map_sum(tables: &Tables, above: f64) -> anyhow::Result<LazyFrame> {
    let sales = tables.ventas()?.filter(col("monto").gt(lit(above)));
    Ok(sales.select([(col("monto") * lit(2.0)).sum().alias("total")]))
}

fn revenue_by_region(tables: &Tables, above: f64) -> anyhow::Result<LazyFrame> {
    let sales = tables.ventas()?.filter(col("monto").gt(lit(above)));
    let revenue = sales.group_by([col("region")]).agg([col("monto").sum().alias("revenue")]);
    Ok(revenue.sort(["region"], nulls_last()))
}

fn star(tables: &Tables, above: f64) -> anyhow::Result<LazyFrame> {
    Ok(best_regions(tables.ventas()?.filter(col("monto").gt(lit(above)))))
}

fn join(tables: &Tables, above: f64) -> anyhow::Result<LazyFrame> {
    let from = lit(JOIN_FROM_DAY).cast(DataType::Date);
    let sales = tables.ventas()?.filter(col("monto").gt(lit(above)).and(col("fecha").gt_eq(from)));
    Ok(best_regions(sales.left_join(tables.table(Table::Clientes)?, col("user_id"), col("id"))))
}

/// Revenue, distinct users and mean ticket of each region, best first.
fn best_regions(sales: LazyFrame) -> LazyFrame {
    let best_first = nulls_last().with_order_descending_multi([true, false]);
    sales
        .group_by([col("region")])
        .agg([
            col("monto").sum().alias("revenue"),
            // `n_unique` alone would count null as a user.
            col("user_id").drop_nulls().n_unique().alias("usuarios_unicos"),
            col("monto").mean().alias("ticket_promedio"),
        ])
        .sort(["revenue", "region"], best_first)
}

fn haversine(tables: &Tables, above: f64) -> anyhow::Result<LazyFrame> {
    let square_of_half_sine = |angle: Expr| (angle.radians() / lit(2.0)).sin().pow(lit(2.0));
    let chord = square_of_half_sine(col("lat_destino") - col("lat_origen"))
        + col("lat_origen").radians().cos()
            * col("lat_destino").radians().cos()
            * square_of_half_sine(col("lon_destino") - col("lon_origen"));
    let km = lit(2.0 * EARTH_RADIUS_KM) * chord.sqrt().arcsin();
    let far =
        tables.table(Table::Entregas)?.select([km.alias("km")]).filter(col("km").gt(lit(above)));
    Ok(far.select([len().alias("entregas"), col("km").sum()]))
}

/// Finds the third largest amount of each region first and sorts only what is left, which takes
/// half the time of `top_k_by` with two columns and a fraction of that of sorting everything.
fn top_k(tables: &Tables, below: f64) -> anyhow::Result<LazyFrame> {
    let k = lit(TOP_K as u32);
    let smallest_in_top = col("monto").top_k(k.clone()).min().over([col("region")])?;
    let order = nulls_last().with_order_descending_multi([false, true, false]);
    // The best sale of a region has the smallest row number among those of the region.
    let place = col("row") - col("row").min().over([col("region")])? + lit(1);
    Ok(tables
        .ventas()?
        .filter(col("monto").lt(lit(below)))
        .filter(col("monto").gt_eq(smallest_in_top))
        .sort(["region", "monto", "id"], order)
        .with_row_index("row", None)
        .select([col("region"), place.alias("puesto"), col("id"), col("monto")])
        // Equal amounts can bring more than three sales this far.
        .filter(col("puesto").lt_eq(k)))
}

fn etl(tables: &Tables, above: f64) -> anyhow::Result<LazyFrame> {
    let sales = tables.ventas()?.filter(col("monto").gt(lit(above)));
    let days = sales
        .group_by([col("fecha")])
        .agg([len().cast(DataType::Int64).alias("ventas"), col("monto").sum().alias("revenue")]);
    Ok(days.sort(["fecha"], SortMultipleOptions::default()))
}

fn nulls_last() -> SortMultipleOptions {
    SortMultipleOptions::default().with_nulls_last(true)
}
