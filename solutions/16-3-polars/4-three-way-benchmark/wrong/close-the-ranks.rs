//! fails: ratios_are_taken_block_by_block
//! hint_en: Where a time is missing, `flatten` closes the gap, and all later times are divided by those
//! of another block. Pair first with `zip`, then leave out the pairs with a `None`.
//! hint_es: Donde falta un tiempo, `flatten` cierra el hueco, y todos los siguientes se dividen entre los
//! de otro bloque. Primero empareja con `zip` y después descarta las parejas con `None`.

fn compare(a: &[Option<f64>], b: &[Option<f64>]) -> Verdict {
    // solution:begin compare
    let both = a.iter().flatten().zip(b.iter().flatten());
    let ratios: Vec<f64> = both.map(|(a, b)| a / b).collect();
    let Some(Summary { median, interval: Some((low, high)), .. }) = summarize(&ratios) else {
        return Verdict::TooFew;
    };
    if high < 1.0 {
        Verdict::Faster { times: 1.0 / median }
    } else if low > 1.0 {
        Verdict::Slower { times: median }
    } else {
        Verdict::Indistinguishable
    }
    // solution:end
}
