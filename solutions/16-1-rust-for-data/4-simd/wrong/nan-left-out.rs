//! fails: nan_and_infinity_reach_the_result
//! hint_en: Leaving NaN out is what pandas does by default. Here NaN has to reach the result, as it
//! does if you add it like any other value.
//! hint_es: Saltarse los NaN es lo que hace pandas por defecto. Aquí el NaN debe llegar al
//! resultado, y llega si lo sumas como cualquier otro valor.

fn sum_scalar(data: &[f64]) -> f64 {
    // solution:begin sum_scalar
    data.iter().filter(|x| !x.is_nan()).fold(0.0, |sum, x| sum + x)
    // solution:end
}
