//! fails: columns_without_memory_share_none
//! hint_en: An empty buffer has no memory, and its pointer is a placeholder that is equal for all empty
//! buffers. Leave out buffers whose `capacity()` is 0.
//! hint_es: Un buffer vacío no tiene memoria, y su puntero es un valor de relleno igual en todos los
//! buffers vacíos. Deja fuera los buffers cuya `capacity()` es 0.

fn shares_buffer(a: &dyn Array, b: &dyn Array) -> bool {
    // solution:begin shares_buffer
    let (a, b) = (a.to_data(), b.to_data());
    let starts = |data: &arrow::array::ArrayData| -> Vec<_> {
        data.buffers().iter().map(|buffer| buffer.data_ptr()).collect()
    };
    let of_b = starts(&b);
    starts(&a).iter().any(|start| of_b.contains(start))
    // solution:end
}
