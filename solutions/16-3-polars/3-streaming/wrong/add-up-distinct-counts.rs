//! fails: users_in_several_chunks_count_once
//! hint_en: Distinct counts cannot be added up: a user who bought in two chunks counts twice. The state
//! has to say which users there were, not how many.
//! hint_es: Los recuentos de valores distintos no se pueden sumar: un usuario que compró en dos partes
//! cuenta dos veces. El estado tiene que decir qué usuarios hubo, no cuántos.

fn partial(sales: DataFrame) -> PolarsResult<DataFrame> {
    // solution:begin partial
    let state = sales.lazy().filter(counts()).group_by([col("region")]).agg([
        col("monto").sum().alias("revenue"),
        len().cast(DataType::UInt64).alias("sales"),
        col("user_id").drop_nulls().n_unique().alias("unique_users"),
    ]);
    state.collect()
    // solution:end
}

fn merge(left: DataFrame, right: DataFrame) -> PolarsResult<DataFrame> {
    // solution:begin merge
    let both = concat([left.lazy(), right.lazy()], UnionArgs::default())?;
    let state = both.group_by([col("region")]).agg([
        col("revenue").sum(),
        col("sales").sum(),
        col("unique_users").sum(),
    ]);
    state.collect()
    // solution:end
}

fn finish(state: DataFrame) -> PolarsResult<DataFrame> {
    // solution:begin finish
    let regions = state.lazy();
    regions.with_column((col("revenue") / col("sales")).alias("avg_ticket")).collect()
    // solution:end
}
