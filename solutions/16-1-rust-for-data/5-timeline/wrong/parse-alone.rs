//! fails: dates_have_four_two_and_two_digits
//! hint_en: `parse` is more lenient than the index: it takes `7` for a month and even `+7`. Check
//! how long each part is and that it consists of digits.
//! hint_es: `parse` es más permisivo que el índice: acepta `7` como mes, e incluso `+7`. Comprueba
//! la longitud de cada parte y que solo tenga dígitos.

fn parse_date(text: &str) -> Option<Date> {
    // solution:begin parse_date
    let parts: Vec<&str> = text.split('-').collect();
    let &[year, month, day] = parts.as_slice() else { return None };
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let exists = (1..=12).contains(&month) && (1..=31).contains(&day);
    exists.then_some(Date { year, month, day })
    // solution:end
}
