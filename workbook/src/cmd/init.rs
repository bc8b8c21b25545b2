//! `cargo ex init DIR`: a student's own copy of the exercises and of what they need.

mod messages;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

use crate::cmd::{Context, UsageError};
use crate::copy::{self, Contents};
use crate::origin::{self, Origin, write};

pub(crate) fn run(context: &Context, folder: &Path) -> anyhow::Result<bool> {
    let (language, course) = (context.language, &context.catalog.root);
    if Origin::load(course)?.is_some() {
        bail!(UsageError(messages::is_a_copy(language).to_owned()));
    }
    let target = absolute(folder)?;
    if target.starts_with(course.canonicalize()?) {
        bail!(UsageError(messages::inside_the_course(language, folder)));
    }
    if !is_free(&target) {
        bail!(UsageError(messages::not_empty(language, folder)));
    }
    let contents = Contents::of(course, language)?;
    write_all(&target, &contents)?;
    let origin = Origin { course: course.canonicalize()?, commit: copy::commit(course) };
    origin.save(&target)?;
    copy::settle_lock_file(&target);
    let repository = start_repository(&target);
    println!("{}", messages::done(language, &target, contents.exercises.len(), repository));
    println!("\n{}", messages::start(language, folder));
    Ok(true)
}

fn write_all(target: &Path, contents: &Contents) -> anyhow::Result<()> {
    for (path, bytes) in &contents.files {
        write(&target.join(path), bytes)?;
    }
    for exercise in &contents.exercises {
        write(&target.join(exercise.student_file()), &exercise.starter)?;
        write(&target.join(origin::starter_file(&exercise.id)), &exercise.starter)?;
    }
    contents.shipped().save(target)
}

/// The folder with every part of its path that exists resolved.
fn absolute(folder: &Path) -> anyhow::Result<PathBuf> {
    let folder =
        std::path::absolute(folder).with_context(|| format!("find {}", folder.display()))?;
    let known = folder.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    let (part, resolved) = known.context("the path has no root")?;
    let rest = folder.strip_prefix(part).expect("it is an ancestor");
    Ok(if rest.as_os_str().is_empty() { resolved } else { resolved.join(rest) })
}

/// Whether there is nothing yet, or an empty folder.
fn is_free(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !folder.exists(),
    }
}

/// Makes a Git repository, unless there is one around the folder or no Git. Returns whether it did.
fn start_repository(folder: &Path) -> bool {
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder).args(args).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    !git(&["rev-parse", "--is-inside-work-tree"]) && git(&["init", "--quiet"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_empty_folder_is_free() {
        let root = tempfile::tempdir().unwrap();
        assert!(is_free(root.path()));
        assert!(is_free(&root.path().join("new")));
        fs::write(root.path().join("file"), "").unwrap();
        assert!(!is_free(root.path()));
        assert!(!is_free(&root.path().join("file")));
    }

    #[test]
    fn a_folder_that_does_not_exist_yet_has_a_resolved_path() {
        let root = tempfile::tempdir().unwrap();
        let new = root.path().join("a").join("b");
        assert_eq!(
            absolute(&new).unwrap(),
            root.path().canonicalize().unwrap().join("a").join("b")
        );
    }
}
