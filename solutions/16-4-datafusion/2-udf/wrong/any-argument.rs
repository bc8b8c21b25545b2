//! fails: what_is_no_number_is_refused_by_the_planner
//! hint_en: `Signature::any` accepts every type and converts none: texts pass the planner, and integers
//! arrive as integers. Say which types the function takes: `Signature::exact`.
//! hint_es: `Signature::any` acepta cualquier tipo y no convierte ninguno: los textos pasan el planificador
//! y los enteros llegan como enteros. Di qué tipos acepta la función: `Signature::exact`.

impl Haversine {
    fn new() -> Self {
        // solution:begin new
        Self { signature: Signature::any(4, Volatility::Immutable) }
        // solution:end
    }
}
