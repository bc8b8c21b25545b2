//! fails: a_single_wrong_answer_is_one_too_many
//! hint_en: An engine that loses rows on some runs only is worse than one that always does. Check the
//! answer of every block.
//! hint_es: Un motor que pierde filas solo algunas veces es peor que uno que las pierde siempre. Comprueba
//! la respuesta de cada bloque.

fn judge<'a>(
    outcomes: &'a [Outcome],
    expected: &Answer,
) -> Result<Vec<Option<&'a Sample>>, String> {
    // solution:begin judge
    if let Some(sample) = outcomes.iter().flatten().next() {
        let wrong = |difference: Difference| format!("wrong answer: {difference}");
        agree(expected, &sample.answer).map_err(wrong)?;
    }
    match outcomes.first() {
        None => Err("no runs".to_owned()),
        Some(Err(reason)) if outcomes.iter().all(Result::is_err) => Err(reason.to_string()),
        Some(_) => Ok(outcomes.iter().map(|outcome| outcome.as_ref().ok()).collect()),
    }
    // solution:end
}
