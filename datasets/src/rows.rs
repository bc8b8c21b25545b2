//! Row counts as people write them.

/// Reads `123456`, `1_000_000`, `250k`, `1M`, `1.5M`, `2G` or `1e6`.
///
/// # Errors
///
/// A text for the user, if this is no whole number of rows.
pub fn parse_rows(text: &str) -> Result<u64, String> {
    let plain = text.replace('_', "");
    let (number, factor) = match plain.chars().last() {
        Some('k' | 'K') => (&plain[..plain.len() - 1], 1e3),
        Some('m' | 'M') => (&plain[..plain.len() - 1], 1e6),
        Some('g' | 'G') => (&plain[..plain.len() - 1], 1e9),
        _ => (plain.as_str(), 1.0),
    };
    let rows = number.parse::<f64>().ok().map(|number| (number * factor * 1e3).round() / 1e3);
    match rows {
        // Beyond 2^53 a float skips integers.
        Some(rows) if rows.fract() == 0.0 && (0.0..=2f64.powi(53)).contains(&rows) => {
            Ok(rows as u64)
        }
        _ => {
            Err("expected a whole number of rows such as `1M`, `250k`, `1_000_000` or `123456`"
                .into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_as_people_write_them() {
        let texts = ["0", "123456", "1_000_000", "250k", "250K", "1M", "1m", "1.5M", "2G", "1e6"];
        let expected = [
            0,
            123_456,
            1_000_000,
            250_000,
            250_000,
            1_000_000,
            1_000_000,
            1_500_000,
            2_000_000_000,
            1_000_000,
        ];
        assert_eq!(texts.map(|text| parse_rows(text).unwrap()), expected);
    }

    #[test]
    fn tenths_that_have_no_exact_float_are_read_exactly() {
        assert_eq!(parse_rows("1.1M"), Ok(1_100_000));
        assert_eq!(parse_rows("0.3k"), Ok(300));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "k", "M1", "-1", "1.5", "1.0001k", "1T", "ten", "nan", "inf", "1e300"] {
            assert!(parse_rows(text).is_err(), "{text}");
        }
    }
}
