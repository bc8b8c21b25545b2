//! fails: what_is_missing_is_told_apart
//! hint_en: In SQL the sum of no rows is null and not 0, as it is in Polars and pandas. `COALESCE`
//! around the sum makes 0 of it.
//! hint_es: En SQL la suma de cero filas es nula, y no 0 como en Polars y pandas. Un `COALESCE`
//! alrededor de la suma la convierte en 0.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::SumOrZero(x) => {
            // solution:begin sum_or_zero
            format!("SUM(COALESCE({x}, 0))")
            // solution:end
        }
    }
}
