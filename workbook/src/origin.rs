//! Where a student's copy came from: `.workbook/origin.toml`, which `cargo ex init` writes.
//!
//! The course has the reference solutions, and starters are cut from them. A copy has neither: it
//! keeps the starters it was given in `.workbook/starters`, and reads solutions from the course.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::catalog::Entry;
use crate::{progress, starter};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Origin {
    /// The folder of the course.
    pub(crate) course: PathBuf,
    /// The commit of the course, if it was in a Git repository.
    pub(crate) commit: Option<String>,
}

impl Origin {
    /// `None` in the course itself.
    pub(crate) fn load(root: &Path) -> anyhow::Result<Option<Self>> {
        let path = file(root);
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        let origin = toml::from_str(&text);
        origin.map(Some).with_context(|| format!("read {}", path.display()))
    }

    pub(crate) fn save(&self, root: &Path) -> anyhow::Result<()> {
        write(&file(root), &toml::to_string(self)?)
    }
}

fn file(root: &Path) -> PathBuf {
    root.join(progress::FOLDER).join("origin.toml")
}

/// The reference solution of an exercise, marks included: from the workspace at `root`, or from the
/// course that it is a copy of. `None` if neither has it.
pub(crate) fn reference(root: &Path, entry: &Entry) -> anyhow::Result<Option<String>> {
    let course = Origin::load(root)?.map(|origin| origin.course);
    for folder in [Some(root), course.as_deref()].into_iter().flatten() {
        let path = folder.join(entry.reference_file());
        if path.exists() {
            let text = fs::read_to_string(&path);
            return text.map(Some).with_context(|| format!("read {}", path.display()));
        }
    }
    Ok(None)
}

/// The starter of an exercise: cut from the reference, or as the copy at `root` was given it.
pub(crate) fn starter(root: &Path, entry: &Entry) -> anyhow::Result<String> {
    let reference = entry.reference_file();
    if root.join(&reference).exists() {
        let text = fs::read_to_string(root.join(&reference));
        let text = text.with_context(|| format!("read {}", reference.display()))?;
        return starter::cut(&text).with_context(|| format!("cut {}", reference.display()));
    }
    let path = root.join(starter_file(&entry.exercise.id));
    fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))
}

/// Where a copy keeps the starter of an exercise, relative to its root.
pub(crate) fn starter_file(id: &str) -> PathBuf {
    Path::new(progress::FOLDER).join("starters").join(format!("{id}.rs"))
}

/// Writes a file, and its folder before it.
pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let folder = path.parent().expect("a file is in a folder");
    fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
    fs::write(path, text).with_context(|| format!("write {}", path.display()))
}
