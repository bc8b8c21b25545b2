//! fails: duckdb_and_spark_have_words_of_their_own
//! hint_en: In DuckDB and DataFusion `isnan` of null is null, in Spark it is false: there, your
//! condition says that null is a number. Ask for `IS NOT NULL` as well, and no default is left.
//! hint_es: En DuckDB y DataFusion, `isnan` de un nulo es nulo; en Spark es falso, y tu condición dice
//! allí que un nulo es un número. Pide además `IS NOT NULL` y no quedará nada por defecto.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::IsNumber(x) => {
            // solution:begin is_number
            match engine {
                Engine::DataFusion | Engine::DuckDb => format!("COALESCE(NOT isnan({x}), FALSE)"),
                Engine::Spark => format!("(NOT isnan({x}))"),
            }
            // solution:end
        }
    }
}
