//! fails: an_empty_sum_is_positive_zero
//! hint_en: `Iterator::sum` of floats starts at -0.0, so an empty slice gives -0.0. Start from 0.0
//! yourself, with `fold` or a loop.
//! hint_es: `Iterator::sum` con flotantes empieza en -0.0, y un slice vacío da -0.0. Empieza tú en
//! 0.0, con `fold` o con un bucle.

fn sum_scalar(data: &[f64]) -> f64 {
    // solution:begin sum_scalar
    data.iter().sum()
    // solution:end
}
