//! fails: nan_amounts_do_not_spoil_the_revenue
//! hint_en: Polars holds NaN to be above every number, so `monto > 0` lets it pass, and one NaN makes
//! the sum of its region NaN. Say in the filter that it may not be NaN: `is_not_nan()`.
//! hint_es: Para Polars, NaN es mayor que cualquier número: `monto > 0` lo deja pasar, y un solo NaN
//! convierte en NaN la suma de su región. Exige en el filtro que no sea NaN: `is_not_nan()`.

fn revenue_plan(path: &str, query: &RevenueQuery) -> PolarsResult<LazyFrame> {
    // solution:begin revenue_plan
    let monto = col("monto").cast(DataType::Float64);
    let order = SortMultipleOptions::default().with_order_descending_multi([true, false]);
    let sales = LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default())?;
    Ok(sales
        .filter(monto.clone().gt(lit(query.min_amount)))
        .group_by([col("region").cast(DataType::String)])
        .agg([
            monto.clone().sum().alias("revenue"),
            col("user_id").drop_nulls().n_unique().alias("unique_users"),
            monto.mean().alias("avg_ticket"),
        ])
        .sort(["revenue", "region"], order))
    // solution:end
}
