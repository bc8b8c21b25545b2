//! fails: intervals_contain_the_true_median_often_enough
//! hint_en: Two standard errors around the center hold for a bell curve. Times have a floor and a long
//! tail: count values instead, from `x[k]` to `x[n - 1 - k]`.
//! hint_es: Dos errores estándar alrededor del centro valen para una campana de Gauss. Los tiempos tienen
//! un suelo y una cola larga: cuenta valores, de `x[k]` a `x[n - 1 - k]`.

fn summarize(values: &[f64]) -> Option<Summary> {
    // solution:begin summarize
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let min = *sorted.first()?;
    let median = f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2]);
    let squares = sorted.iter().map(|x| (x - median) * (x - median));
    let error = (squares.sum::<f64>() / (n as f64 - 1.0) / n as f64).sqrt();
    let interval = (n >= 6).then(|| (median - 1.96 * error, median + 1.96 * error));
    Some(Summary { median, interval, min })
    // solution:end
}
