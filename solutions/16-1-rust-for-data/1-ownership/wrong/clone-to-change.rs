//! fails: a_moved_column_stays_where_it_is
//! hint_en: `clone` copies every value. It silences the compiler at the price of a second column. A
//! move needs no permission: `let mut scaled = values;`.
//! hint_es: `clone` copia todos los valores. Calla al compilador a cambio de una segunda columna. Mover
//! no necesita permiso: `let mut scaled = values;`.

fn into_scaled(values: Vec<f64>, factor: f64) -> Vec<f64> {
    // solution:begin into_scaled
    let mut scaled = values.clone();
    scale_in_place(&mut scaled, factor);
    scaled
    // solution:end
}
