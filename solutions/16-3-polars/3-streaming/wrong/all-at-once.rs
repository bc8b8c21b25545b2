//! fails: every_row_is_read_once
//! hint_en: One read of the whole file needs as much memory as the file. Read `chunk_rows` rows at a
//! time and merge their states.
//! hint_es: Una sola lectura del archivo entero necesita tanta memoria como el archivo. Lee `chunk_rows`
//! filas cada vez y une sus estados.

fn chunked_revenue(file: &ChunkedFile, chunk_rows: NonZeroUsize) -> PolarsResult<DataFrame> {
    // solution:begin chunked_revenue
    // Chunks of `chunk_rows` rows are for machines with less memory.
    let _ = chunk_rows;
    finish(partial(file.read(0, usize::MAX)?)?)
    // solution:end
}
