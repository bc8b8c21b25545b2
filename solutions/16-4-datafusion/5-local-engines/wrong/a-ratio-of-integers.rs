//! fails: quotients_and_months_are_as_asked
//! hint_en: You divide two integers, and in DataFusion their quotient has no fraction. Make a float of
//! one of them before you divide.
//! hint_es: Divides dos enteros, y en DataFusion su cociente no tiene decimales. Convierte uno de los dos
//! en flotante antes de dividir.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::Ratio(a, b) => {
            // solution:begin ratio
            format!("(({a}) / NULLIF(({b}), 0))")
            // solution:end
        }
    }
}
