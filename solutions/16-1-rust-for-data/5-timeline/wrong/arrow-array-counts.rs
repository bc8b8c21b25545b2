//! fails: the_backend_follows_from_the_dependencies
//! hint_en: From 0.34 to 0.43 `polars-core` could convert to `arrow-array`, and computed with
//! `polars-arrow`. A dependency shows what may be used, not what everything is built on.
//! hint_es: De la 0.34 a la 0.43, `polars-core` podía convertir a `arrow-array`, pero calculaba con
//! `polars-arrow`. Una dependencia muestra qué se puede usar, no sobre qué está hecho todo.

fn polars_backend_on(rows: &[Release], day: Date) -> Option<ArrowBackend> {
    // solution:begin polars_backend_on
    let polars = newest_on(rows, "polars", day)?;
    let release =
        if has(polars, "polars-core") { newest_on(rows, "polars-core", day)? } else { polars };
    if has(release, "arrow2") {
        Some(ArrowBackend::Arrow2)
    } else if has(release, "arrow") || has(release, "arrow-array") {
        Some(ArrowBackend::ArrowRs)
    } else if has(release, "polars-arrow") {
        Some(ArrowBackend::PolarsArrow)
    } else {
        None
    }
    // solution:end
}
