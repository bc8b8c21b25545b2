//! fails: lenient_parsing_goes_on
//! hint_en: `map_while` ends at the first line that is no amount. Here a bad line is an entry in the list
//! of errors, and the next line is read all the same: use a loop with a `match`.
//! hint_es: `map_while` termina en la primera línea que no es un importe. Aquí una línea mala es una
//! entrada en la lista de errores, y la siguiente se lee igual: usa un bucle con un `match`.

fn parse_lenient<'a>(
    lines: impl IntoIterator<Item = &'a str>,
) -> (Vec<f64>, Vec<(usize, AmountError)>) {
    // solution:begin parse_lenient
    let mut errors = Vec::new();
    let numbered = (1..).zip(lines);
    let amounts = numbered.map_while(|(line, text)| match parse_amount(text) {
        Ok(amount) => Some(amount),
        Err(error) => {
            errors.push((line, error));
            None
        }
    });
    (amounts.collect(), errors)
    // solution:end
}
