//! The subcommands, one file each.

pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod hint;
pub(crate) mod init;
pub(crate) mod list;
pub(crate) mod next;
pub(crate) mod quiz;
pub(crate) mod reset;
pub(crate) mod run;
pub(crate) mod setup;
pub(crate) mod solution;
pub(crate) mod status;
pub(crate) mod test;
pub(crate) mod update;
pub(crate) mod watch;

use anyhow::{Context as _, bail};

use crate::catalog::{Catalog, Entry, Found};
use crate::cli::Cli;
use crate::language::Language;
use crate::progress::Progress;
use crate::style::Style;
use crate::{messages, suggestion};

/// What every subcommand needs.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) catalog: Catalog,
    pub(crate) language: Language,
    pub(crate) style: Style,
    pub(crate) release: bool,
    /// Print one JSON object on stdout and nothing else.
    pub(crate) json: bool,
    /// How long the tests may go without news, if the student says so.
    pub(crate) timeout_s: Option<u64>,
}

/// A command that makes no sense: the exit code is 2.
#[derive(Debug)]
pub(crate) struct UsageError(String);

/// The words that a student may have meant instead of an id.
const SUBCOMMANDS: [&str; 15] = [
    "check", "diff", "doctor", "hint", "init", "list", "next", "quiz", "reset", "run", "setup",
    "solution", "status", "update", "watch",
];

impl Context {
    pub(crate) fn new(cli: &Cli) -> anyhow::Result<Self> {
        Ok(Self {
            catalog: Catalog::load()?,
            language: cli.language(),
            style: Style::of_stdout(),
            release: cli.release,
            json: cli.json,
            timeout_s: cli.timeout,
        })
    }

    /// Finds an exercise by its id, in any of its spellings. See [`Catalog::resolve`].
    ///
    /// # Errors
    ///
    /// There is none: a [`UsageError`] with a suggestion.
    pub(crate) fn find(&self, text: &str) -> anyhow::Result<&Entry> {
        match self.resolve(text)? {
            Found::Exercise(entry) => Ok(entry),
            Found::Section(section) => {
                bail!(UsageError(messages::is_a_section(self.language, section)))
            }
            Found::Nothing => {
                let ids = self.catalog.entries.iter().map(|entry| entry.exercise.id.as_str());
                let close = suggestion::closest(text, ids.chain(SUBCOMMANDS));
                bail!(UsageError(messages::no_such_exercise(self.language, text, close)))
            }
        }
    }

    /// Finds an exercise, or without `text` the one to go on with.
    pub(crate) fn find_or_current(&self, text: Option<&str>) -> anyhow::Result<&Entry> {
        match text {
            Some(text) => self.find(text),
            None => {
                let progress = Progress::load(&self.catalog.root)?;
                let all_done = || UsageError(messages::which_one(self.language).to_owned());
                Ok(self.current(&progress).ok_or_else(all_done)?)
            }
        }
    }

    /// Finds an exercise, or without `text` that on which the student worked last, passed or not.
    pub(crate) fn find_or_last(&self, text: Option<&str>) -> anyhow::Result<&Entry> {
        let progress = Progress::load(&self.catalog.root)?;
        let last = progress.current().and_then(|id| self.catalog.find(id));
        match (text, last) {
            (None, Some(last)) => Ok(last),
            (text, _) => self.find_or_current(text),
        }
    }

    /// The exercise to go on with: that on which the student worked last, or if it has passed, the
    /// next that has not. `None` if all have passed.
    pub(crate) fn current(&self, progress: &Progress) -> Option<&Entry> {
        let open = |entry: &&Entry| !progress.of(&entry.exercise.id).passed;
        match progress.current().and_then(|id| self.catalog.find(id)) {
            Some(entry) if open(&entry) => Some(entry),
            Some(entry) => {
                self.catalog.next_after(&entry.exercise.id, |id| !progress.of(id).passed)
            }
            None => self.catalog.entries.iter().find(open),
        }
    }

    /// The section that `text` names, if it names one.
    pub(crate) fn section(&self, text: &str) -> anyhow::Result<Option<String>> {
        Ok(match self.resolve(text)? {
            Found::Section(section) => Some(section.to_owned()),
            _ => None,
        })
    }

    pub(crate) fn resolve(&self, text: &str) -> anyhow::Result<Found<'_>> {
        let current = std::env::current_dir().context("find the current folder")?;
        Ok(self.catalog.resolve(text, &current))
    }
}

impl UsageError {
    pub(crate) fn new(message: String) -> Self {
        Self(message)
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
        let context = Context {
            catalog: Catalog::load().unwrap(),
            language,
            style: Style::of_stdout(),
            release: false,
            json: false,
            timeout_s: None,
        };
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
            error(Language::En, "16.1"),
            "16.1 is a section\n\nhint: `cargo ex list 16.1` shows its exercises"
        );
        assert_eq!(
            error(Language::Es, "99"),
            "no existe el ejercicio `99`\n\npista: `cargo ex list` muestra los que hay"
        );
    }
}
