//! fails: calls_with_literals_are_computed_by_the_planner
//! hint_en: `Volatile` says that two calls with equal arguments may differ, as those of `random()` do. The
//! optimizer then computes every call anew. A distance depends on its arguments alone: `Immutable`.
//! hint_es: `Volatile` dice que dos llamadas con los mismos argumentos pueden diferir, como las de
//! `random()`. El optimizador calcula entonces cada llamada de nuevo. Una distancia depende solo de sus
//! argumentos: `Immutable`.

impl Haversine {
    fn new() -> Self {
        // solution:begin new
        Self { signature: Signature::exact(vec![DataType::Float64; 4], Volatility::Volatile) }
        // solution:end
    }
}
