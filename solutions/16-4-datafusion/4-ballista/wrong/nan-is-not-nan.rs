//! fails: null_and_nan_agree_with_themselves_alone
//! hint_en: `NaN == NaN` is false, and its difference from anything is NaN, which is not small either:
//! rows with NaN never find a partner. Ask both cells with `is_nan`.
//! hint_es: `NaN == NaN` es falso, y su diferencia con cualquier número es NaN, que tampoco es pequeño: las
//! filas con NaN nunca encuentran pareja. Pregunta a las dos celdas con `is_nan`.

fn agree(a: &Value, b: &Value) -> bool {
    // solution:begin agree
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => {
            a == b || (a - b).abs() / a.abs().max(b.abs()) <= 1e-9
        }
        _ => a == b,
    }
    // solution:end
}
