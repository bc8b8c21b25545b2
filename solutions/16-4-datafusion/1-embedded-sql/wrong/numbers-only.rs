//! fails: amounts_and_regions_of_any_type_give_the_same_answer
//! hint_en: The sum has the type that the file has, and text has no sum. Convert `monto` before anything
//! else: `CAST(monto AS DOUBLE)`.
//! hint_es: La suma tiene el tipo que traiga el archivo, y el texto no se suma. Convierte `monto` antes
//! que nada: `CAST(monto AS DOUBLE)`.

async fn revenue_plan(ctx: &SessionContext, since: i32) -> Result<DataFrame> {
    // solution:begin revenue_plan
    let sql = "
        WITH recent AS (
            SELECT user_id, monto AS monto FROM ventas WHERE fecha >= $1
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
        ORDER BY revenue DESC, region NULLS LAST";
    let since = datafusion::scalar::ScalarValue::Date32(Some(since));
    ctx.sql(sql).await?.with_param_values(vec![since])
    // solution:end
}
