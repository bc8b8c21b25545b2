//! fails: sums_may_differ_in_their_last_digits
//! hint_en: A fixed difference is too strict for millions and too generous for millionths. Allow 1 part
//! in 10^9 of the greater of the two numbers.
//! hint_es: Una diferencia fija es demasiado estricta con millones y demasiado generosa con millonésimas.
//! Admite 1 parte en 10^9 del mayor de los dos números.

fn agree(a: &Value, b: &Value) -> bool {
    // solution:begin agree
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => {
            a == b || (a - b).abs() <= 1e-9 || (a.is_nan() && b.is_nan())
        }
        _ => a == b,
    }
    // solution:end
}
