//! The two languages of the workbook.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    En,
    Es,
}

/// Something that exists in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Both<T> {
    pub(crate) en: T,
    pub(crate) es: T,
}

impl Language {
    /// The language of the environment: `WORKBOOK_LANG`, or else read as the C library does. The
    /// first variable that is set decides.
    pub(crate) fn of_environment() -> Self {
        let value = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
        let locale = ["WORKBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(value);
        Self::of_locale(&locale.unwrap_or_default())
    }

    /// The name that `WORKBOOK_LANG` and `--lang` take.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// Spanish for a locale such as `es_CO.UTF-8`, otherwise English.
    fn of_locale(locale: &str) -> Self {
        match locale.split(['_', '.', '@', '-']).next() {
            Some("es") => Self::Es,
            _ => Self::En,
        }
    }
}

impl<T> Both<T> {
    pub(crate) fn get(&self, language: Language) -> &T {
        match language {
            Language::En => &self.en,
            Language::Es => &self.es,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        for spanish in ["es", "es_ES.UTF-8", "es_CO", "es-MX"] {
            assert_eq!(Language::of_locale(spanish), Language::Es, "{spanish}");
        }
        for other in ["", "C", "en_US.UTF-8", "est_EE.UTF-8", "de_DE"] {
            assert_eq!(Language::of_locale(other), Language::En, "{other}");
        }
    }
}
