//! fails: null_and_nan_agree_with_themselves_alone
//! hint_en: A billionth of infinity is infinity: with that tolerance infinity agrees with every number.
//! Divide the difference by the greater number instead; infinity by infinity is NaN, which is not small.
//! hint_es: Una milmillonésima de infinito es infinito: con esa tolerancia el infinito coincide con todo.
//! Divide la diferencia por el mayor de los dos; infinito entre infinito es NaN, que no es pequeño.

fn agree(a: &Value, b: &Value) -> bool {
    // solution:begin agree
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => {
            let close = (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
            a == b || close || (a.is_nan() && b.is_nan())
        }
        _ => a == b,
    }
    // solution:end
}
