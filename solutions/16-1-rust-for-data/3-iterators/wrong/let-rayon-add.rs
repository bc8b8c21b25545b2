//! fails: parallel_sums_have_the_same_bits_on_any_number_of_threads
//! hint_en: Rayon cuts the data where idle threads ask for it, so the order of the additions changes
//! from run to run, and with it the rounding. Fix the pieces with `par_chunks` and add their sums in
//! order.
//! hint_es: Rayon corta los datos donde lo pide un hilo libre; el orden de las sumas cambia en cada
//! ejecución y, con él, el redondeo. Fija los trozos con `par_chunks` y suma sus totales en orden.

fn par_pipeline(data: &[f64], threshold: f64, chunk: NonZeroUsize) -> f64 {
    // solution:begin par_pipeline
    let pieces = data.par_chunks(chunk.get());
    pieces.map(|piece| pipeline(piece, threshold)).sum::<f64>() + 0.0
    // solution:end
}
