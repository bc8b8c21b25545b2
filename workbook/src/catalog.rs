//! The exercises as they stand in the folders of the workspace.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cargo;
use crate::exercise::Exercise;

/// Every exercise, in the order of their ids.
#[derive(Debug)]
pub(crate) struct Catalog {
    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    pub(crate) entries: Vec<Entry>,
}

/// An exercise and where it is.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) exercise: Exercise,
    /// Section and exercise folder, such as `16-1-rust-for-data/3-iterators`: the same below
    /// `exercises` and `solutions`.
    pub(crate) folder: PathBuf,
}

/// What a word on the command line means.
#[derive(Debug)]
pub(crate) enum Found<'a> {
    Exercise(&'a Entry),
    /// A section such as `16.2`.
    Section(&'a str),
    Nothing,
}

/// The section of an exercise: `16.3` for `16.3.4`.
pub(crate) fn section(id: &str) -> &str {
    id.rsplit_once('.').map_or(id, |(section, _)| section)
}

impl Catalog {
    /// Reads every `exercise.toml` of the workspace around the current folder.
    pub(crate) fn load() -> anyhow::Result<Self> {
        Self::at(cargo::workspace_root()?)
    }

    /// Reads every `exercise.toml` of the workspace at `root`.
    pub(crate) fn at(root: PathBuf) -> anyhow::Result<Self> {
        let mut entries = Vec::new();
        for section in folders(&root.join("exercises"))? {
            for exercise in folders(&section)? {
                entries.push(Entry::load(&root, &exercise)?);
            }
        }
        entries.sort_by_key(|entry| numbers(&entry.exercise.id));
        Ok(Self { root, entries })
    }

    /// The exercise with exactly this id.
    pub(crate) fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.exercise.id == id)
    }

    /// Finds what a student means by `text`: an id in any of its spellings (`16.3.4`, `16-3-4`,
    /// `ex-16-3-4`), the end of one (`3.4`), a section (`16.3` or `3`), or the path to something in the
    /// folder of an exercise, from the folder `current`.
    pub(crate) fn resolve(&self, text: &str, current: &Path) -> Found<'_> {
        if let Some(entry) = self.at_path(&current.join(text)) {
            return Found::Exercise(entry);
        }
        let text = text.trim().to_lowercase().replace(['-', '_'], ".");
        let id = text.trim_start_matches("ex.").trim_start_matches("sol.").trim_end_matches('.');
        let ids = || self.entries.iter().map(|entry| entry.exercise.id.as_str());
        let ends = |known: &&str| known.strip_suffix(id).is_some_and(|rest| rest.ends_with('.'));
        if let Some(entry) = self.find(id) {
            Found::Exercise(entry)
        } else if let Some(section) = ids().map(section).find(|known| *known == id || ends(known)) {
            Found::Section(section)
        } else if let Some(entry) = ids().find(|known| id.contains('.') && ends(known)) {
            Found::Exercise(self.find(entry).expect("the id is a known one"))
        } else {
            Found::Nothing
        }
    }

    /// The exercise whose folder, or that of its solution, is at or above `path`.
    fn at_path(&self, path: &Path) -> Option<&Entry> {
        let path = path.canonicalize().ok()?;
        let root = self.root.canonicalize().ok()?;
        let path = path.strip_prefix(root).ok()?;
        let path =
            path.strip_prefix("exercises").or_else(|_| path.strip_prefix("solutions")).ok()?;
        self.entries.iter().find(|entry| path.starts_with(&entry.folder))
    }

    /// The first exercise after `id` for which `open` holds, else the first of all.
    pub(crate) fn next_after(&self, id: &str, open: impl Fn(&str) -> bool) -> Option<&Entry> {
        let at = self.entries.iter().position(|entry| entry.exercise.id == id)?;
        let (before, after) = self.entries.split_at(at + 1);
        after.iter().chain(before).find(|entry| open(&entry.exercise.id))
    }
}

impl Entry {
    fn load(root: &Path, folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join("exercise.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        let exercise = toml::from_str(&text).with_context(|| format!("read {}", path.display()))?;
        let folder = folder.strip_prefix(root.join("exercises"))?.to_owned();
        Ok(Self { exercise, folder })
    }

    /// The student's file, relative to the root.
    pub(crate) fn student_file(&self) -> PathBuf {
        self.exercise_folder().join("src").join("main.rs")
    }

    /// The reference solution, relative to the root.
    pub(crate) fn reference_file(&self) -> PathBuf {
        self.solution_folder().join("src").join("main.rs")
    }

    pub(crate) fn exercise_folder(&self) -> PathBuf {
        Path::new("exercises").join(&self.folder)
    }

    pub(crate) fn solution_folder(&self) -> PathBuf {
        Path::new("solutions").join(&self.folder)
    }

    /// The package and binary of the exercise: `ex-16-1-3` for 16.1.3.
    pub(crate) fn package(&self) -> String {
        format!("ex-{}", self.dashed_id())
    }

    /// The id with dashes, since package names have no dots: `16-1-3`.
    pub(crate) fn dashed_id(&self) -> String {
        self.exercise.id.replace('.', "-")
    }

    /// The id that the folders spell: `16-1-rust-for-data/3-iterators` is 16.1.3.
    pub(crate) fn id_of_folder(&self) -> Option<String> {
        let mut parts = self.folder.iter().map(|part| part.to_str());
        let (section, exercise) = (parts.next()??, parts.next()??);
        let mut section = section.split('-');
        let (chapter, section) = (section.next()?, section.next()?);
        Some(format!("{chapter}.{section}.{}", exercise.split('-').next()?))
    }
}

/// `16.3.10` as numbers, which sort it after `16.3.9`.
fn numbers(id: &str) -> Vec<u32> {
    id.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

/// The folders in `path`, by name.
fn folders(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(path).with_context(|| format!("read {}", path.display()))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut folders: Vec<PathBuf> = paths.collect::<Result<_, _>>()?;
    folders.retain(|path| path.is_dir());
    folders.sort();
    Ok(folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_as_numbers() {
        assert!(numbers("16.3.10") > numbers("16.3.9"));
        assert!(numbers("16.10.1") > numbers("16.9.5"));
    }

    fn resolve(text: &str) -> String {
        let catalog = Catalog::load().unwrap();
        let folder = catalog.root.join("exercises/16-1-rust-for-data");
        match catalog.resolve(text, &folder) {
            Found::Exercise(entry) => entry.exercise.id.clone(),
            Found::Section(section) => format!("section {section}"),
            Found::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn an_id_has_many_spellings() {
        for text in
            ["16.1.3", "16-1-3", "ex-16-1-3", "sol_16_1_3", "EX-16.1.3", "1.3", "1-3", " 16.1.3. "]
        {
            assert_eq!(resolve(text), "16.1.3", "{text}");
        }
        for text in ["3-iterators", "3-iterators/src/main.rs", "./3-iterators/"] {
            assert_eq!(resolve(text), "16.1.3", "{text}");
        }
        assert_eq!(resolve("../../solutions/16-1-rust-for-data/3-iterators"), "16.1.3");
    }

    #[test]
    fn a_section_is_no_exercise() {
        assert_eq!(resolve("16.1"), "section 16.1");
        assert_eq!(resolve("16-1"), "section 16.1");
        assert_eq!(resolve("1"), "section 16.1");
    }

    #[test]
    fn other_words_mean_nothing() {
        for text in ["", ".", "16", "6.1.3", "16.1.33", "hint", "../.."] {
            assert_eq!(resolve(text), "nothing", "{text}");
        }
    }

    #[test]
    fn every_exercise_of_the_workspace_is_complete() {
        let catalog = Catalog::load().unwrap();
        assert!(!catalog.entries.is_empty());
        for entry in &catalog.entries {
            let exercise = &entry.exercise;
            assert_eq!(entry.id_of_folder().as_ref(), Some(&exercise.id));
            assert_eq!(exercise.problems(), Vec::<String>::new(), "{}", exercise.id);
        }
    }
}
