//! fails: an_empty_sum_is_positive_zero
//! hint_en: `Iterator::sum` of floats starts at -0.0, the number that changes nothing when added, so
//! an empty chain gives -0.0. Start from 0.0 yourself with `fold`, or add 0.0 to the result.
//! hint_es: `Iterator::sum` con flotantes empieza en -0.0, el número que no cambia nada al sumarse;
//! por eso una cadena vacía da -0.0. Empieza tú en 0.0 con `fold`, o suma 0.0 al resultado.

fn pipeline(data: &[f64], threshold: f64) -> f64 {
    // solution:begin pipeline
    data.iter().filter(|&&x| x > threshold).map(|x| x * 2.0).sum()
    // solution:end
}
