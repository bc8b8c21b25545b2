//! fails: numbers_of_every_type_become_float64
//! hint_en: `Signature::numeric` makes the four arguments alike and refuses texts, but four integers stay
//! integers. `Signature::exact(vec![DataType::Float64; 4], ...)` has them converted to Float64.
//! hint_es: `Signature::numeric` iguala los cuatro argumentos y rechaza los textos, pero cuatro enteros
//! siguen siendo enteros. Con `Signature::exact(vec![DataType::Float64; 4], ...)` llegan como Float64.

impl Haversine {
    fn new() -> Self {
        // solution:begin new
        Self { signature: Signature::numeric(4, Volatility::Immutable) }
        // solution:end
    }
}
