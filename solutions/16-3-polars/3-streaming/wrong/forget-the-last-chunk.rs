//! fails: chunks_add_up_to_the_whole
//! hint_en: The last chunk is seldom a full one. A loop that runs while chunks are full leaves it out:
//! stop at the first chunk without rows instead.
//! hint_es: La última parte casi nunca está completa. Un bucle que sigue mientras las partes lo estén la
//! deja fuera: para en la primera parte sin filas.

fn chunked_revenue(file: &ChunkedFile, chunk_rows: NonZeroUsize) -> PolarsResult<DataFrame> {
    // solution:begin chunked_revenue
    let mut state = partial(file.read(0, 0)?)?;
    let mut end = 0;
    loop {
        let chunk = file.read(end, chunk_rows.get())?;
        if chunk.height() < chunk_rows.get() {
            return finish(state);
        }
        end += chunk.height();
        state = merge(state, partial(chunk)?)?;
    }
    // solution:end
}
