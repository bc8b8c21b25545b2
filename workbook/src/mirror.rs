//! A copy of the workspace in which starters and wrong solutions are packages of their own.
//!
//! `cargo ex check` has to compile many versions of the same file without touching the student's. In
//! the copy each version is one more member of the workspace, beside all the others: features of
//! dependencies stay as they are, and since the copy builds into the target folder of the original,
//! no dependency is compiled again. Files keep their times, so that nothing else is either.
//!
//! To cargo, a member of the copy is the member of the original in the same folder. Versions must have
//! names of their own, even one that is equal to the original: the student may save the original
//! while the version is compiled, and cargo would take the older one for what was saved.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context;

/// What belongs to the workspace; the rest of the root is not copied.
const COPIED: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    "datasets",
    "harness",
    "workbook",
    "book",
    "exercises",
    "solutions",
];

/// Folders of generated files, which can be large.
const SKIPPED: [&str; 3] = ["datasets/data", "book/output", "target"];

#[derive(Debug)]
pub(crate) struct Mirror {
    pub(crate) root: PathBuf,
    pub(crate) target_dir: PathBuf,
    /// Locked while the mirror is in use.
    _lock: fs::File,
}

impl Mirror {
    /// Copies the workspace at `root` to a folder in `target_dir`, in place of an earlier copy. Waits
    /// for another process that uses the one in the same folder.
    pub(crate) fn new(root: &Path, target_dir: PathBuf) -> anyhow::Result<Self> {
        fs::create_dir_all(&target_dir)
            .with_context(|| format!("create {}", target_dir.display()))?;
        let lock = target_dir.join("ex-check.lock");
        let lock = fs::File::create(&lock).with_context(|| format!("create {}", lock.display()))?;
        lock.lock().context("wait for another `cargo ex check`")?;
        let mirror = Self { root: target_dir.join("ex-check"), target_dir, _lock: lock };
        if mirror.root.exists() {
            fs::remove_dir_all(&mirror.root)
                .with_context(|| format!("remove {}", mirror.root.display()))?;
        }
        fs::create_dir_all(&mirror.root)
            .with_context(|| format!("create {}", mirror.root.display()))?;
        let skipped = SKIPPED.map(|name| root.join(name));
        for name in COPIED.iter().filter(|name| root.join(name).exists()) {
            copy(&root.join(name), &mirror.root.join(name), &skipped)?;
        }
        Ok(mirror)
    }

    /// Adds a package: a copy of the one in `folder` (relative to the root) with another name and
    /// another `main.rs`. Returns its folder.
    pub(crate) fn add_package(
        &self,
        folder: &Path,
        name: &str,
        main: &str,
    ) -> anyhow::Result<PathBuf> {
        let original = self.root.join(folder);
        let package = original.with_file_name(name);
        copy(&original, &package, &[])?;
        let manifest = package.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)?;
        let renamed = text.lines().map(|line| match line.starts_with("name = ") {
            true => format!("name = \"{name}\"\n"),
            false => format!("{line}\n"),
        });
        fs::write(&manifest, renamed.collect::<String>())?;
        let file = package.join("src").join("main.rs");
        fs::write(&file, main).with_context(|| format!("write {}", file.display()))?;
        Ok(package)
    }
}

/// Copies a file or a folder with the times of its files, without hidden and `skipped` folders.
fn copy(from: &Path, to: &Path, skipped: &[PathBuf]) -> anyhow::Result<()> {
    if !from.is_dir() {
        fs::copy(from, to).with_context(|| format!("copy {}", from.display()))?;
        return set_modified(to, fs::metadata(from)?.modified()?);
    }
    fs::create_dir_all(to).with_context(|| format!("create {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("read {}", from.display()))? {
        let name = entry?.file_name();
        let hidden = name.to_string_lossy().starts_with('.');
        let path = from.join(&name);
        if !hidden && !skipped.contains(&path) {
            copy(&path, &to.join(&name), skipped)?;
        }
    }
    Ok(())
}

fn set_modified(path: &Path, time: SystemTime) -> anyhow::Result<()> {
    let file = fs::File::options().write(true).open(path);
    let file = file.with_context(|| format!("open {}", path.display()))?;
    file.set_modified(time).with_context(|| format!("set the time of {}", path.display()))
}
