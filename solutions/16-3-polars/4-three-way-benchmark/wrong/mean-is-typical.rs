//! fails: medians_are_in_the_middle
//! hint_en: One run that another program disturbed moves the mean of all. The median stays where most
//! runs are: sort, and take the one in the middle.
//! hint_es: Basta una ejecución perturbada por otro programa para mover la media de todas. La mediana se
//! queda donde está la mayoría: ordena y toma el valor del medio.

fn summarize(values: &[f64]) -> Option<Summary> {
    // solution:begin summarize
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let min = *sorted.first()?;
    let median = values.iter().sum::<f64>() / n as f64;
    let mut exactly = 0.5_f64.powi(n as i32);
    let mut at_most = exactly;
    let mut k = 0;
    while 2.0 * at_most <= 0.05 {
        exactly *= (n - k) as f64 / (k + 1) as f64;
        at_most += exactly;
        k += 1;
    }
    let interval = (k > 0).then(|| (sorted[k - 1], sorted[n - k]));
    Some(Summary { median, interval, min })
    // solution:end
}
