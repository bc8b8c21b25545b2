//! fails: pieces_are_reduced_on_their_own
//! hint_en: This reduces the whole slice, whatever `chunk` says. For integers the result is the same,
//! which is the point of the laws; floats, which round, show that no pieces were made.
//! hint_es: Esto reduce el slice entero, diga lo que diga `chunk`. Con enteros el resultado es el mismo,
//! y para eso están las leyes; los flotantes, que redondean, delatan que no hubo trozos.

fn reduce_chunked<T: Aggregate>(items: &[T], chunk: usize) -> T {
    // solution:begin reduce_chunked
    let _ = chunk;
    reduce(items)
    // solution:end
}
