//! fails: a_region_is_a_value_and_never_sql
//! hint_en: A value that is pasted into the text becomes SQL: a quote in it ends the string, and the rest
//! is a query of the user's. Write `$1` in the text and pass the value with `with_param_values`.
//! hint_es: Un valor pegado en el texto pasa a ser SQL: una comilla cierra la cadena, y el resto es una
//! consulta del usuario. Escribe `$1` en el texto y pasa el valor con `with_param_values`.

async fn largest_sales_plan(ctx: &SessionContext, region: &str, limit: usize) -> Result<DataFrame> {
    // solution:begin largest_sales_plan
    let sql = format!(
        "SELECT id, monto FROM ventas
        WHERE (monto IS NULL OR NOT isnan(monto)) AND region = '{region}'
        ORDER BY monto DESC NULLS LAST, id
        LIMIT {limit}"
    );
    ctx.sql(&sql).await
    // solution:end
}
