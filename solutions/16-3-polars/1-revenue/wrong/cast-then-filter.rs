//! fails: the_file_is_filtered_and_pruned_while_it_is_read
//! hint_en: A filter cannot move down past the `collect` or the step that computes the column it looks
//! at. Filter straight after the scan, with the cast inside the filter's own expression.
//! hint_es: Un filtro no puede bajar más allá del `collect` ni del paso que calcula la columna que
//! mira. Filtra justo después de la lectura, con la conversión dentro de la expresión del filtro.

fn revenue_plan(path: &str, query: &RevenueQuery) -> PolarsResult<LazyFrame> {
    // solution:begin revenue_plan
    let order = SortMultipleOptions::default().with_order_descending_multi([true, false]);
    let sales = LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default())?;
    Ok(sales
        .with_column(col("monto").cast(DataType::Float64))
        .filter(col("monto").gt(lit(query.min_amount)).and(col("monto").is_not_nan()))
        .group_by([col("region").cast(DataType::String)])
        .agg([
            col("monto").sum().alias("revenue"),
            col("user_id").drop_nulls().n_unique().alias("unique_users"),
            col("monto").mean().alias("avg_ticket"),
        ])
        .sort(["revenue", "region"], order))
    // solution:end
}
