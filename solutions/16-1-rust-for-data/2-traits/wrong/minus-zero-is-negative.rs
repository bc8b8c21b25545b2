//! fails: amounts_are_read_exactly
//! hint_en: The sign bit of -0.0 is set, and yet -0.0 is equal to 0.0 and not below it. Ask the question
//! that the task asks: `amount < 0.0`.
//! hint_es: -0.0 tiene puesto el bit de signo, pero es igual a 0.0 y no está por debajo. Haz la pregunta
//! que hace el enunciado: `amount < 0.0`.

fn parse_amount(text: &str) -> Result<f64, AmountError> {
    // solution:begin parse_amount
    let text = text.trim();
    match text.parse::<f64>() {
        _ if text.is_empty() => Err(AmountError::Empty),
        Err(_) => Err(AmountError::NotANumber(text.to_owned())),
        Ok(amount) if !amount.is_finite() => Err(AmountError::NotFinite(amount)),
        Ok(amount) if amount.is_sign_negative() => Err(AmountError::Negative(amount)),
        Ok(amount) => Ok(amount),
    }
    // solution:end
}
