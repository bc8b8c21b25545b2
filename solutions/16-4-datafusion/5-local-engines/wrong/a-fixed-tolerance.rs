//! fails: cells_agree_across_engines
//! hint_en: A fixed tolerance is too strict for sums of millions and too lax for millionths. Divide the
//! difference by the larger of the two before you compare it.
//! hint_es: Una tolerancia fija es demasiado estricta para sumas de millones y demasiado laxa para
//! millonésimas. Divide la diferencia entre el mayor de los dos antes de compararla.

fn same_cell(expected: &Cell, found: &Cell) -> bool {
    // solution:begin same_cell
    let close = |a: f64, b: f64| {
        let difference = (a - b).abs();
        a == b || difference <= 1e-9 || (a.is_nan() && b.is_nan())
    };
    match (expected, found) {
        (Cell::Float(a), Cell::Float(b)) => close(*a, *b),
        (Cell::Float(a), Cell::Int(b)) | (Cell::Int(b), Cell::Float(a)) => close(*a, *b as f64),
        _ => expected == found,
    }
    // solution:end
}
