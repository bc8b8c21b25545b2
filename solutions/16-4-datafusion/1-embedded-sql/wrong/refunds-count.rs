//! fails: revenue_agrees_with_exact_sums
//! hint_en: Refunds are sales with a negative amount, and some amounts are 0. Both would lower the mean:
//! only what is above 0 counts.
//! hint_es: Las devoluciones son ventas con importe negativo, y hay importes de 0. Unas y otros bajarían la
//! media: solo cuenta lo que es mayor que 0.

async fn revenue_plan(ctx: &SessionContext, since: i32) -> Result<DataFrame> {
    // solution:begin revenue_plan
    let sql = "
        WITH recent AS (
            SELECT user_id, CAST(monto AS DOUBLE) AS monto FROM ventas WHERE fecha >= $1
        ), on_file AS (
            SELECT id, MIN(region) AS region FROM clientes GROUP BY id
        )
        SELECT region,
               SUM(monto) AS revenue,
               COUNT(DISTINCT user_id) AS unique_users,
               AVG(monto) AS avg_ticket
        FROM recent LEFT JOIN on_file ON user_id = id
        WHERE monto IS NOT NULL AND NOT isnan(monto)
        GROUP BY region
        ORDER BY revenue DESC, region NULLS LAST";
    let since = datafusion::scalar::ScalarValue::Date32(Some(since));
    ctx.sql(sql).await?.with_param_values(vec![since])
    // solution:end
}
