//! Warnings of the compiler and of clippy, and the format: once over all versions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use nested_cargo::cargo;

use crate::mirror::Mirror;

use super::Subject;
use super::build::messages;

/// The warnings about each of the binaries, as the compiler renders them: as a program, in which code
/// that only tests use is dead, and as tests.
pub(super) fn warnings(
    mirror: &Mirror,
    bins: &[&str],
) -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let mut warnings = BTreeMap::<String, Vec<String>>::new();
    for profile in ["dev", "test"] {
        if bins.is_empty() {
            break;
        }
        let mut command = cargo();
        command.current_dir(&mirror.root).args(["clippy", "--workspace", "--quiet"]);
        command.args(["--message-format=json", "--profile", profile]);
        command.arg("--target-dir").arg(&mirror.target_dir);
        command.args(bins.iter().flat_map(|bin| ["--bin", bin]));
        messages(command, |message| {
            let name = message.target.map(|target| target.name).unwrap_or_default();
            let Some(text) = message.message.filter(|_| bins.contains(&name.as_str())) else {
                return;
            };
            let own = warnings.entry(name).or_default();
            let rendered = text.rendered.unwrap_or_default();
            // The last message only counts the others, and most appear in both profiles.
            let counts = rendered.contains(" emitted") || rendered.contains(" generated ");
            if ["warning", "error"].contains(&text.level.as_str())
                && !counts
                && !own.contains(&rendered)
            {
                own.push(rendered);
            }
        })?;
    }
    Ok(warnings)
}

/// The files of exercises and solutions that `cargo fmt` would change.
pub(super) fn badly_formatted(
    root: &Path,
    subjects: &[Subject<'_>],
) -> anyhow::Result<Vec<PathBuf>> {
    if subjects.is_empty() {
        return Ok(vec![]);
    }
    let mut command = cargo();
    command.current_dir(root).args(["fmt", "--check", "--message-format=short"]);
    for subject in subjects {
        let dashed = subject.entry.dashed_id();
        command.args(["-p", &format!("ex-{dashed}"), "-p", &format!("sol-{dashed}")]);
    }
    let output = command.output().context("start cargo fmt")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() && text.is_empty() {
        // A file that cannot be parsed does not compile either, which is reported there.
        eprintln!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let mut paths: Vec<PathBuf> = text.lines().map(PathBuf::from).collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}
