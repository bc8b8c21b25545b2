//! fails: sales_of_unknown_customers_are_a_group
//! hint_en: Where the join found no customer, `id` is null, and COUNT ignores null: the users who are
//! not on file would be nobody. Count `user_id`, which comes from the sale.
//! hint_es: Donde el join no encontró ficha, `id` es nulo, y COUNT pasa por alto los nulos: los usuarios
//! sin ficha no serían nadie. Cuenta `user_id`, que viene de la venta.

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
               COUNT(DISTINCT id) AS unique_users,
               AVG(monto) AS avg_ticket
        FROM recent LEFT JOIN on_file ON user_id = id
        WHERE monto > 0 AND NOT isnan(monto)
        GROUP BY region
        ORDER BY revenue DESC, region NULLS LAST";
    let since = datafusion::scalar::ScalarValue::Date32(Some(since));
    ctx.sql(sql).await?.with_param_values(vec![since])
    // solution:end
}
