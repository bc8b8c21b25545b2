//! Calls to cargo: always over the whole workspace and by target name.
//!
//! With `--package`, cargo would choose the features of shared dependencies anew for each package
//! and build an engine again for each exercise. In a student's copy the same holds between the
//! exercises, which are its default members, and the whole workspace, which has the runner as well:
//! there, a call without any selection builds what a plain `cargo test` does.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, ensure};
use nested_cargo::cargo;
use serde::Deserialize;

use crate::messages::Problem;

/// What to build.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Build<'a> {
    /// The folder of the workspace.
    pub(crate) root: &'a Path,
    /// The binary, which has the name of its package.
    pub(crate) bin: &'a str,
    /// Its tests instead of the binary itself.
    pub(crate) tests: bool,
    pub(crate) release: bool,
}

/// The result of a build.
#[derive(Debug)]
pub(crate) enum Built {
    /// Of a binary, with the warnings about it unless they were shown live.
    Executable { path: PathBuf, warnings: Vec<String> },
    /// Something does not compile. Without the errors if they were shown live.
    Failed { errors: Vec<String> },
}

/// How much of the output of a build appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// Progress and messages as cargo writes them, while it runs.
    Live,
    /// Progress while it runs; the messages are in the result.
    Progress { color: bool },
}

/// A line of cargo's JSON output.
#[derive(Debug, Deserialize)]
struct Message {
    reason: String,
    target: Option<Target>,
    executable: Option<PathBuf>,
    message: Option<Diagnostic>,
}

#[derive(Debug, Deserialize)]
struct Target {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Diagnostic {
    level: String,
    /// The lint or the kind of error.
    code: Option<serde::de::IgnoredAny>,
    rendered: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    target_directory: PathBuf,
}

/// Builds a binary or its tests.
///
/// # Errors
///
/// Cargo cannot be started, or stops before it compiles, such as for want of a dependency. Code that
/// does not compile is not an error but [`Built::Failed`].
pub(crate) fn build(build: Build<'_>, output: Output) -> anyhow::Result<Built> {
    let mut command = cargo();
    command.current_dir(build.root);
    command.args(if build.tests { &["test", "--no-run"][..] } else { &["build"] });
    if has_solutions(build.root) {
        command.arg("--workspace");
    }
    command.args(["--bin", build.bin]);
    if build.release {
        command.arg("--release");
    }
    match output {
        Output::Live => command.arg("--message-format=json-render-diagnostics"),
        Output::Progress { color: true } => {
            command.arg("--message-format=json-diagnostic-rendered-ansi")
        }
        Output::Progress { color: false } => command.arg("--message-format=json"),
    };
    let mut child = command.stdout(Stdio::piped()).spawn().context("start cargo")?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let mut executable = None;
    let (mut warnings, mut errors) = (Vec::new(), Vec::new());
    let mut has_compiled = false;
    for line in BufReader::new(stdout).lines() {
        let Ok(message) = serde_json::from_str::<Message>(&line?) else { continue };
        let of_bin = message.target.is_some_and(|target| target.name == build.bin);
        match (message.reason.as_str(), message.message) {
            ("compiler-artifact", _) if of_bin => executable = message.executable.or(executable),
            ("build-finished", _) => has_compiled = true,
            ("compiler-message", Some(text)) if text.level.starts_with("error") => {
                errors.extend(text.rendered);
            }
            // The last one only counts the others.
            ("compiler-message", Some(text)) if of_bin && text.code.is_some() => {
                warnings.extend(text.rendered);
            }
            _ => {}
        }
    }
    let succeeded = child.wait()?.success();
    ensure!(has_compiled, Problem::CargoStopped);
    Ok(match executable.filter(|_| succeeded) {
        Some(path) => Built::Executable { path, warnings },
        None => Built::Failed { errors },
    })
}

/// Whether this is the course, and not a student's copy of it.
fn has_solutions(root: &Path) -> bool {
    root.join("solutions").is_dir()
}

/// The folder into which cargo builds.
pub(crate) fn target_dir(root: &Path) -> anyhow::Result<PathBuf> {
    let mut command = cargo();
    command.current_dir(root).args(["metadata", "--no-deps", "--format-version=1"]);
    let output = command.stderr(Stdio::inherit()).output().context("start cargo")?;
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).context("read the output of `cargo metadata`")?;
    Ok(metadata.target_directory)
}

/// The closest folder, from the current one upwards, that holds a workspace with exercises.
pub(crate) fn workspace_root() -> anyhow::Result<PathBuf> {
    let current = std::env::current_dir().context("find the current folder")?;
    let is_root =
        |path: &&Path| path.join("exercises").is_dir() && path.join("Cargo.lock").exists();
    let root = current.ancestors().find(is_root);
    Ok(root.ok_or(Problem::NotInWorkbook)?.to_owned())
}
