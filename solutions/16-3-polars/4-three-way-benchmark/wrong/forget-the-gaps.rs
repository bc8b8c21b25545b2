//! fails: a_single_wrong_answer_is_one_too_many
//! hint_en: Leaving out the runs without a sample moves all later ones to another block. Keep their
//! places with `None`: one entry per block.
//! hint_es: Si quitas las ejecuciones sin muestra, las siguientes cambian de bloque. Guarda su sitio con
//! `None`: una entrada por bloque.

fn judge<'a>(
    outcomes: &'a [Outcome],
    expected: &Answer,
) -> Result<Vec<Option<&'a Sample>>, String> {
    // solution:begin judge
    let wrong = |difference: Difference| format!("wrong answer: {difference}");
    for sample in outcomes.iter().flatten() {
        agree(expected, &sample.answer).map_err(wrong)?;
    }
    match outcomes.first() {
        None => Err("no runs".to_owned()),
        Some(Err(reason)) if outcomes.iter().all(Result::is_err) => Err(reason.to_string()),
        Some(_) => Ok(outcomes.iter().flatten().map(Some).collect()),
    }
    // solution:end
}
