//! fails: cells_agree_across_engines
//! hint_en: You compare integers as floats, which hold 53 bits and allow for rounding: identifiers that
//! differ by 1 become the same. Two integers have to be equal.
//! hint_es: Comparas los enteros como flotantes, que tienen 53 bits y admiten redondeo: dos
//! identificadores que difieren en 1 pasan a ser el mismo. Dos enteros tienen que ser iguales.

fn same_cell(expected: &Cell, found: &Cell) -> bool {
    // solution:begin same_cell
    let close = |a: f64, b: f64| {
        let difference = (a - b).abs() / a.abs().max(b.abs());
        a == b || difference <= 1e-9 || (a.is_nan() && b.is_nan())
    };
    match (expected, found) {
        (Cell::Int(a), Cell::Int(b)) => close(*a as f64, *b as f64),
        (Cell::Float(a), Cell::Float(b)) => close(*a, *b),
        (Cell::Float(a), Cell::Int(b)) | (Cell::Int(b), Cell::Float(a)) => close(*a, *b as f64),
        _ => expected == found,
    }
    // solution:end
}
