//! fails: sums_may_differ_in_their_last_digits
//! hint_en: Each executor adds up a part of the rows, and the parts arrive in any order: the last bits
//! of a sum of floats change from run to run. Allow a small relative difference.
//! hint_es: Cada ejecutor suma una parte de las filas, y las partes llegan en cualquier orden: los últimos
//! bits de una suma de flotantes cambian de una ejecución a otra. Admite una pequeña diferencia relativa.

fn agree(a: &Value, b: &Value) -> bool {
    // solution:begin agree
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
        _ => a == b,
    }
    // solution:end
}
