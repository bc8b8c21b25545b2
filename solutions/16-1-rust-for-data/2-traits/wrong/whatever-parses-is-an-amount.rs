//! fails: dirty_amounts_are_refused_with_the_reason
//! hint_en: `parse` reads NaN, inf and 1e400 without complaint: they are floats, but no amounts. `Ok`
//! says that the text could be read, not that the value makes sense: check `is_finite`.
//! hint_es: `parse` lee NaN, inf y 1e400 sin protestar: son flotantes, pero no importes. `Ok` dice que el
//! texto se pudo leer, no que el valor tenga sentido: comprueba `is_finite`.

fn parse_amount(text: &str) -> Result<f64, AmountError> {
    // solution:begin parse_amount
    let text = text.trim();
    match text.parse::<f64>() {
        _ if text.is_empty() => Err(AmountError::Empty),
        Err(_) => Err(AmountError::NotANumber(text.to_owned())),
        Ok(amount) if amount < 0.0 => Err(AmountError::Negative(amount)),
        Ok(amount) => Ok(amount),
    }
    // solution:end
}
