//! fails: parsing_all_stops_at_the_first_error
//! hint_en: The first `collect` reads every line before the first is judged. Collecting straight into a
//! `Result` stops at the first `Err`: `iterator.collect::<Result<Vec<_>, _>>()`.
//! hint_es: El primer `collect` lee todas las líneas antes de juzgar la primera. Si reúnes directamente en
//! un `Result`, se para en el primer `Err`: `iterador.collect::<Result<Vec<_>, _>>()`.

fn parse_all<'a>(
    lines: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<f64>, (usize, AmountError)> {
    // solution:begin parse_all
    let lines: Vec<&str> = lines.into_iter().collect();
    let mut amounts = Vec::new();
    for (row, text) in lines.iter().enumerate() {
        amounts.push(parse_amount(text).map_err(|error| (row + 1, error))?);
    }
    Ok(amounts)
    // solution:end
}
