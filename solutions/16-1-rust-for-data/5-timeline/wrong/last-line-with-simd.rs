//! fails: the_last_with_simd_is_the_highest_version
//! hint_en: The last line with the feature is not the highest version: the lines come in any order.
//! Ask for the maximum of the versions.
//! hint_es: La última línea con la feature no es la versión más alta: las líneas vienen en
//! cualquier orden. Pide el máximo de las versiones.

fn last_with_simd<'a>(rows: &'a [Release], krate: &str) -> Option<&'a Release> {
    // solution:begin last_with_simd
    rows.iter().rev().find(|row| row.krate == krate && row.simd)
    // solution:end
}
