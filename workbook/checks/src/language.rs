//! The language in which a test speaks to the student.

use std::sync::LazyLock;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Spanish,
}

/// The language that the runner asks for with `WORKBOOK_LANG`, or else that of the environment.
pub fn language() -> Language {
    static LANGUAGE: LazyLock<Language> = LazyLock::new(|| {
        let value = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
        let locale = ["WORKBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(value);
        of_locale(&locale.unwrap_or_default())
    });
    *LANGUAGE
}

/// Spanish for a locale such as `es_CO.UTF-8`, otherwise English.
fn of_locale(locale: &str) -> Language {
    match locale.split(['_', '.', '@', '-']).next() {
        Some("es") => Language::Spanish,
        _ => Language::English,
    }
}

/// The one of two texts that is in the student's language. Both may hold `{variables}`.
///
/// ```
/// let n = 3;
/// let text = checks::text!("{n} rows", "{n} filas");
/// assert!(text == "3 rows" || text == "3 filas");
/// ```
#[macro_export]
macro_rules! text {
    ($english:literal, $spanish:literal) => {
        match $crate::language() {
            $crate::Language::English => format!($english),
            $crate::Language::Spanish => format!($spanish),
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        for spanish in ["es", "es_ES.UTF-8", "es-MX"] {
            assert_eq!(of_locale(spanish), Language::Spanish, "{spanish}");
        }
        for other in ["", "C", "en_US.UTF-8", "est_EE.UTF-8"] {
            assert_eq!(of_locale(other), Language::English, "{other}");
        }
    }
}
