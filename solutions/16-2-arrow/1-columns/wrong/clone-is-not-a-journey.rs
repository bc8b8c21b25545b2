//! fails: columns_cross_the_c_interface_without_a_copy
//! hint_en: Cloning the `Arc` shares the array inside Rust, where nothing is exported. Python knows
//! neither `Arc` nor `dyn Array`: it receives the C structs that `arrow::ffi::to_ffi` makes.
//! hint_es: Clonar el `Arc` comparte el array dentro de Rust, y no exporta nada. Python no conoce `Arc`
//! ni `dyn Array`: recibe las estructuras de C que crea `arrow::ffi::to_ffi`.

fn ffi_roundtrip(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    // solution:begin ffi_roundtrip
    Ok(Arc::clone(array))
    // solution:end
}
