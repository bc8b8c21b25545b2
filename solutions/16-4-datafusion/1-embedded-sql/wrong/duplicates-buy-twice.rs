//! fails: customers_listed_twice_do_not_double_the_revenue
//! hint_en: A join gives a row for every pair that matches: a customer with two rows in `clientes`
//! doubles the sales, and `DISTINCT` only removes rows that are equal. Group by `id` before the join.
//! hint_es: Un join da una fila por cada pareja que coincide: un cliente con dos filas en `clientes`
//! duplica las ventas, y `DISTINCT` solo quita filas idénticas. Agrupa por `id` antes de unir.

async fn revenue_plan(ctx: &SessionContext, since: i32) -> Result<DataFrame> {
    // solution:begin revenue_plan
    let sql = "
        WITH recent AS (
            SELECT user_id, CAST(monto AS DOUBLE) AS monto FROM ventas WHERE fecha >= $1
        ), on_file AS (
            SELECT DISTINCT id, region FROM clientes
        )
        SELECT region,
               SUM(monto) AS revenue,
               COUNT(DISTINCT user_id) AS unique_users,
               AVG(monto) AS avg_ticket
        FROM recent LEFT JOIN on_file ON user_id = id
        WHERE monto > 0 AND NOT isnan(monto)
        GROUP BY region
        ORDER BY revenue DESC, region NULLS LAST";
    let since = datafusion::scalar::ScalarValue::Date32(Some(since));
    ctx.sql(sql).await?.with_param_values(vec![since])
    // solution:end
}
