//! fails: only_right_answers_are_compared
//! hint_en: A wrong answer is not a fast answer. A contender that `judge` does not let pass has its words
//! in the third cell, and no number in the cells after it.
//! hint_es: Una respuesta mala no es una respuesta rápida. Un competidor que `judge` no deja pasar lleva
//! sus palabras en la tercera celda y ningún número en las siguientes.

fn line(results: &Results, rival: Option<&Results>, expected: &Answer) -> [String; 8] {
    // solution:begin line
    let Results { name, outcomes } = results;
    let runs = format!("{} of {}", outcomes.iter().flatten().count(), outcomes.len());
    let none = || "-".to_owned();
    let all = |results: &[Outcome]| -> Vec<Option<Sample>> {
        results.iter().map(|outcome| outcome.as_ref().ok().cloned()).collect()
    };
    let kept = all(outcomes);
    let samples: Vec<Option<&Sample>> = kept.iter().map(Option::as_ref).collect();
    let summary = |value: fn(&Sample) -> Option<f64>| {
        summarize(&samples.iter().flatten().filter_map(|sample| value(sample)).collect::<Vec<_>>())
    };
    let query_ms = match judge(outcomes, expected) {
        Ok(_) => summary(|sample| Some(sample.query_ms)).map_or_else(none, |ms| ms.to_string()),
        Err(words) => words,
    };
    let rival = rival.and_then(|rival| judge(&rival.outcomes, expected).ok());
    let verdict = rival.map(|rival| compare(&query_times(&samples), &query_times(&rival)));
    let verdict = verdict.map_or_else(none, |verdict| verdict.to_string());
    let [cpu, peak, first, start_up]: [fn(&Sample) -> Option<f64>; 4] = [
        |sample| sample.cpu_ms,
        |sample| sample.peak_mb,
        |sample| Some(sample.first_ms),
        |sample| Some(sample.start_up_ms),
    ];
    let median = |value| summary(value).map_or_else(none, |values| format!("{:.1}", values.median));
    let name = (*name).to_owned();
    [name, runs, query_ms, verdict, median(cpu), median(peak), median(first), median(start_up)]
    // solution:end
}
