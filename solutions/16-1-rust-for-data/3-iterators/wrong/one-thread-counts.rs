//! fails: words_are_counted_on_several_threads
//! hint_en: A loop over `lines` stays on the thread that starts it, whatever the pool. Begin with
//! `lines.par_iter()`: then Rayon can give parts of it to other threads.
//! hint_es: Un bucle sobre `lines` se queda en el hilo que lo empieza, sea cual sea el grupo de hilos.
//! Empieza con `lines.par_iter()`: así Rayon puede repartir partes a otros hilos.

fn par_word_count(lines: &[String]) -> HashMap<String, u64> {
    // solution:begin par_word_count
    let mut counts = HashMap::new();
    for word in lines.iter().flat_map(|line| line.split_whitespace()) {
        *counts.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    counts
    // solution:end
}
