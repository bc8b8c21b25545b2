//! fails: the_first_release_is_the_earliest
//! hint_en: To yank a release withdraws it from new builds; it was published all the same. The
//! question here is when the crate first appeared.
//! hint_es: Retirar una versión (yank) la aparta de las compilaciones nuevas, pero se publicó. Aquí
//! se pregunta cuándo apareció la biblioteca por primera vez.

fn first_release<'a>(rows: &'a [Release], krate: &str) -> Option<&'a Release> {
    // solution:begin first_release
    let own = rows.iter().filter(|row| row.krate == krate && !row.yanked);
    own.min_by_key(|row| (row.published, &row.version))
    // solution:end
}
