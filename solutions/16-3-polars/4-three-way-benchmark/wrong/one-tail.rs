//! fails: intervals_contain_the_true_median_often_enough
//! hint_en: The interval can miss the median on either side: too few values below it, or too few above.
//! Each side has that chance, so the sum counts twice.
//! hint_es: El intervalo puede fallar por los dos lados: pocos valores por debajo de la mediana o pocos
//! por encima. Cada lado tiene esa probabilidad, así que la suma cuenta dos veces.

fn summarize(values: &[f64]) -> Option<Summary> {
    // solution:begin summarize
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let min = *sorted.first()?;
    let median = f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2]);
    let mut exactly = 0.5_f64.powi(n as i32);
    let mut at_most = exactly;
    let mut k = 0;
    while at_most <= 0.05 {
        exactly *= (n - k) as f64 / (k + 1) as f64;
        at_most += exactly;
        k += 1;
    }
    let interval = (k > 0).then(|| (sorted[k - 1], sorted[n - k]));
    Some(Summary { median, interval, min })
    // solution:end
}
