//! fails: only_a_state_is_kept_between_chunks
//! hint_en: Reading in chunks saves nothing if the chunks are put together again: before the last one, all
//! rows are in memory. Turn each chunk into a state, merge it, and let the chunk go.
//! hint_es: Leer por partes no ahorra nada si después se vuelven a juntar: antes de la última, todas las
//! filas están en memoria. Convierte cada parte en un estado, únelo al anterior y suelta la parte.

fn chunked_revenue(file: &ChunkedFile, chunk_rows: NonZeroUsize) -> PolarsResult<DataFrame> {
    // solution:begin chunked_revenue
    let mut all = file.read(0, chunk_rows.get())?;
    loop {
        let chunk = file.read(all.height(), chunk_rows.get())?;
        if chunk.height() == 0 {
            return finish(partial(all)?);
        }
        all.vstack_mut(&chunk)?;
    }
    // solution:end
}
