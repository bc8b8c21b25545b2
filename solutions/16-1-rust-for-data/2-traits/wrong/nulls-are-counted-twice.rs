//! fails: statistics_agree_with_a_loop
//! hint_en: `count` is the number of values that are there; those that are missing belong to `nulls`
//! alone. With nulls in both, `sum / count` is no mean.
//! hint_es: `count` es el número de valores presentes; los ausentes van solo en `nulls`. Con los nulos en
//! los dos, `sum / count` ya no es una media.

impl Stats {
    fn of(value: Option<f64>) -> Self {
        // solution:begin stats_of
        let number = value.filter(|value| !value.is_nan());
        let nulls = u64::from(value.is_none());
        let sum = value.unwrap_or(f64::identity());
        Self { count: 1, nulls, sum, min: number, max: number }
        // solution:end
    }
}
