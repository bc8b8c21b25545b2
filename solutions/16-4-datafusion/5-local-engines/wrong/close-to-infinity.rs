//! fails: cells_agree_across_engines
//! hint_en: A billionth of an infinity is an infinity, so your tolerance allows any difference from it.
//! Divide the difference by the larger of the two instead: infinity by infinity is NaN, and NaN is not
//! small.
//! hint_es: La milmillonésima parte de un infinito es un infinito, y tu tolerancia permite cualquier
//! diferencia con él. Divide mejor la diferencia entre el mayor de los dos: infinito entre infinito es
//! NaN, y NaN no es pequeño.

fn same_cell(expected: &Cell, found: &Cell) -> bool {
    // solution:begin same_cell
    let close = |a: f64, b: f64| {
        let tolerance = 1e-9 * a.abs().max(b.abs());
        a == b || (a - b).abs() <= tolerance || (a.is_nan() && b.is_nan())
    };
    match (expected, found) {
        (Cell::Float(a), Cell::Float(b)) => close(*a, *b),
        (Cell::Float(a), Cell::Int(b)) | (Cell::Int(b), Cell::Float(a)) => close(*a, *b as f64),
        _ => expected == found,
    }
    // solution:end
}
