//! fails: ratios_are_taken_block_by_block
//! hint_en: The median of `a` and that of `b` may come from different blocks, one slow and one fast. Take
//! the median of the ratios, not the ratio of the medians.
//! hint_es: La mediana de `a` y la de `b` pueden salir de bloques distintos, uno lento y otro rápido. Toma
//! la mediana de las razones, no la razón de las medianas.

fn compare(a: &[Option<f64>], b: &[Option<f64>]) -> Verdict {
    // solution:begin compare
    let both: Vec<(f64, f64)> = a.iter().zip(b).filter_map(|(a, b)| a.zip(*b)).collect();
    let ratios: Vec<f64> = both.iter().map(|(a, b)| a / b).collect();
    let (a, b): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
    let (Some(a), Some(b)) = (summarize(&a), summarize(&b)) else { return Verdict::TooFew };
    let Some(Summary { interval: Some((low, high)), .. }) = summarize(&ratios) else {
        return Verdict::TooFew;
    };
    if high < 1.0 {
        Verdict::Faster { times: b.median / a.median }
    } else if low > 1.0 {
        Verdict::Slower { times: a.median / b.median }
    } else {
        Verdict::Indistinguishable
    }
    // solution:end
}
