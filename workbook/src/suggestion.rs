//! "Did you mean ...?"

/// The candidate that `word` was meant to be, if one slip of the fingers explains the difference.
pub(crate) fn closest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase().replace('-', ".");
    candidates.into_iter().find(|known| strsim::damerau_levenshtein(&word, known) <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_understood() {
        let known = ["16.1.3", "16.3.1", "hint", "run"];
        assert_eq!(closest("16.3.2", known), Some("16.3.1"));
        assert_eq!(closest("16-1-3", known), Some("16.1.3"));
        assert_eq!(closest("HNIT", known), Some("hint"));
        assert_eq!(closest("16.9.9", known), None);
    }
}
