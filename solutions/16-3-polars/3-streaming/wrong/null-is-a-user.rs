//! fails: users_in_several_chunks_count_once
//! hint_en: For Polars null is a value like any other, and `n_unique` counts it, unlike COUNT(DISTINCT
//! ...) in SQL. Here null is nobody: `drop_nulls` before you count.
//! hint_es: Para Polars, nulo es un valor más, y `n_unique` lo cuenta, al contrario que COUNT(DISTINCT
//! ...) en SQL. Aquí nulo no es nadie: usa `drop_nulls` antes de contar.

fn finish(state: DataFrame) -> PolarsResult<DataFrame> {
    // solution:begin finish
    let regions = state.lazy().group_by([col("region")]).agg([
        col("revenue").sum(),
        col("sales").sum(),
        col("user_id").n_unique().alias("unique_users"),
    ]);
    regions.with_column((col("revenue") / col("sales")).alias("avg_ticket")).collect()
    // solution:end
}
