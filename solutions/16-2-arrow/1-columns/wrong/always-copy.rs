//! fails: memory_without_other_owners_is_used_again
//! hint_en: The kernels read their input and write into new memory, even if nobody will use the input
//! again. `unary_mut` takes the array itself, and changes it in place if it is the only owner.
//! hint_es: Los kernels leen su entrada y escriben en memoria nueva, aunque nadie vuelva a usar la
//! entrada. `unary_mut` se queda con el array y lo cambia en su sitio si es el único dueño.

fn scale_reusing_allocation(array: Float64Array, factor: f64) -> Float64Array {
    // solution:begin scale_reusing_allocation
    array.unary(|value| value * factor)
    // solution:end
}
