//! fails: errors_name_the_first_wrong_line
//! hint_en: `flat_map` over a `Result` drops its errors, and the index looks complete when it is
//! not. `collect` into a `Result<Vec<_>, _>` instead: it stops at the first error and returns it.
//! hint_es: `flat_map` sobre un `Result` descarta los errores, y el índice parece completo sin
//! estarlo. Usa `collect` hacia un `Result<Vec<_>, _>`: se detiene en el primer error y lo
//! devuelve.

fn parse_index(tsv: &str) -> Result<Vec<Release>, IndexError> {
    // solution:begin parse_index
    let mut lines =
        (1..).zip(tsv.lines()).filter(|(_, text)| !text.is_empty() && !text.starts_with('#'));
    let (number, header) = lines.next().unwrap_or((tsv.lines().count() + 1, ""));
    at_line(number, check_header(header))?;
    Ok(lines.flat_map(|(_, text)| parse_release(text)).collect())
    // solution:end
}
