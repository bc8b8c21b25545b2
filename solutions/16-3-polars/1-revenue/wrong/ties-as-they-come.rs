//! fails: equal_revenues_are_ordered_by_region
//! hint_en: Groups come in any order, and a sort by revenue alone leaves equal revenues in it. Give the
//! sort a second key, with its own direction: `with_order_descending_multi([true, false])`.
//! hint_es: Los grupos llegan en cualquier orden, y ordenar solo por ingresos lo conserva en los
//! empates. Da una segunda clave, con su propia dirección: `with_order_descending_multi([true, false])`.

fn revenue_plan(path: &str, query: &RevenueQuery) -> PolarsResult<LazyFrame> {
    // solution:begin revenue_plan
    let monto = col("monto").cast(DataType::Float64);
    let order = SortMultipleOptions::default().with_order_descending(true);
    let sales = LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default())?;
    Ok(sales
        .filter(monto.clone().gt(lit(query.min_amount)).and(monto.clone().is_not_nan()))
        .group_by([col("region").cast(DataType::String)])
        .agg([
            monto.clone().sum().alias("revenue"),
            col("user_id").drop_nulls().n_unique().alias("unique_users"),
            monto.mean().alias("avg_ticket"),
        ])
        .sort(["revenue"], order))
    // solution:end
}
