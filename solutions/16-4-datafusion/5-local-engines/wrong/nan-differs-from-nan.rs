//! fails: cells_agree_across_engines
//! hint_en: NaN is not equal to NaN, and no difference with it is small, so your comparison calls two
//! right answers different. Ask for `is_nan` on both sides.
//! hint_es: NaN no es igual a NaN, y ninguna diferencia con él es pequeña: tu comparación llama
//! distintas a dos respuestas correctas. Pregunta por `is_nan` en los dos lados.

fn same_cell(expected: &Cell, found: &Cell) -> bool {
    // solution:begin same_cell
    let close = |a: f64, b: f64| {
        let difference = (a - b).abs() / a.abs().max(b.abs());
        a == b || difference <= 1e-9
    };
    match (expected, found) {
        (Cell::Float(a), Cell::Float(b)) => close(*a, *b),
        (Cell::Float(a), Cell::Int(b)) | (Cell::Int(b), Cell::Float(a)) => close(*a, *b as f64),
        _ => expected == found,
    }
    // solution:end
}
