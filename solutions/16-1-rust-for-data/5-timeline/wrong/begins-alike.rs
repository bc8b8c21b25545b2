//! fails: claims_about_dependencies
//! hint_en: `arrow2` begins with `arrow` and is another crate, by other people. Compare whole
//! names.
//! hint_es: `arrow2` empieza por `arrow`, pero es otra biblioteca, de otra gente. Compara nombres
//! enteros.

fn depends_on(release: Option<&Release>, name: &str) -> Verdict {
    // solution:begin depends_on
    let Some(release) = release else { return Verdict::NotDecidable };
    if release.dependencies.iter().any(|dependency| dependency.name.starts_with(name)) {
        return Verdict::Supported;
    }
    let dependencies = release.dependencies.iter();
    let names = dependencies.map(|found| format!("{} {}", found.name, found.requirement));
    let actual = names.collect::<Vec<_>>().join(", ");
    Verdict::Refuted { actual: if actual.is_empty() { "nothing".to_owned() } else { actual } }
    // solution:end
}
