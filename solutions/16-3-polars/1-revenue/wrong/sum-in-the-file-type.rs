//! fails: amounts_of_any_numeric_type_give_the_same_answer
//! hint_en: A sum has the type of its column: Float32 amounts are added up with seven digits, and
//! integers give an integer column. Cast `monto` to Float64 before you add it up.
//! hint_es: Una suma tiene el tipo de su columna: los importes Float32 se suman con siete cifras, y los
//! enteros dan una columna de enteros. Convierte `monto` a Float64 antes de sumarlo.

fn revenue_plan(path: &str, query: &RevenueQuery) -> PolarsResult<LazyFrame> {
    // solution:begin revenue_plan
    let monto = col("monto");
    let order = SortMultipleOptions::default().with_order_descending_multi([true, false]);
    let sales = LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default())?;
    Ok(sales
        .filter(monto.clone().gt(lit(query.min_amount)).and(monto.clone().is_not_nan()))
        .group_by([col("region").cast(DataType::String)])
        .agg([
            monto.clone().sum().alias("revenue"),
            col("user_id").drop_nulls().n_unique().alias("unique_users"),
            monto.mean().alias("avg_ticket"),
        ])
        .sort(["revenue", "region"], order))
    // solution:end
}
