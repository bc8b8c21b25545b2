//! fails: versions_are_three_numbers_and_a_pre_release
//! hint_en: Three calls of `next` read three numbers and never see a fourth, so `1.2.3.4` passes
//! for `1.2.3`. Make sure that nothing is left.
//! hint_es: Tres llamadas a `next` leen tres números y no ven el cuarto: `1.2.3.4` pasa por
//! `1.2.3`. Asegúrate de que no quede nada.

fn parse_version(text: &str) -> Option<Version> {
    // solution:begin parse_version
    let (numbers, stage) = match text.split_once('-') {
        Some((_, "")) => return None,
        Some((numbers, name)) => (numbers, Stage::PreRelease(name.to_owned())),
        None => (text, Stage::Release),
    };
    let mut parts = numbers.split('.');
    let mut number = || parts.next()?.parse().ok();
    Some(Version { major: number()?, minor: number()?, patch: number()?, stage })
    // solution:end
}
