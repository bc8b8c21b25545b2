//! A student's own copy of the workbook: the exercises, the crates that they need, and the runner.
//! No solutions, no harness, no book.

pub(crate) mod files;
mod manifest;
pub(crate) mod packages;
mod readme;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use nested_cargo::cargo;
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::origin::write;
use crate::{progress, starter};

/// The files of the root that a copy has unchanged, if the course has them.
const ROOT_FILES: [&str; 6] = [
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "rust-toolchain",
    "rust-toolchain.toml",
    "rustfmt.toml",
];

const GITIGNORE: &str = "/target\n/datasets/data\n";

/// What a copy consists of.
#[derive(Debug)]
pub(crate) struct Contents {
    /// Every file but those that become the student's, by path relative to the root.
    pub(crate) files: BTreeMap<PathBuf, Vec<u8>>,
    pub(crate) exercises: Vec<Given>,
}

/// An exercise as far as a copy is concerned. This says nothing of the rest of `exercise.toml`: a
/// newer course may have keys there that this runner does not know, and `update` brings both.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) id: String,
    /// Section and exercise folder.
    folder: PathBuf,
    /// The student's file as it starts.
    pub(crate) starter: String,
}

/// The digests of the files that the copy was given, by path: `.workbook/shipped.toml`. A file with
/// another digest was changed by the student.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Shipped(pub(crate) BTreeMap<PathBuf, String>);

impl Contents {
    /// Reads the course. An exercise without a reference solution is not ready for students.
    pub(crate) fn of(course: &Path, language: Language) -> anyhow::Result<Self> {
        let exercises = Given::all(course)?;
        let mut folders: Vec<PathBuf> = exercises.iter().map(Given::exercise_folder).collect();
        folders.push("workbook".into());
        let packages = packages::with_dependencies(course, &folders)?;
        let mut files = BTreeMap::new();
        for folder in packages.keys() {
            files::collect(course, folder, &mut files)?;
        }
        for exercise in &exercises {
            files.remove(&exercise.student_file());
        }
        for name in ROOT_FILES.iter().filter(|name| course.join(name).exists()) {
            files.insert(name.into(), read(&course.join(name))?);
        }
        let manifest = read_text(&course.join("Cargo.toml"))?;
        let mut add = |path: &str, text: String| files.insert(path.into(), text.into_bytes());
        add("Cargo.toml", manifest::of_copy(&manifest, &packages)?);
        add("README.md", readme::text(language));
        add(".gitignore", GITIGNORE.to_owned());
        add(".cargo/config.toml", config(language));
        Ok(Self { files, exercises })
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Given> {
        self.exercises.iter().find(|exercise| exercise.id == id)
    }

    pub(crate) fn shipped(&self) -> Shipped {
        Shipped(self.files.iter().map(|(path, bytes)| (path.clone(), digest(bytes))).collect())
    }
}

impl Given {
    /// The exercises of a course that are ready, by folder.
    fn all(course: &Path) -> anyhow::Result<Vec<Self>> {
        let root = course.join("exercises");
        let mut all = Vec::new();
        for section in folders(&root)? {
            for path in folders(&section)?.into_iter().filter(|p| p.join("exercise.toml").exists())
            {
                let folder = path.strip_prefix(&root).expect("it was found there");
                let reference = course.join("solutions").join(folder).join("src").join("main.rs");
                if reference.exists() {
                    all.push(Self::load(&path, folder, &reference)?);
                }
            }
        }
        Ok(all)
    }

    fn load(path: &Path, folder: &Path, reference: &Path) -> anyhow::Result<Self> {
        let path = path.join("exercise.toml");
        let texts: toml::Table = read_text(&path)?.parse()?;
        let id = texts.get("id").and_then(toml::Value::as_str);
        let id = id.with_context(|| format!("{} has no `id`", path.display()))?.to_owned();
        let starter = starter::cut(&read_text(reference)?)
            .with_context(|| format!("cut {}", reference.display()))?;
        Ok(Self { id, folder: folder.to_owned(), starter })
    }

    /// Relative to the root.
    pub(crate) fn exercise_folder(&self) -> PathBuf {
        Path::new("exercises").join(&self.folder)
    }

    /// Relative to the root.
    pub(crate) fn student_file(&self) -> PathBuf {
        self.exercise_folder().join("src").join("main.rs")
    }
}

impl Shipped {
    pub(crate) fn load(root: &Path) -> anyhow::Result<Self> {
        let path = Self::file(root);
        if !path.exists() {
            return Ok(Self::default());
        }
        toml::from_str(&read_text(&path)?).with_context(|| format!("read {}", path.display()))
    }

    pub(crate) fn save(&self, root: &Path) -> anyhow::Result<()> {
        write(&Self::file(root), toml::to_string(self)?)
    }

    fn file(root: &Path) -> PathBuf {
        root.join(progress::FOLDER).join("shipped.toml")
    }
}

/// Removes from the copy's `Cargo.lock` what only the rest of the course needed. Every version stays.
/// Cargo would do the same at its first call; if it cannot yet, it will then.
pub(crate) fn settle_lock_file(root: &Path) {
    let mut command = cargo();
    command.current_dir(root).args(["update", "--workspace", "--offline", "--quiet"]);
    command.stdin(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    drop(command.status());
}

/// The commit of the course, if it is in a Git repository and Git is installed.
pub(crate) fn commit(course: &Path) -> Option<String> {
    let mut git = std::process::Command::new("git");
    let output = git.arg("-C").arg(course).args(["rev-parse", "--short", "HEAD"]).output().ok()?;
    let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !commit.is_empty()).then_some(commit)
}

/// 64-bit FNV-1a: it tells whether a file has changed, and is the same in every version of Rust.
pub(crate) fn digest(bytes: &[u8]) -> String {
    const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    format!("{:016x}", bytes.iter().fold(OFFSET_BASIS, step))
}

fn config(language: Language) -> String {
    format!(
        "[alias]\nex = \"run --package workbook --\"\n\n\
         # The language of everything but the code: en or es.\n\
         [env]\nWORKBOOK_LANG = \"{}\"\n",
        language.code()
    )
}

/// The folders in a folder, by name.
fn folders(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(path).with_context(|| format!("read {}", path.display()))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut folders: Vec<PathBuf> = paths.collect::<Result<_, _>>()?;
    folders.retain(|path| path.is_dir());
    folders.sort();
    Ok(folders)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("read {}", path.display()))
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_fnv_1a() {
        // Published test vectors.
        assert_eq!(digest(b""), "cbf29ce484222325");
        assert_eq!(digest(b"foobar"), "85944171f73967e8");
    }

    #[test]
    fn what_was_shipped_survives_the_file() {
        let shipped = Shipped(BTreeMap::from([("exercises/a/b.rs".into(), digest(b"x"))]));
        let text = toml::to_string(&shipped).unwrap();
        assert_eq!(toml::from_str::<Shipped>(&text).unwrap(), shipped);
    }
}
