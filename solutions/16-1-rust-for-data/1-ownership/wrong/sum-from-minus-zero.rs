//! fails: an_empty_sum_is_positive_zero
//! hint_en: `Iterator::sum` of floats starts at -0.0, the number that changes nothing when it is
//! added, so the sum of no values is -0.0. Start from 0.0 yourself with a loop or `fold`.
//! hint_es: `Iterator::sum` con flotantes empieza en -0.0, el número que no cambia nada al sumarse; por
//! eso la suma de ningún valor es -0.0. Empieza tú en 0.0, con un bucle o con `fold`.

fn sum_borrowed(values: &[f64]) -> f64 {
    // solution:begin sum_borrowed
    values.iter().sum()
    // solution:end
}
