//! `cargo ex reset 16.1.3`: the starter again, with a backup of the student's file.
//!
//! Backups are `.workbook/backup/16.1.3-1.rs`, `-2.rs` and so on. Nothing deletes them.

mod messages;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, bail};

use crate::catalog::Entry;
use crate::cmd::{Context, UsageError};
use crate::origin::{self, write};
use crate::progress::{self, Progress};

/// What becomes of the student's file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    /// It is the starter again.
    Start,
    /// Nothing: its backups are listed.
    List,
    /// It is the backup of this number again.
    Restore(u32),
}

impl Action {
    pub(crate) fn of(list: bool, restore: Option<u32>) -> Self {
        match restore {
            Some(number) => Self::Restore(number),
            None if list => Self::List,
            None => Self::Start,
        }
    }
}

pub(crate) fn run(context: &Context, id: &str, action: Action) -> anyhow::Result<bool> {
    let entry = context.find(id)?;
    match action {
        Action::Start => start(context, entry),
        Action::List => list(context, entry),
        Action::Restore(number) => restore(context, entry, number),
    }
}

fn start(context: &Context, entry: &Entry) -> anyhow::Result<bool> {
    let (root, file) = (&context.catalog.root, entry.student_file());
    let starter = origin::starter(root, entry)?;
    let shown = file.display().to_string();
    if read(&root.join(&file))? == starter {
        println!("{}", messages::not_needed(context.language, &shown));
        return Ok(true);
    }
    let number = replace(context, entry, &starter)?;
    let backup = backup_file(entry, number).display().to_string();
    println!("{}", messages::done(context.language, &shown, &backup));
    println!("{}", messages::undo(context.language, &entry.exercise.id, number));
    Ok(true)
}

fn list(context: &Context, entry: &Entry) -> anyhow::Result<bool> {
    let (language, root) = (context.language, &context.catalog.root);
    let id = &entry.exercise.id;
    let backups = numbers(root, entry)?;
    if backups.is_empty() {
        println!("{}", messages::no_backups(language, id));
        return Ok(true);
    }
    let current = read(&root.join(entry.student_file()))?;
    for &number in &backups {
        let path = root.join(backup_file(entry, number));
        let text = read(&path)?;
        let mark = if text == current { messages::as_now(language) } else { "" };
        let age = messages::age(language, age(&path));
        let lines = messages::lines(language, text.lines().count());
        println!("{number:>4}  {age:<20} {lines:>10}  {mark}");
    }
    println!("\n{}", messages::how_to_restore(language, id));
    Ok(true)
}

fn restore(context: &Context, entry: &Entry, number: u32) -> anyhow::Result<bool> {
    let (language, root) = (context.language, &context.catalog.root);
    let (id, path) = (&entry.exercise.id, backup_file(entry, number));
    if !root.join(&path).exists() {
        bail!(UsageError(messages::no_such_backup(language, id, number)));
    }
    let text = read(&root.join(&path))?;
    let file = entry.student_file().display().to_string();
    let kept = replace(context, entry, &text)?;
    println!("{}", messages::restored(language, &file, number, kept));
    Ok(true)
}

/// Writes the student's file anew after backing it up, and returns the number of the backup.
fn replace(context: &Context, entry: &Entry, text: &str) -> anyhow::Result<u32> {
    let root = &context.catalog.root;
    let file = root.join(entry.student_file());
    let number = back_up(root, entry, &read(&file)?)?;
    write(&file, text)?;
    Progress::load(root)?.update(&entry.exercise.id, |state| {
        state.passed = false;
        state.points = None;
    })?;
    Ok(number)
}

/// Saves `text` under the first free number, unless a backup has the same text already.
fn back_up(root: &Path, entry: &Entry, text: &str) -> anyhow::Result<u32> {
    let numbers = numbers(root, entry)?;
    for &number in &numbers {
        if read(&root.join(backup_file(entry, number)))? == text {
            return Ok(number);
        }
    }
    let number = numbers.last().map_or(1, |last| last + 1);
    write(&root.join(backup_file(entry, number)), text)?;
    Ok(number)
}

/// The numbers of the backups, in order.
fn numbers(root: &Path, entry: &Entry) -> anyhow::Result<Vec<u32>> {
    let folder = root.join(backup_folder());
    if !folder.exists() {
        return Ok(vec![]);
    }
    let prefix = format!("{}-", entry.exercise.id);
    let mut numbers = Vec::new();
    for file in fs::read_dir(&folder).with_context(|| format!("read {}", folder.display()))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(".rs"));
        numbers.extend(number.and_then(|number| number.parse::<u32>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

fn backup_file(entry: &Entry, number: u32) -> PathBuf {
    backup_folder().join(format!("{}-{number}.rs", entry.exercise.id))
}

fn backup_folder() -> PathBuf {
    Path::new(progress::FOLDER).join("backup")
}

/// How long ago a file was written; zero if the system does not tell.
fn age(path: &Path) -> Duration {
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified());
    let age = modified.ok().and_then(|time| SystemTime::now().duration_since(time).ok());
    age.unwrap_or_default()
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}
