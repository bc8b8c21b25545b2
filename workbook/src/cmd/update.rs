//! `cargo ex update`, in a student's copy: newer exercises from the course. What the student has
//! written stays.

mod messages;
mod signatures;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::catalog::Catalog;
use crate::cmd::{Context, UsageError};
use crate::copy::{self, Contents, Given, Shipped, digest};
use crate::language::Language;
use crate::origin::{self, Origin, write};
use crate::progress;

/// Where the folders of exercises go that the course no longer has.
const REMOVED: &str = "removed";

/// Where folders are on their way to another place.
const MOVING: &str = "moving";

/// Cargo changes this file by itself, so that a change says nothing about the student.
const LOCK_FILE: &str = "Cargo.lock";

pub(crate) fn run(context: &Context, from: Option<&Path>) -> anyhow::Result<bool> {
    let (root, language) = (&context.catalog.root, context.language);
    let Some(mut origin) = Origin::load(root)? else {
        bail!(UsageError(messages::not_a_copy(language).to_owned()));
    };
    if let Some(from) = from {
        origin.course = from.canonicalize().unwrap_or_else(|_| from.to_owned());
    }
    if !origin.course.join("solutions").is_dir() {
        bail!(UsageError(messages::no_course(language, &origin.course)));
    }
    let contents = Contents::of(&origin.course, language)?;
    let shipped = Shipped::load(root)?;
    let mut update = Update { root, language, shipped, changes: vec![] };
    update.move_exercises(&context.catalog, &contents)?;
    for exercise in &contents.exercises {
        update.bring_starter(exercise)?;
    }
    update.bring_files(&contents)?;
    update.remove_files(&contents)?;
    contents.shipped().save(root)?;
    origin.commit = copy::commit(&origin.course);
    origin.save(root)?;
    copy::settle_lock_file(root);
    println!("{}\n", messages::from(language, &origin.course, origin.commit.as_deref()));
    match update.changes.is_empty() {
        true => println!("{}", messages::nothing_new(language)),
        false => update.changes.iter().for_each(|change| println!("{change}")),
    }
    Ok(true)
}

/// An update under way.
struct Update<'a> {
    root: &'a Path,
    language: Language,
    /// What the copy was given before.
    shipped: Shipped,
    /// What the student should know.
    changes: Vec<String>,
}

impl Update<'_> {
    /// Follows exercises to their new folders, and sets aside those that the course no longer has.
    /// Two exercises may have changed places: all leave before any arrives.
    fn move_exercises(&mut self, own: &Catalog, contents: &Contents) -> anyhow::Result<()> {
        let mut arriving = Vec::new();
        for entry in &own.entries {
            let id = &entry.exercise.id;
            let old = entry.exercise_folder();
            match contents.find(id).map(Given::exercise_folder) {
                Some(folder) if folder == old => {}
                Some(folder) => {
                    let between = Path::new(progress::FOLDER).join(MOVING).join(id);
                    self.move_folder(&old, &between)?;
                    arriving.push((id, between, folder));
                }
                None => {
                    let aside = self.free_place(&entry.folder);
                    self.move_folder(&old, &aside)?;
                    self.changes.push(messages::set_aside(self.language, id, &aside));
                }
            }
        }
        for (id, between, folder) in arriving {
            self.move_folder(&between, &folder)?;
            self.changes.push(messages::moved(self.language, id, &folder));
        }
        Ok(())
    }

    /// Where to set an exercise aside, relative to the root.
    fn free_place(&self, folder: &Path) -> PathBuf {
        let removed = Path::new(progress::FOLDER).join(REMOVED);
        let first = removed.join(folder);
        let name = |number: u32| removed.join(format!("{}-{number}", folder.display()));
        let mut places = std::iter::once(first).chain((2..).map(name));
        let free = places.find(|place| !self.root.join(place).exists());
        free.expect("there are more numbers than folders")
    }

    fn move_folder(&mut self, old: &Path, new: &Path) -> anyhow::Result<()> {
        let target = self.root.join(new);
        let parent = target.parent().expect("an exercise is in a section");
        fs::create_dir_all(parent).with_context(|| format!("create {}", parent.display()))?;
        fs::rename(self.root.join(old), &target)
            .with_context(|| format!("move {} to {}", old.display(), new.display()))?;
        let moved = std::mem::take(&mut self.shipped.0).into_iter();
        self.shipped.0 = moved
            .map(|(path, digest)| match path.strip_prefix(old) {
                Ok(rest) => (new.join(rest), digest),
                Err(_) => (path, digest),
            })
            .collect();
        // The section may be empty now; if it is not, it stays.
        drop(self.root.join(old).parent().map(fs::remove_dir));
        Ok(())
    }

    /// Replaces the student's file if it is still the old starter. Otherwise it stays, and the new
    /// starter is laid beside it if tests expect other signatures.
    fn bring_starter(&mut self, exercise: &Given) -> anyhow::Result<()> {
        let (id, starter, file) = (&exercise.id, &*exercise.starter, exercise.student_file());
        let kept = self.root.join(origin::starter_file(id));
        let (old, current) = (read(&kept)?, read(&self.root.join(&file))?);
        if old.as_deref() == Some(starter) && current.is_some() {
            return Ok(());
        }
        match current {
            Some(current) if current == starter => {}
            Some(current) if Some(&current) != old.as_ref() => {
                let before = old.as_deref().unwrap_or(&current);
                if signatures::of(before) != signatures::of(starter) {
                    let beside = file.with_extension("rs.new");
                    write(&self.root.join(&beside), starter)?;
                    self.changes.push(messages::new_signatures(self.language, id, &beside));
                }
            }
            Some(_) => {
                write(&self.root.join(&file), starter)?;
                self.changes.push(messages::new_starter(self.language, id));
            }
            None => {
                write(&self.root.join(&file), starter)?;
                self.changes.push(messages::new_exercise(self.language, id));
            }
        }
        write(&kept, starter)
    }

    /// Writes every file that is newer in the course. One that the student has changed is backed up.
    fn bring_files(&mut self, contents: &Contents) -> anyhow::Result<()> {
        let mut newer = BTreeMap::<Option<&str>, usize>::new();
        for (path, bytes) in &contents.files {
            let full = self.root.join(path);
            let current = fs::read(&full).ok();
            if current.as_ref() == Some(bytes) {
                continue;
            }
            let is_given = |current: &Vec<u8>| self.shipped.0.get(path) == Some(&digest(current));
            let is_lock_file = path.as_os_str() == LOCK_FILE;
            if let Some(changed) = current.filter(|current| !is_given(current) && !is_lock_file) {
                let backup = self.back_up(path, &changed)?;
                self.changes.push(messages::replaced(self.language, path, &backup));
            }
            write(&full, bytes)?;
            if !is_lock_file {
                let is_its = |exercise: &&Given| path.starts_with(exercise.exercise_folder());
                let exercise = contents.exercises.iter().find(is_its);
                *newer.entry(exercise.map(|exercise| &*exercise.id)).or_default() += 1;
            }
        }
        for (id, count) in newer {
            self.changes.push(messages::newer_files(self.language, id, count));
        }
        Ok(())
    }

    /// Saves a file that the student has changed below `.workbook/backup`. Returns where.
    fn back_up(&self, path: &Path, bytes: &[u8]) -> anyhow::Result<PathBuf> {
        let name = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("_");
        let folder = Path::new(progress::FOLDER).join("backup");
        let mut names = (1..).map(|number: u32| folder.join(format!("{name}-{number}")));
        let free = names.find(|name| !self.root.join(name).exists());
        let free = free.expect("there are more numbers than files");
        write(&self.root.join(&free), bytes)?;
        Ok(free)
    }

    /// Removes what the copy was given and the course no longer has, unless the student changed it.
    fn remove_files(&self, contents: &Contents) -> anyhow::Result<()> {
        for (path, given) in &self.shipped.0 {
            let full = self.root.join(path);
            let gone = !contents.files.contains_key(path) && !path.starts_with(progress::FOLDER);
            if gone && fs::read(&full).is_ok_and(|bytes| digest(&bytes) == *given) {
                fs::remove_file(&full).with_context(|| format!("remove {}", full.display()))?;
            }
        }
        Ok(())
    }
}

/// `None` if there is no such file.
fn read(path: &Path) -> anyhow::Result<Option<String>> {
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    Ok(Some(text))
}
