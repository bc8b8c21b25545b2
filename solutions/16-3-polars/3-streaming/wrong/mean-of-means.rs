//! fails: averages_weigh_every_sale
//! hint_en: The mean of several means is wrong unless all stand for equally many sales. Add up revenue
//! and sales first, and divide once, at the end.
//! hint_es: La media de varias medias es incorrecta, salvo que todas representen el mismo número de
//! ventas. Suma primero los ingresos y las ventas, y divide una sola vez, al final.

fn finish(state: DataFrame) -> PolarsResult<DataFrame> {
    // solution:begin finish
    let regions = state.lazy().group_by([col("region")]).agg([
        col("revenue").sum(),
        col("sales").sum(),
        col("user_id").drop_nulls().n_unique().alias("unique_users"),
        (col("revenue") / col("sales")).mean().alias("avg_ticket"),
    ]);
    regions.collect()
    // solution:end
}
