//! fails: duckdb_and_spark_have_words_of_their_own
//! hint_en: `QUALIFY` is shorter, and DataFusion and DuckDB know it. Spark 4.1 does not: it reports a
//! syntax error. A query around `ROW_NUMBER()` with a `WHERE` works on all three.
//! hint_es: `QUALIFY` es más corto, y DataFusion y DuckDB lo conocen. Spark 4.1 no: da un error de
//! sintaxis. Una consulta alrededor de `ROW_NUMBER()` con un `WHERE` funciona en los tres.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::FirstRows { columns, table, group, order, limit } => {
            // solution:begin first_rows
            format!(
                "SELECT {columns} FROM {table} QUALIFY ROW_NUMBER() OVER (PARTITION BY {group} ORDER BY \
                 {order}) <= {limit}"
            )
            // solution:end
        }
    }
}
