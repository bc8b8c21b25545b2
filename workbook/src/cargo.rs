//! Calls to cargo: always over the whole workspace and by target name.
//!
//! With `--package`, cargo would choose the features of shared dependencies anew for each package
//! and build an engine again for each exercise.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::Context;
use nested_cargo::cargo;
use serde::Deserialize;

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
    /// Where to build, if not where cargo would.
    pub(crate) target_dir: Option<&'a Path>,
}

/// The result of a build.
#[derive(Debug)]
pub(crate) enum Built {
    Executable {
        path: PathBuf,
        /// Warnings about the binary, as the compiler renders them.
        warnings: Vec<String>,
    },
    /// The compiler has reported errors.
    Failed { errors: Vec<String> },
}

/// How much of the output of a build appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// Progress and messages as cargo writes them, while it runs.
    Live,
    /// No progress; the messages are in the result.
    Hidden,
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
/// Cargo cannot be started. Code that does not compile is not an error but [`Built::Failed`].
pub(crate) fn build(build: Build<'_>, output: Output) -> anyhow::Result<Built> {
    let mut command = cargo();
    command.current_dir(build.root);
    command.args(if build.tests { &["test", "--no-run"][..] } else { &["build"] });
    command.args(["--workspace", "--bin", build.bin]);
    if build.release {
        command.arg("--release");
    }
    if let Some(target_dir) = build.target_dir {
        command.arg("--target-dir").arg(target_dir);
    }
    match output {
        Output::Live => command.arg("--message-format=json-render-diagnostics"),
        Output::Hidden => command.args(["--message-format=json", "--quiet"]),
    };
    let mut child = command.stdout(Stdio::piped()).spawn().context("start cargo")?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let mut executable = None;
    let (mut warnings, mut errors) = (Vec::new(), Vec::new());
    for line in BufReader::new(stdout).lines() {
        let Ok(message) = serde_json::from_str::<Message>(&line?) else { continue };
        let of_bin = message.target.is_some_and(|target| target.name == build.bin);
        match (message.reason.as_str(), message.message) {
            ("compiler-artifact", _) if of_bin => executable = message.executable.or(executable),
            ("compiler-message", Some(text)) if text.level.starts_with("error") => {
                errors.extend(text.rendered);
            }
            ("compiler-message", Some(text)) if of_bin && text.level == "warning" => {
                warnings.extend(text.rendered);
            }
            _ => {}
        }
    }
    let succeeded = child.wait()?.success();
    Ok(match executable.filter(|_| succeeded) {
        Some(path) => Built::Executable { path, warnings },
        None => Built::Failed { errors },
    })
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
    root.map(Path::to_owned).context("this folder is not inside the workbook: `cd` into it first")
}
