//! fails: an_index_needs_its_header
//! hint_en: `skip(1)` trusts that the first line is the header. Without it a release is lost, and
//! with its columns in another order every row would be wrong. Give the line to `check_header`.
//! hint_es: `skip(1)` confía en que la primera línea es la cabecera. Si falta, se pierde una
//! versión, y con las columnas en otro orden todas las filas estarían mal. Pásale la línea a
//! `check_header`.

fn parse_index(tsv: &str) -> Result<Vec<Release>, IndexError> {
    // solution:begin parse_index
    let lines =
        (1..).zip(tsv.lines()).filter(|(_, text)| !text.is_empty() && !text.starts_with('#'));
    lines.skip(1).map(|(number, text)| at_line(number, parse_release(text))).collect()
    // solution:end
}
