//! fails: the_largest_sales_come_first_and_null_last
//! hint_en: `NOT isnan(monto)` is neither true nor false if `monto` is null, and WHERE keeps only what is
//! true: the sales without an amount are gone. Ask for them: `monto IS NULL OR NOT isnan(monto)`.
//! hint_es: Si `monto` es nulo, `NOT isnan(monto)` no es ni verdadero ni falso, y WHERE solo conserva lo
//! verdadero: las ventas sin importe desaparecen. Pídelas: `monto IS NULL OR NOT isnan(monto)`.

async fn largest_sales_plan(ctx: &SessionContext, region: &str, limit: usize) -> Result<DataFrame> {
    // solution:begin largest_sales_plan
    let sql = "
        SELECT id, monto FROM ventas
        WHERE region = $1 AND NOT isnan(monto)
        ORDER BY monto DESC NULLS LAST, id
        LIMIT $2";
    let parameters: Vec<datafusion::scalar::ScalarValue> =
        vec![region.into(), (limit as i64).into()];
    ctx.sql(sql).await?.with_param_values(parameters)
    // solution:end
}
