//! fails: reduce_goes_from_left_to_right
//! hint_en: There is no first item in an empty slice. That is what the identity is for: begin with it,
//! and an empty column has a result like any other.
//! hint_es: En un slice vacío no hay primer elemento. Para eso está la identidad: empieza por ella y una
//! columna vacía tendrá su resultado como cualquier otra.

fn reduce<T: Aggregate>(items: &[T]) -> T {
    // solution:begin reduce
    let mut total = items[0].combine(&T::identity());
    for item in &items[1..] {
        total = total.combine(item);
    }
    total
    // solution:end
}

fn reduce_chunked<T: Aggregate>(items: &[T], chunk: usize) -> T {
    // solution:begin reduce_chunked
    let mut total = T::identity();
    for piece in items.chunks(chunk.max(1)) {
        total = total.combine(&reduce(piece));
    }
    total
    // solution:end
}
