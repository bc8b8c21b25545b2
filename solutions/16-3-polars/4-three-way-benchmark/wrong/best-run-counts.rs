//! fails: medians_are_in_the_middle
//! hint_en: The minimum is what happened once, with all the luck there was, and more runs make it
//! smaller. It has a field of its own: `median` is what a run usually takes.
//! hint_es: El mínimo es lo que pasó una vez, con toda la suerte a favor, y con más ejecuciones se hace
//! menor. Tiene su propio campo: `median` es lo que suele tardar una ejecución.

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
    Some(Summary { median: min, interval, min })
    // solution:end
}
