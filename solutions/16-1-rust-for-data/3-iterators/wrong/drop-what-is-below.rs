//! fails: nan_is_above_nothing
//! hint_en: "Not at or below" and "above" differ for NaN: every comparison with NaN is false, so its
//! negation is true. Write the condition for what you keep: `x > threshold`.
//! hint_es: «No menor ni igual» y «mayor» no son lo mismo con NaN: toda comparación con NaN es falsa,
//! y su negación, verdadera. Escribe la condición de lo que conservas: `x > threshold`.

fn pipeline_select(data: &[f64], threshold: f64) -> f64 {
    // solution:begin pipeline_select
    data.iter().map(|&x| if x <= threshold { 0.0 } else { x * 2.0 }).fold(0.0, |sum, x| sum + x)
    // solution:end
}
