//! fails: the_newest_release_is_what_cargo_would_choose
//! hint_en: The release with the latest date may be a repair of an old series: arrow 57.3.2 came
//! out after 60.0.0. Choose the highest version among those published by then.
//! hint_es: La versión con la fecha más reciente puede ser un arreglo de una serie antigua: arrow
//! 57.3.2 salió después de 60.0.0. Elige la versión más alta entre las publicadas hasta ese día.

fn newest_on<'a>(rows: &'a [Release], krate: &str, day: Date) -> Option<&'a Release> {
    // solution:begin newest_on
    let own = rows.iter().filter(|row| row.krate == krate && row.published <= day);
    own.filter(|row| !row.yanked && row.version.stage == Stage::Release)
        .max_by_key(|row| (row.published, &row.version))
    // solution:end
}
