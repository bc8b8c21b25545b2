//! The subcommands, one file each.

pub(crate) mod check;
pub(crate) mod hint;
pub(crate) mod list;
pub(crate) mod reset;
pub(crate) mod run;
pub(crate) mod test;

use anyhow::bail;

use crate::catalog::{Catalog, Entry};
use crate::cli::Cli;
use crate::language::Language;
use crate::style::Style;
use crate::{messages, suggestion};

/// What every subcommand needs.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) catalog: Catalog,
    pub(crate) language: Language,
    pub(crate) style: Style,
    pub(crate) release: bool,
}

/// A command that makes no sense: the exit code is 2.
#[derive(Debug)]
pub(crate) struct UsageError(String);

/// The words that a student may have meant instead of an id.
const SUBCOMMANDS: [&str; 4] = ["run", "hint", "reset", "check"];

impl Context {
    pub(crate) fn new(cli: &Cli) -> anyhow::Result<Self> {
        Ok(Self {
            catalog: Catalog::load()?,
            language: cli.lang.unwrap_or_else(Language::of_environment),
            style: Style::of_stdout(),
            release: cli.release,
        })
    }

    /// Finds an exercise by its id.
    ///
    /// # Errors
    ///
    /// There is none: a [`UsageError`] with a suggestion.
    pub(crate) fn find(&self, id: &str) -> anyhow::Result<&Entry> {
        if let Some(entry) = self.catalog.find(id) {
            return Ok(entry);
        }
        let ids = self.catalog.entries.iter().map(|entry| entry.exercise.id.as_str());
        let close = suggestion::closest(id, ids.chain(SUBCOMMANDS));
        bail!(UsageError(messages::no_such_exercise(self.language, id, close)))
    }
}

impl std::fmt::Display for UsageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(language: Language, id: &str) -> String {
        let style = Style::of_stdout();
        let context =
            Context { catalog: Catalog::load().unwrap(), language, style, release: false };
        let error = context.find(id).unwrap_err();
        assert!(error.is::<UsageError>());
        error.to_string()
    }

    #[test]
    fn unknown_ids_get_a_suggestion_in_both_languages() {
        assert_eq!(
            error(Language::En, "16.1.33"),
            "there is no exercise `16.1.33`\n\nhint: did you mean `16.1.3`?"
        );
        assert_eq!(
            error(Language::Es, "hnit"),
            "no existe el ejercicio `hnit`\n\npista: ¿querías decir `hint`?"
        );
        assert_eq!(
            error(Language::Es, "99"),
            "no existe el ejercicio `99`\n\npista: `cargo ex` muestra los que hay"
        );
    }
}
