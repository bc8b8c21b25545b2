//! fails: errors_name_the_first_wrong_line
//! hint_en: The lines are counted after comments and empty lines are gone, so the number is not
//! that of the file. Number all lines first, then filter.
//! hint_es: Las líneas se cuentan cuando ya no están los comentarios ni las vacías, y el número no
//! es el del archivo. Numera primero todas las líneas y filtra después.

fn parse_index(tsv: &str) -> Result<Vec<Release>, IndexError> {
    // solution:begin parse_index
    let mut lines =
        (1..).zip(tsv.lines().filter(|text| !text.is_empty() && !text.starts_with('#')));
    let (number, header) = lines.next().unwrap_or((tsv.lines().count() + 1, ""));
    at_line(number, check_header(header))?;
    lines.map(|(number, text)| at_line(number, parse_release(text))).collect()
    // solution:end
}
