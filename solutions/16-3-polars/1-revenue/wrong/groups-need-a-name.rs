//! fails: sales_without_region_are_a_group
//! hint_en: Dropping the sales without a region is what pandas does by default (`dropna=True`). SQL and
//! Polars keep null as a group of its own, and so does this exercise.
//! hint_es: Descartar las ventas sin región es lo que hace pandas por defecto (`dropna=True`). SQL y
//! Polars conservan el nulo como un grupo más, y este ejercicio también.

fn revenue_plan(path: &str, query: &RevenueQuery) -> PolarsResult<LazyFrame> {
    // solution:begin revenue_plan
    let monto = col("monto").cast(DataType::Float64);
    let order = SortMultipleOptions::default().with_order_descending_multi([true, false]);
    let sales = LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default())?;
    let counts = monto.clone().gt(lit(query.min_amount)).and(monto.clone().is_not_nan());
    Ok(sales
        .filter(counts.and(col("region").is_not_null()))
        .group_by([col("region").cast(DataType::String)])
        .agg([
            monto.clone().sum().alias("revenue"),
            col("user_id").drop_nulls().n_unique().alias("unique_users"),
            monto.mean().alias("avg_ticket"),
        ])
        .sort(["revenue", "region"], order))
    // solution:end
}
