//! fails: only_right_answers_are_compared
//! hint_en: To be twice as fast as a program that gives a wrong answer means nothing. The rival has to
//! pass `judge` as well.
//! hint_es: Ser el doble de rápido que un programa que da una respuesta mala no significa nada. El rival
//! también tiene que pasar por `judge`.

fn line(results: &Results, rival: Option<&Results>, expected: &Answer) -> [String; 8] {
    // solution:begin line
    let Results { name, outcomes } = results;
    let runs = format!("{} of {}", outcomes.iter().flatten().count(), outcomes.len());
    let none = || "-".to_owned();
    let samples = match judge(outcomes, expected) {
        Ok(samples) => samples,
        Err(words) => {
            return [(*name).to_owned(), runs, words, none(), none(), none(), none(), none()];
        }
    };
    let summary = |value: fn(&Sample) -> Option<f64>| {
        summarize(&samples.iter().flatten().filter_map(|sample| value(sample)).collect::<Vec<_>>())
    };
    let query_ms = summary(|sample| Some(sample.query_ms)).map_or_else(none, |ms| ms.to_string());
    let verdict = rival.map(|rival| {
        let rival: Vec<_> = rival.outcomes.iter().map(|outcome| outcome.as_ref().ok()).collect();
        compare(&query_times(&samples), &query_times(&rival))
    });
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
