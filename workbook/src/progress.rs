//! What the student has done so far: `.workbook/progress.toml` in the root of the workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// The folder for what belongs to the student and to no repository.
pub(crate) const FOLDER: &str = ".workbook";

/// Progress by exercise id. A plain text file that survives `cargo clean`.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    path: PathBuf,
    exercises: BTreeMap<String, State>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    /// The last test run of the exercise passed.
    pub(crate) passed: bool,
    /// Hints seen.
    pub(crate) hints: usize,
}

impl Progress {
    pub(crate) fn load(root: &Path) -> anyhow::Result<Self> {
        let path = root.join(FOLDER).join("progress.toml");
        if !path.exists() {
            return Ok(Self { path, ..Self::default() });
        }
        let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        let exercises = toml::from_str(&text);
        let exercises = exercises
            .with_context(|| format!("read {}; delete the file to start anew", path.display()))?;
        Ok(Self { path, exercises })
    }

    pub(crate) fn of(&self, id: &str) -> State {
        self.exercises.get(id).copied().unwrap_or_default()
    }

    /// Changes the state of one exercise and saves the file if that made a difference.
    pub(crate) fn update(
        &mut self,
        id: &str,
        change: impl FnOnce(&mut State),
    ) -> anyhow::Result<()> {
        let before = self.of(id);
        let mut state = before;
        change(&mut state);
        if state == before {
            return Ok(());
        }
        self.exercises.insert(id.to_owned(), state);
        let folder = self.path.parent().expect("the path has a folder");
        fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
        let text = toml::to_string(&self.exercises)?;
        fs::write(&self.path, text).with_context(|| format!("write {}", self.path.display()))
    }
}
