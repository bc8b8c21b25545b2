//! fails: a_difference_needs_an_interval_without_1
//! hint_en: Of two equal programs, one always has the lower median. Only an interval without 1 says that
//! the difference is more than luck.
//! hint_es: De dos programas iguales, uno siempre tiene la mediana menor. Solo un intervalo que no
//! contiene el 1 dice que la diferencia es algo más que suerte.

fn compare(a: &[Option<f64>], b: &[Option<f64>]) -> Verdict {
    // solution:begin compare
    let both = a.iter().zip(b).filter_map(|(a, b)| a.zip(*b));
    let ratios: Vec<f64> = both.map(|(a, b)| a / b).collect();
    let Some(Summary { median, interval: Some(_), .. }) = summarize(&ratios) else {
        return Verdict::TooFew;
    };
    if median < 1.0 {
        Verdict::Faster { times: 1.0 / median }
    } else if median > 1.0 {
        Verdict::Slower { times: median }
    } else {
        Verdict::Indistinguishable
    }
    // solution:end
}
