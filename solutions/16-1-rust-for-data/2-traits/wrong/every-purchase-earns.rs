//! fails: only_purchases_above_zero_earn
//! hint_en: Every comparison with NaN is false, so what is left after `amount <= 0.0` is not only what
//! is above zero. Write the condition for what counts: `amount > 0.0`.
//! hint_es: Toda comparación con NaN es falsa, así que lo que queda tras `amount <= 0.0` no es solo lo que
//! está por encima de cero. Escribe la condición de lo que cuenta: `amount > 0.0`.

fn revenue(event: &Event) -> Option<f64> {
    // solution:begin revenue
    match event {
        Event::Purchase { amount, .. } if *amount <= 0.0 => None,
        Event::Purchase { amount, .. } => Some(*amount),
        Event::Click { .. } | Event::Failure { .. } => None,
    }
    // solution:end
}

fn revenue_by_region(events: &[Event]) -> BTreeMap<String, f64> {
    // solution:begin revenue_by_region
    let mut totals = BTreeMap::new();
    for event in events {
        if let Event::Purchase { region, amount } = event
            && *amount > 0.0
        {
            *totals.entry(region.clone()).or_insert(0.0) += amount;
        }
    }
    totals
    // solution:end
}
