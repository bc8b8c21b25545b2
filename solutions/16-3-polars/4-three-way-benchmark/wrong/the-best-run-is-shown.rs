//! fails: lines_show_medians_and_verdicts
//! hint_en: The smallest value of each column comes from another run. A line that is put together from
//! the best of all runs describes a run that never happened: show medians.
//! hint_es: El menor valor de cada columna sale de una ejecución distinta. Una línea hecha con lo mejor de
//! todas describe una ejecución que nunca ocurrió: muestra medianas.

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
    let rival = rival.and_then(|rival| judge(&rival.outcomes, expected).ok());
    let verdict = rival.map(|rival| compare(&query_times(&samples), &query_times(&rival)));
    let verdict = verdict.map_or_else(none, |verdict| verdict.to_string());
    let [cpu, peak, first, start_up]: [fn(&Sample) -> Option<f64>; 4] = [
        |sample| sample.cpu_ms,
        |sample| sample.peak_mb,
        |sample| Some(sample.first_ms),
        |sample| Some(sample.start_up_ms),
    ];
    let best = |value| summary(value).map_or_else(none, |values| format!("{:.1}", values.min));
    let name = (*name).to_owned();
    [name, runs, query_ms, verdict, best(cpu), best(peak), best(first), best(start_up)]
    // solution:end
}
