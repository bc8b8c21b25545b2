//! fails: equal_revenues_are_ordered_by_region
//! hint_en: Groups come in any order, and a sort by revenue alone leaves equal revenues in it. Give the
//! sort a second key: `ORDER BY revenue DESC, region`.
//! hint_es: Los grupos llegan en cualquier orden, y ordenar solo por ingresos lo conserva en los
//! empates. Da una segunda clave: `ORDER BY revenue DESC, region`.

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
        WHERE monto > 0 AND NOT isnan(monto)
        GROUP BY region
        ORDER BY revenue DESC";
    let since = datafusion::scalar::ScalarValue::Date32(Some(since));
    ctx.sql(sql).await?.with_param_values(vec![since])
    // solution:end
}
