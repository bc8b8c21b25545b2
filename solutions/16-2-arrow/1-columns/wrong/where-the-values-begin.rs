//! fails: shared_memory_is_recognized
//! hint_en: `as_ptr` is where the values of this array begin, which for a slice is somewhere inside the
//! allocation. `data_ptr` is where the allocation begins.
//! hint_es: `as_ptr` es donde empiezan los valores de este array, que en un slice es algún punto dentro
//! de la reserva de memoria. `data_ptr` es donde empieza la reserva.

fn shares_buffer(a: &dyn Array, b: &dyn Array) -> bool {
    // solution:begin shares_buffer
    let (a, b) = (a.to_data(), b.to_data());
    let with_memory = a.buffers().iter().filter(|buffer| buffer.capacity() > 0);
    with_memory.map(|buffer| buffer.as_ptr()).any(|start| {
        b.buffers().iter().any(|buffer| buffer.capacity() > 0 && buffer.as_ptr() == start)
    })
    // solution:end
}
