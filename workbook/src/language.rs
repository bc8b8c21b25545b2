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
    /// The language in which the tests of the exercises speak.
    pub(crate) fn of_environment() -> Self {
        match checks::language() {
            checks::Language::English => Self::En,
            checks::Language::Spanish => Self::Es,
        }
    }

    /// The same language for a crate that the tests of the exercises use.
    pub(crate) fn of_checks(self) -> checks::Language {
        match self {
            Self::En => checks::Language::English,
            Self::Es => checks::Language::Spanish,
        }
    }

    /// The name that `WORKBOOK_LANG` and `--lang` take.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
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
