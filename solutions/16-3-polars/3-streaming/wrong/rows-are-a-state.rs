//! fails: states_do_not_grow_with_the_sales
//! hint_en: Here the state of one chunk has a row for each sale, so it is as large as the chunk. Group already
//! in `partial`: one row for each region and user.
//! hint_es: Aquí el estado de una parte tiene una fila por venta: es tan grande como la parte. Agrupa ya en
//! `partial`: una fila por cada región y usuario.

fn partial(sales: DataFrame) -> PolarsResult<DataFrame> {
    // solution:begin partial
    let state = sales.lazy().filter(counts()).select([
        col("region"),
        col("user_id"),
        col("monto").alias("revenue"),
        lit(1_u64).alias("sales"),
    ]);
    state.collect()
    // solution:end
}
