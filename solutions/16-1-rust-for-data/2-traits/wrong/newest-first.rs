//! fails: reduce_goes_from_left_to_right
//! hint_en: `item.combine(&total)` puts each new item in front of what came before. With integers nobody
//! notices; with text the order is reversed. The laws say nothing about swapping the two sides.
//! hint_es: `item.combine(&total)` pone cada elemento nuevo delante de lo anterior. Con enteros nadie lo
//! nota; con texto el orden sale al revés. Las leyes no dicen que se puedan intercambiar los dos lados.

fn reduce<T: Aggregate>(items: &[T]) -> T {
    // solution:begin reduce
    items.iter().fold(T::identity(), |total, item| item.combine(&total))
    // solution:end
}

fn reduce_chunked<T: Aggregate>(items: &[T], chunk: usize) -> T {
    // solution:begin reduce_chunked
    let mut result = T::identity();
    for piece in items.chunks(chunk.max(1)) {
        let sum = piece.iter().fold(T::identity(), |total, item| total.combine(item));
        result = result.combine(&sum);
    }
    result
    // solution:end
}
