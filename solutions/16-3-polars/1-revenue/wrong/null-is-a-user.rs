//! fails: a_null_user_is_nobody
//! hint_en: `n_unique` counts null as one more value, unlike `COUNT(DISTINCT ...)` in SQL. Take the
//! nulls out first: `col("user_id").drop_nulls().n_unique()`.
//! hint_es: `n_unique` cuenta el nulo como un valor más, a diferencia de `COUNT(DISTINCT ...)` en SQL.
//! Quita antes los nulos: `col("user_id").drop_nulls().n_unique()`.

fn revenue_plan(path: &str, query: &RevenueQuery) -> PolarsResult<LazyFrame> {
    // solution:begin revenue_plan
    let monto = col("monto").cast(DataType::Float64);
    let order = SortMultipleOptions::default().with_order_descending_multi([true, false]);
    let sales = LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default())?;
    Ok(sales
        .filter(monto.clone().gt(lit(query.min_amount)).and(monto.clone().is_not_nan()))
        .group_by([col("region").cast(DataType::String)])
        .agg([
            monto.clone().sum().alias("revenue"),
            col("user_id").n_unique().alias("unique_users"),
            monto.mean().alias("avg_ticket"),
        ])
        .sort(["revenue", "region"], order))
    // solution:end
}
