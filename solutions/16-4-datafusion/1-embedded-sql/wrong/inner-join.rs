//! fails: sales_of_unknown_customers_are_a_group
//! hint_en: An inner join drops the sales whose user is not on file, or who have no user at all. Keep
//! every sale with a `LEFT JOIN`; its region is null then.
//! hint_es: Un join interno descarta las ventas cuyo usuario no tiene ficha, o que no tienen usuario.
//! Conserva todas las ventas con un `LEFT JOIN`; su región será entonces nula.

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
        FROM recent INNER JOIN on_file ON user_id = id
        WHERE monto > 0 AND NOT isnan(monto)
        GROUP BY region
        ORDER BY revenue DESC, region NULLS LAST";
    let since = datafusion::scalar::ScalarValue::Date32(Some(since));
    ctx.sql(sql).await?.with_param_values(vec![since])
    // solution:end
}
