//! fails: other_owners_see_no_change
//! hint_en: `unary_mut` gives the array back unchanged, as `Err`, if it has other owners. That is the
//! case in which a copy is needed: compute it with `unary`.
//! hint_es: `unary_mut` devuelve el array sin cambios, como `Err`, si tiene otros dueños. En ese caso
//! sí hace falta una copia: calcúlala con `unary`.

fn scale_reusing_allocation(array: Float64Array, factor: f64) -> Float64Array {
    // solution:begin scale_reusing_allocation
    array.unary_mut(|value| value * factor).unwrap_or_else(|shared| shared)
    // solution:end
}
