//! fails: quotients_and_months_are_as_asked
//! hint_en: The arguments are expressions. Without parentheses, `a + c` divided by `b - c` becomes `a +
//! c / b - c`, and SQL divides first.
//! hint_es: Los argumentos son expresiones. Sin paréntesis, `a + c` entre `b - c` se convierte en `a + c
//! / b - c`, y SQL divide primero.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::IntDiv(a, b) => {
            // solution:begin int_div
            match engine {
                Engine::DataFusion => format!("({a} / {b})"),
                Engine::DuckDb => format!("({a} // {b})"),
                Engine::Spark => format!("({a} DIV {b})"),
            }
            // solution:end
        }
    }
}
