//! fails: medians_are_in_the_middle
//! hint_en: An even number of values has two in the middle, `sorted[n / 2 - 1]` and `sorted[n / 2]`. The
//! median is the mean of both.
//! hint_es: Si el número de valores es par, hay dos en el medio: `sorted[n / 2 - 1]` y `sorted[n / 2]`. La
//! mediana es la media de los dos.

fn summarize(values: &[f64]) -> Option<Summary> {
    // solution:begin summarize
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let min = *sorted.first()?;
    let mut exactly = 0.5_f64.powi(n as i32);
    let mut at_most = exactly;
    let mut k = 0;
    while 2.0 * at_most <= 0.05 {
        exactly *= (n - k) as f64 / (k + 1) as f64;
        at_most += exactly;
        k += 1;
    }
    let interval = (k > 0).then(|| (sorted[k - 1], sorted[n - k]));
    Some(Summary { median: sorted[n / 2], interval, min })
    // solution:end
}
