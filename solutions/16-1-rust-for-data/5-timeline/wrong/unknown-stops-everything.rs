//! fails: claims_about_age
//! hint_en: One older crate refutes the claim, whatever is not known of the others; in SQL, `FALSE
//! AND NULL` is `FALSE` too. Look for an older crate before you look for gaps.
//! hint_es: Una biblioteca más antigua refuta la afirmación, falte lo que falte de las demás;
//! también en SQL `FALSE AND NULL` es `FALSE`. Busca una más antigua antes de buscar lo que falta.

fn older_than(rows: &[Release], krate: &str, others: &[&str]) -> Verdict {
    // solution:begin older_than
    let Some(own) = first_release(rows, krate) else { return Verdict::NotDecidable };
    let mut oldest: Option<&Release> = None;
    for other in others {
        let Some(release) = first_release(rows, other) else { return Verdict::NotDecidable };
        if oldest.is_none_or(|oldest| release.published < oldest.published) {
            oldest = Some(release);
        }
    }
    match oldest {
        Some(oldest) if oldest.published <= own.published => {
            Verdict::Refuted { actual: format!("{} {}", oldest.krate, oldest.published) }
        }
        _ => Verdict::Supported,
    }
    // solution:end
}
