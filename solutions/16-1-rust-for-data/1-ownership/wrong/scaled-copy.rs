//! fails: a_moved_column_stays_where_it_is
//! hint_en: `iter()` borrows the column, so `collect` has to build a second one for the results. You own
//! `values`: bind it to a mutable variable, change it in place and return it.
//! hint_es: `iter()` solo toma prestada la columna, así que `collect` tiene que construir otra para los
//! resultados. `values` es tuyo: asígnalo a una variable mutable, cámbialo ahí mismo y devuélvelo.

fn into_scaled(values: Vec<f64>, factor: f64) -> Vec<f64> {
    // solution:begin into_scaled
    values.iter().map(|value| value * factor).collect()
    // solution:end
}
