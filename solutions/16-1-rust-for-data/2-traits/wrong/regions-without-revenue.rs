//! fails: revenue_is_added_up_by_region
//! hint_en: `entry(...).or_insert(0.0)` creates the region before it is known whether the purchase earns
//! anything. Ask `revenue` first, and touch the map only if it gives `Some`.
//! hint_es: `entry(...).or_insert(0.0)` crea la región antes de saber si la compra ingresa algo. Pregunta
//! primero a `revenue` y toca el mapa solo si da `Some`.

fn revenue_by_region(events: &[Event]) -> BTreeMap<String, f64> {
    // solution:begin revenue_by_region
    let mut totals = BTreeMap::new();
    for event in events {
        if let Event::Purchase { region, .. } = event {
            *totals.entry(region.clone()).or_insert(0.0) += revenue(event).unwrap_or(0.0);
        }
    }
    totals
    // solution:end
}
