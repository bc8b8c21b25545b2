//! fails: quotients_and_months_are_as_asked
//! hint_en: `yyyy-MM` is a pattern of Spark. DataFusion takes patterns of `strftime`, and returns all
//! other characters as they are: every month is called `yyyy-MM`. Its pattern is `%Y-%m`.
//! hint_es: `yyyy-MM` es un patrón de Spark. DataFusion usa los de `strftime` y devuelve tal cual los
//! demás caracteres: todos los meses se llaman `yyyy-MM`. Su patrón es `%Y-%m`.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::Month(date) => {
            // solution:begin month
            match engine {
                Engine::DataFusion => format!("date_format({date}, 'yyyy-MM')"),
                Engine::DuckDb => format!("strftime({date}, '%Y-%m')"),
                Engine::Spark => format!("date_format({date}, 'yyyy-MM')"),
            }
            // solution:end
        }
    }
}
