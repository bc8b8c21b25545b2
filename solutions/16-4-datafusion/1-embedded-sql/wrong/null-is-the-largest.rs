//! fails: the_largest_sales_come_first_and_null_last
//! hint_en: `ORDER BY monto DESC` puts null first in DataFusion, as in PostgreSQL, while Spark puts it
//! last. Say what you want: `DESC NULLS LAST`.
//! hint_es: `ORDER BY monto DESC` pone los nulos delante en DataFusion, como en PostgreSQL; Spark los
//! pone al final. Di lo que quieres: `DESC NULLS LAST`.

async fn largest_sales_plan(ctx: &SessionContext, region: &str, limit: usize) -> Result<DataFrame> {
    // solution:begin largest_sales_plan
    let sql = "
        SELECT id, monto FROM ventas
        WHERE region = $1 AND (monto IS NULL OR NOT isnan(monto))
        ORDER BY monto DESC, id
        LIMIT $2";
    let parameters: Vec<datafusion::scalar::ScalarValue> =
        vec![region.into(), (limit as i64).into()];
    ctx.sql(sql).await?.with_param_values(parameters)
    // solution:end
}
