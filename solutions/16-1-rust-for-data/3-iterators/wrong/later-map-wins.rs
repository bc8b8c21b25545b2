//! fails: word_counts_agree_with_one_thread
//! hint_en: `extend` replaces the count of a word that both maps have. Merging two counts means adding
//! them, word by word.
//! hint_es: `extend` reemplaza la cuenta de una palabra que está en los dos mapas. Unir dos cuentas es
//! sumarlas, palabra por palabra.

fn par_word_count(lines: &[String]) -> HashMap<String, u64> {
    // solution:begin par_word_count
    lines
        .par_iter()
        .map(|line| {
            let mut counts = HashMap::new();
            for word in line.split_whitespace() {
                *counts.entry(word.to_lowercase()).or_insert(0) += 1;
            }
            counts
        })
        .reduce(HashMap::new, |mut left, right| {
            left.extend(right);
            left
        })
    // solution:end
}
