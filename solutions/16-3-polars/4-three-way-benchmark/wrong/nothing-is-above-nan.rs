//! fails: nan_is_never_a_right_answer
//! hint_en: Every comparison with NaN is false, so "differs by more than" lets NaN through. Ask whether
//! the difference is within the tolerance, and refuse whatever is not.
//! hint_es: Toda comparación con NaN es falsa, así que «difiere en más de» deja pasar NaN. Pregunta si la
//! diferencia está dentro de la tolerancia y rechaza todo lo que no lo esté.

fn agree(expected: &Answer, found: &Answer) -> Result<(), Difference> {
    // solution:begin agree
    for region in expected.keys().chain(found.keys()) {
        let both = (expected.get(region).copied(), found.get(region).copied());
        let differs = match both {
            (Some(expected), Some(found)) => (found - expected).abs() > TOLERANCE * expected.abs(),
            _ => true,
        };
        if differs {
            return Err(Difference { region: region.clone(), expected: both.0, found: both.1 });
        }
    }
    Ok(())
    // solution:end
}
