//! fails: quotients_and_months_are_as_asked
//! hint_en: Floats may be divided by 0: in DataFusion and DuckDB the quotient is an infinity or NaN, and
//! Spark reports an error. `NULLIF(..., 0)` makes null of a divisor that is 0.
//! hint_es: Los flotantes se pueden dividir entre 0: en DataFusion y DuckDB el cociente es infinito o
//! NaN, y Spark da un error. `NULLIF(..., 0)` convierte en nulo un divisor que es 0.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::Ratio(a, b) => {
            // solution:begin ratio
            format!("(CAST(({a}) AS DOUBLE) / ({b}))")
            // solution:end
        }
    }
}
