//! fails: nan_counts_and_is_no_number
//! hint_en: `f64::min` prefers a number to NaN, but a lone NaN has nothing to lose against: it stays as
//! `min` and `max`. Leave it out where it comes in, in `Stats::of`.
//! hint_es: `f64::min` prefiere un número a NaN, pero un NaN solo no tiene rival y se queda como `min` y
//! `max`. Déjalo fuera donde entra, en `Stats::of`.

impl Stats {
    fn of(value: Option<f64>) -> Self {
        // solution:begin stats_of
        match value {
            Some(value) => {
                Self { count: 1, nulls: 0, sum: value, min: Some(value), max: Some(value) }
            }
            None => Self { nulls: 1, ..Self::identity() },
        }
        // solution:end
    }
}
