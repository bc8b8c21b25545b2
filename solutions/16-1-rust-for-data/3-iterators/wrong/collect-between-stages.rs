//! fails: fused_sums_allocate_nothing
//! hint_en: Every `collect` builds a whole `Vec` before the next stage starts. Adapters hand over one
//! value at a time: leave out the `collect` and chain the next adapter directly.
//! hint_es: Cada `collect` construye un `Vec` entero antes de que empiece la etapa siguiente. Los
//! adaptadores se pasan los valores de uno en uno: quita el `collect` y encadena el siguiente.

fn pipeline(data: &[f64], threshold: f64) -> f64 {
    // solution:begin pipeline
    let kept: Vec<f64> = data.iter().copied().filter(|&x| x > threshold).collect();
    kept.iter().map(|x| x * 2.0).fold(0.0, |sum, x| sum + x)
    // solution:end
}
