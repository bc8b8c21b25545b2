//! "Did you mean ...?"

/// The candidate that is most like `word`, if any is close.
pub(crate) fn closest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    let scored =
        candidates.into_iter().map(|known| (strsim::damerau_levenshtein(&word, known), known));
    // Two slips of the fingers in a word of six.
    scored.filter(|&(slips, _)| slips <= 2).min_by_key(|&(slips, _)| slips).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_of_several() {
        let known = ["16.1.3", "16.3.1", "hint", "run"];
        assert_eq!(closest("16.3.2", known), Some("16.3.1"));
        assert_eq!(closest("16-1-3", known), Some("16.1.3"));
        assert_eq!(closest("HNIT", known), Some("hint"));
        assert_eq!(closest("polars", known), None);
    }
}
