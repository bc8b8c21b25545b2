//! fails: ratios_are_taken_block_by_block
//! hint_en: Two intervals that overlap hide a difference that is there in every single block, if the
//! blocks themselves differ. Divide the two times of each block first, then take the interval.
//! hint_es: Dos intervalos que se solapan ocultan una diferencia que está en todos y cada uno de los
//! bloques, si los bloques difieren entre sí. Divide primero los dos tiempos de cada bloque y después
//! calcula el intervalo.

fn compare(a: &[Option<f64>], b: &[Option<f64>]) -> Verdict {
    // solution:begin compare
    let both: Vec<(f64, f64)> = a.iter().zip(b).filter_map(|(a, b)| a.zip(*b)).collect();
    let (a, b): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
    let (Some(a), Some(b)) = (summarize(&a), summarize(&b)) else { return Verdict::TooFew };
    match (a.interval, b.interval) {
        (Some(of_a), Some(of_b)) if of_a.1 < of_b.0 => {
            Verdict::Faster { times: b.median / a.median }
        }
        (Some(of_a), Some(of_b)) if of_a.0 > of_b.1 => {
            Verdict::Slower { times: a.median / b.median }
        }
        (Some(_), Some(_)) => Verdict::Indistinguishable,
        _ => Verdict::TooFew,
    }
    // solution:end
}
