//! fails: words_meet_in_lower_case_in_every_alphabet
//! hint_en: `to_ascii_lowercase` changes A to Z and nothing else: `AÑO` becomes `aÑo`. Use
//! `to_lowercase`, which knows every alphabet.
//! hint_es: `to_ascii_lowercase` cambia de la A a la Z y nada más: `AÑO` se queda en `aÑo`. Usa
//! `to_lowercase`, que conoce todos los alfabetos.

fn par_word_count(lines: &[String]) -> HashMap<String, u64> {
    // solution:begin par_word_count
    let words = lines.par_iter().flat_map_iter(|line| line.split_whitespace());
    words
        .fold(HashMap::new, |mut counts, word| {
            *counts.entry(word.to_ascii_lowercase()).or_insert(0) += 1;
            counts
        })
        .reduce(HashMap::new, |mut left, right| {
            for (word, count) in right {
                *left.entry(word).or_insert(0) += count;
            }
            left
        })
    // solution:end
}
