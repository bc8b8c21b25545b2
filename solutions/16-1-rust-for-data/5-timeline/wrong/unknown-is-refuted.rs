//! fails: claims_about_a_year
//! hint_en: That the index does not have a release does not show that there was none: it may be in
//! no registry, or have another name. Without evidence the verdict is `NotDecidable`.
//! hint_es: Que el índice no tenga una versión no demuestra que no existiera: puede no estar en
//! ningún registro o llamarse de otro modo. Sin pruebas, el veredicto es `NotDecidable`.

fn published_in(release: Option<&Release>, year: u16) -> Verdict {
    // solution:begin published_in
    match release {
        Some(release) if release.published.year == year => Verdict::Supported,
        Some(release) => Verdict::Refuted { actual: release.published.to_string() },
        None => Verdict::Refuted { actual: "never".to_owned() },
    }
    // solution:end
}
