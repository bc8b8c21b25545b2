//! fails: duckdb_and_spark_have_words_of_their_own
//! hint_en: A conversion to an integer does not mean the same everywhere: Spark cuts the fraction off,
//! DuckDB rounds, and -3.5 becomes -4. DuckDB divides integers with `//`.
//! hint_es: Convertir a entero no significa lo mismo en todas partes: Spark corta los decimales, DuckDB
//! redondea, y -3.5 pasa a ser -4. DuckDB divide enteros con `//`.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::IntDiv(a, b) => {
            // solution:begin int_div
            match engine {
                Engine::DataFusion => format!("(({a}) / ({b}))"),
                Engine::DuckDb => format!("CAST(({a}) / ({b}) AS BIGINT)"),
                Engine::Spark => format!("(({a}) DIV ({b}))"),
            }
            // solution:end
        }
    }
}
