//! What the student has done so far: `.workbook/progress.toml` in the root of the workspace.
//!
//! A plain text file that survives `cargo clean`, with a table for each exercise:
//!
//! ```toml
//! current = "16.1.3"
//!
//! ["16.1.3"]
//! hints = 2
//! passed = false
//! points = 7
//! ```
//!
//! What this version does not know stays in the file: keys of a newer version, and exercises that an
//! update has renamed or removed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

/// The folder for what belongs to the student and to no repository.
pub(crate) const FOLDER: &str = ".workbook";

/// The key of the exercise that the student worked on last.
const CURRENT: &str = "current";

/// Progress by exercise id.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    path: PathBuf,
    table: Table,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    /// The last test run of the exercise passed.
    pub(crate) passed: bool,
    /// Points of the last test run; `None` before the first.
    pub(crate) points: Option<u32>,
    /// Hints seen.
    pub(crate) hints: usize,
    /// The best score in the quiz.
    pub(crate) quiz: Option<Quiz>,
}

/// Right answers at the first attempt, of the questions that have one. The better score is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Quiz {
    pub(crate) right: u32,
    pub(crate) total: u32,
}

impl Progress {
    pub(crate) fn load(root: &Path) -> anyhow::Result<Self> {
        let path = root.join(FOLDER).join("progress.toml");
        if !path.exists() {
            return Ok(Self { path, ..Self::default() });
        }
        let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        let table = text
            .parse()
            .with_context(|| format!("read {}; delete the file to start anew", path.display()))?;
        Ok(Self { path, table })
    }

    /// The state of an exercise. What cannot be read counts as not there.
    pub(crate) fn of(&self, id: &str) -> State {
        let state = self.table.get(id).cloned();
        state.and_then(|state| state.try_into().ok()).unwrap_or_default()
    }

    /// The id of the exercise that the student worked on last.
    pub(crate) fn current(&self) -> Option<&str> {
        self.table.get(CURRENT).and_then(Value::as_str)
    }

    /// Remembers the exercise that the student works on.
    pub(crate) fn set_current(&mut self, id: &str) -> anyhow::Result<()> {
        self.change(|table| drop(table.insert(CURRENT.to_owned(), id.into())))
    }

    /// Changes the state of one exercise and saves the file if that made a difference.
    pub(crate) fn update(
        &mut self,
        id: &str,
        change: impl FnOnce(&mut State),
    ) -> anyhow::Result<()> {
        let mut state = Self::load(self.root())?.of(id);
        change(&mut state);
        let new = Table::try_from(state)?;
        self.change(|table| {
            let exercise = table.entry(id).or_insert_with(|| Table::new().into());
            if !exercise.is_table() {
                *exercise = Table::new().into();
            }
            let exercise = exercise.as_table_mut().expect("it is one now");
            for key in ["points", "quiz"] {
                exercise.remove(key);
            }
            exercise.extend(new);
        })
    }

    /// Reads the file anew, since another command may have changed it meanwhile, changes it and saves
    /// it.
    fn change(&mut self, change: impl FnOnce(&mut Table)) -> anyhow::Result<()> {
        self.table = Self::load(self.root())?.table;
        let before = self.table.clone();
        change(&mut self.table);
        if self.table == before {
            return Ok(());
        }
        let folder = self.path.parent().expect("the path has a folder");
        fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
        // Written beside it and moved: at no time is half a file in its place.
        let unfinished = self.path.with_extension("tmp");
        fs::write(&unfinished, toml::to_string(&self.table)?)
            .with_context(|| format!("write {}", unfinished.display()))?;
        fs::rename(&unfinished, &self.path)
            .with_context(|| format!("write {}", self.path.display()))
    }

    fn root(&self) -> &Path {
        self.path.ancestors().nth(2).expect("the path has two folders")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_stays() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(FOLDER).join("progress.toml");
        fs::create_dir(path.parent().unwrap()).unwrap();
        let text =
            "theme = \"dark\"\n\n[\"1.1.1\"]\nhints = 2\nstars = 5\n\n[\"9.9.9\"]\npassed = true\n";
        fs::write(&path, text).unwrap();
        let mut progress = Progress::load(root.path()).unwrap();
        assert_eq!(progress.of("1.1.1").hints, 2);
        assert_eq!(progress.of("1.1.2"), State::default());
        progress.update("1.1.1", |state| state.passed = true).unwrap();
        progress.set_current("1.1.1").unwrap();
        let expected = "current = \"1.1.1\"\ntheme = \"dark\"\n\n\
            [\"1.1.1\"]\nhints = 2\npassed = true\nstars = 5\n\n[\"9.9.9\"]\npassed = true\n";
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
        assert_eq!(Progress::load(root.path()).unwrap().current(), Some("1.1.1"));
    }

    #[test]
    fn two_commands_at_a_time_lose_nothing() {
        let root = tempfile::tempdir().unwrap();
        let (mut one, mut other) =
            (Progress::load(root.path()).unwrap(), Progress::load(root.path()).unwrap());
        one.update("1.1.1", |state| state.passed = true).unwrap();
        other.update("1.1.1", |state| state.hints = 1).unwrap();
        let state = Progress::load(root.path()).unwrap().of("1.1.1");
        assert_eq!((state.passed, state.hints), (true, 1));
    }

    #[test]
    fn a_broken_file_says_what_to_do() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(FOLDER)).unwrap();
        fs::write(root.path().join(FOLDER).join("progress.toml"), "[[[").unwrap();
        let error = Progress::load(root.path()).unwrap_err().to_string();
        assert!(error.ends_with("progress.toml; delete the file to start anew"), "{error}");
    }
}
