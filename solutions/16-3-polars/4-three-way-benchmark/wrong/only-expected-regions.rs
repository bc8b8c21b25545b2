//! fails: answers_agree_up_to_rounding_and_no_further
//! hint_en: Whoever looks only at the regions of the exact answer does not see one that was made up. Look
//! at the regions of both.
//! hint_es: Quien mira solo las regiones de la respuesta exacta no ve una inventada. Mira las regiones de
//! las dos respuestas.

fn agree(expected: &Answer, found: &Answer) -> Result<(), Difference> {
    // solution:begin agree
    for (region, &expected) in expected {
        let found = found.get(region).copied();
        if !found.is_some_and(|found| (found - expected).abs() <= TOLERANCE * expected.abs()) {
            return Err(Difference { region: region.clone(), expected: Some(expected), found });
        }
    }
    Ok(())
    // solution:end
}
