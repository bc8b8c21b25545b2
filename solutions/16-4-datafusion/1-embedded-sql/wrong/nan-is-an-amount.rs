//! fails: null_and_nan_amounts_do_not_count
//! hint_en: DataFusion holds NaN to be above every number, so `monto > 0` lets it pass, and one NaN makes
//! the sum of its region NaN. Say in the filter that it may not be NaN: `NOT isnan(monto)`.
//! hint_es: Para DataFusion, NaN es mayor que cualquier número: `monto > 0` lo deja pasar, y un solo NaN
//! convierte en NaN la suma de su región. Exige en el filtro que no lo sea: `NOT isnan(monto)`.

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
        WHERE monto > 0
        GROUP BY region
        ORDER BY revenue DESC, region NULLS LAST";
    let since = datafusion::scalar::ScalarValue::Date32(Some(since));
    ctx.sql(sql).await?.with_param_values(vec![since])
    // solution:end
}
