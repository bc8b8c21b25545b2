//! fails: intervals_contain_the_true_median_often_enough
//! hint_en: From the smallest to the largest value is right up to 8 values, but with each further run it
//! grows, when it should shrink. From 9 on, `k` can be larger than 0.
//! hint_es: Del valor menor al mayor es correcto hasta 8 valores, pero crece con cada ejecución más,
//! cuando debería encogerse. A partir de 9, `k` puede ser mayor que 0.

fn summarize(values: &[f64]) -> Option<Summary> {
    // solution:begin summarize
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let min = *sorted.first()?;
    let median = f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2]);
    let interval = (n >= 6).then(|| (min, sorted[n - 1]));
    Some(Summary { median, interval, min })
    // solution:end
}
