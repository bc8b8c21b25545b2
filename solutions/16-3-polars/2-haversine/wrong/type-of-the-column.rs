//! fails: demean_right_is_right_everywhere
//! hint_en: The mean of a Float32 column is a Float32, with seven digits, and so is the difference. What
//! was asked for is Float64: cast the values before you compute.
//! hint_es: La media de una columna Float32 es un Float32, con siete cifras, y la diferencia también. Se
//! pedía Float64: convierte los valores antes de calcular.

fn demean_right(values: Expr) -> Expr {
    // solution:begin demean_right
    values.clone() - values.mean()
    // solution:end
}
