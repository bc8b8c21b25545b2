//! fails: duckdb_and_spark_have_words_of_their_own
//! hint_en: You write the integer quotient as `/` for all engines. It runs on all of them, and DuckDB
//! and Spark make a float of it: -3.5 instead of -3. In DuckDB whole division is `//`, in Spark `DIV`.
//! hint_es: Escribes el cociente entero como `/` para todos los motores. Funciona en todos, pero DuckDB
//! y Spark dan un decimal: -3.5 en vez de -3. La división entera es `//` en DuckDB y `DIV` en Spark.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::IntDiv(a, b) => {
            // solution:begin int_div
            format!("(({a}) / ({b}))")
            // solution:end
        }
    }
}
