//! The versions of an exercise's `main.rs`, and what each of them consists of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::catalog::Entry;
use crate::cmd::Context;
use crate::copy::{digest, files, packages};
use crate::starter;
use crate::wrong::Wrong;

use super::Subject;

/// Compiled by one call of cargo as a package and binary of its own.
pub(super) struct Version<'a> {
    pub(super) entry: &'a Entry,
    pub(super) kind: Kind<'a>,
    /// The name of the package and of the binary.
    pub(super) bin: String,
    /// `main.rs`; an error if the wrong solution does not fit the reference.
    pub(super) source: Result<String, String>,
    /// Tells whether anything has changed that the version consists of.
    pub(super) digest: String,
}

#[derive(Clone, Copy)]
pub(super) enum Kind<'a> {
    Starter,
    Reference,
    Wrong(&'a Wrong),
}

impl Version<'_> {
    pub(super) fn id(&self) -> &str {
        &self.entry.exercise.id
    }

    /// The folder of the package that it is a copy of, relative to the root.
    pub(super) fn folder(&self) -> PathBuf {
        match self.kind {
            Kind::Starter => self.entry.exercise_folder(),
            Kind::Reference | Kind::Wrong(_) => self.entry.solution_folder(),
        }
    }
}

/// Every version of the subjects, or only the wrong solutions.
pub(super) fn of<'a>(
    context: &Context,
    subjects: &'a [Subject<'a>],
    only_wrong: bool,
) -> anyhow::Result<Vec<Version<'a>>> {
    let mut digests = Digests::new(context)?;
    let mut versions = Vec::new();
    for subject in subjects {
        let entry = subject.entry;
        let shared = digests.of_exercise(entry)?;
        let mut add = |kind, bin: String, source: Result<String, String>| {
            let own = source.as_deref().unwrap_or_else(|error| error);
            let digest = digest(format!("{shared} {bin} {own}").as_bytes());
            versions.push(Version { entry, kind, bin, source, digest });
        };
        let dashed = entry.dashed_id();
        if !only_wrong {
            add(Kind::Starter, format!("start-{dashed}"), Ok(subject.starter.clone()));
            add(Kind::Reference, format!("reference-{dashed}"), Ok(subject.reference.clone()));
        }
        for wrong in &subject.wrong {
            let source = starter::replace_regions(&subject.reference, &wrong.source);
            let source = source.map_err(|error| format!("{error:#}"));
            add(Kind::Wrong(wrong), format!("wrong-{dashed}-{}", wrong.name), source);
        }
    }
    Ok(versions)
}

/// Digests of what versions share, each made once.
struct Digests<'a> {
    root: &'a Path,
    /// The compiler, the profile, the seed, and the versions and features of all dependencies.
    of_all: String,
    packages: BTreeMap<PathBuf, String>,
}

impl<'a> Digests<'a> {
    fn new(context: &'a Context) -> anyhow::Result<Self> {
        let root = &context.catalog.root;
        let rustc = Command::new("rustc").arg("-vV").output().map(|output| output.stdout);
        let mut parts = rustc.unwrap_or_default();
        for name in ["Cargo.toml", "Cargo.lock"] {
            parts.extend(std::fs::read(root.join(name))?);
        }
        parts.push(u8::from(context.release));
        parts.extend(super::other_seed().unwrap_or_default().into_bytes());
        Ok(Self { root, of_all: digest(&parts), packages: BTreeMap::new() })
    }

    /// What every version of an exercise consists of: its tests and given modules, both manifests,
    /// and the local packages that it needs.
    fn of_exercise(&mut self, entry: &Entry) -> anyhow::Result<String> {
        let folders = [entry.exercise_folder(), entry.solution_folder()];
        let mut parts = self.of_all.clone();
        for folder in packages::with_dependencies(self.root, &folders)?.into_keys() {
            let digest = match self.packages.get(&folder) {
                Some(digest) => digest.clone(),
                None => self.of_package(&folder, entry)?,
            };
            parts += &digest;
            self.packages.insert(folder, digest);
        }
        Ok(parts)
    }

    fn of_package(&self, folder: &Path, entry: &Entry) -> anyhow::Result<String> {
        let mut files = BTreeMap::new();
        files::collect(self.root, folder, &mut files)?;
        // What differs between versions, and what no version is compiled from.
        let wrong = entry.solution_folder().join("wrong");
        files.retain(|path, _| {
            let texts = ["exercise.toml", "misconceptions.toml"].map(|name| folder.join(name));
            !texts.contains(path)
                && *path != entry.student_file()
                && *path != entry.reference_file()
                && !path.starts_with(&wrong)
        });
        let bytes: Vec<u8> = files
            .into_iter()
            .flat_map(|(path, bytes)| [path.display().to_string().into_bytes(), bytes].concat())
            .collect();
        Ok(digest(&bytes))
    }
}
