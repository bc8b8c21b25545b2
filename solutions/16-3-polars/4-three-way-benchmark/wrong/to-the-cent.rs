//! fails: answers_agree_up_to_rounding_and_no_further
//! hint_en: A cent is more than rounding for small revenues, and less than rounding for huge ones. The
//! tolerance is a share of the exact revenue.
//! hint_es: Un céntimo es más que redondeo en ingresos pequeños y menos que redondeo en los enormes. La
//! tolerancia es una proporción del ingreso exacto.

fn agree(expected: &Answer, found: &Answer) -> Result<(), Difference> {
    // solution:begin agree
    for region in expected.keys().chain(found.keys()) {
        let both = (expected.get(region).copied(), found.get(region).copied());
        if let (Some(expected), Some(found)) = both
            && (found - expected).abs() < 0.01
        {
            continue;
        }
        return Err(Difference { region: region.clone(), expected: both.0, found: both.1 });
    }
    Ok(())
    // solution:end
}
