//! fails: pieces_are_reduced_on_their_own
//! hint_en: `chunks(0)` panics: it would never get anywhere. The task says that 0 counts as 1, and
//! `chunk.max(1)` says so in Rust.
//! hint_es: `chunks(0)` provoca un panic, porque nunca avanzaría. El enunciado dice que 0 cuenta como 1,
//! y en Rust eso se dice `chunk.max(1)`.

fn reduce_chunked<T: Aggregate>(items: &[T], chunk: usize) -> T {
    // solution:begin reduce_chunked
    let pieces: Vec<T> = items.chunks(chunk).map(reduce).collect();
    reduce(&pieces)
    // solution:end
}
