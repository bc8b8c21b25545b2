//! fails: parsing_all_stops_at_the_first_error
//! hint_en: `enumerate` counts from 0; editors and people count lines from 1. `(1..).zip(lines)` counts
//! from where you want.
//! hint_es: `enumerate` cuenta desde 0; los editores y las personas cuentan las líneas desde 1.
//! `(1..).zip(lines)` cuenta desde donde quieras.

fn parse_all<'a>(
    lines: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<f64>, (usize, AmountError)> {
    // solution:begin parse_all
    let numbered = lines.into_iter().enumerate();
    numbered.map(|(line, text)| parse_amount(text).map_err(|error| (line, error))).collect()
    // solution:end
}
