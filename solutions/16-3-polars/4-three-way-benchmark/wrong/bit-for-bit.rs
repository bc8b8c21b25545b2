//! fails: answers_agree_up_to_rounding_and_no_further
//! hint_en: Engines add in different orders, on several threads, and each order rounds in its own way.
//! Right answers differ in their last bits: allow [`TOLERANCE`].
//! hint_es: Los motores suman en órdenes distintos, con varios hilos, y cada orden redondea a su manera.
//! Las respuestas correctas difieren en los últimos bits: admite [`TOLERANCE`].

fn agree(expected: &Answer, found: &Answer) -> Result<(), Difference> {
    // solution:begin agree
    for region in expected.keys().chain(found.keys()) {
        let both = (expected.get(region).copied(), found.get(region).copied());
        if both.0 != both.1 {
            return Err(Difference { region: region.clone(), expected: both.0, found: both.1 });
        }
    }
    Ok(())
    // solution:end
}
