//! Compiles versions and runs their tests.
//!
//! Many versions are built by one call of cargo: resolving the workspace and looking at every
//! dependency takes longer than compiling an exercise. While cargo compiles, finished binaries run.
//! An exercise with an engine in it is hundreds of megabytes, so cargo may not run far ahead.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Mutex, mpsc};
use std::thread;

use anyhow::{Context as _, bail};
use nested_cargo::cargo;
use serde::Deserialize;

use crate::cmd::Context;
use crate::language::Language;
use crate::mirror::Mirror;
use crate::verdict::{self, Limits, Tests};

use super::lints;
use super::memo::{Memo, Ran, Record};
use super::versions::{Kind, Version};

/// Versions that one call of cargo builds.
const BATCH: usize = 32;

/// Binaries that may wait before cargo has to.
const WAITING: usize = 8;

/// A line of cargo's JSON output.
#[derive(Debug, Deserialize)]
pub(super) struct Message {
    pub(super) reason: String,
    pub(super) target: Option<Target>,
    pub(super) executable: Option<PathBuf>,
    pub(super) message: Option<Diagnostic>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Target {
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Diagnostic {
    pub(super) level: String,
    pub(super) rendered: Option<String>,
}

/// Builds, runs and, if `lint`, lints the versions, and adds what became of them to the memo.
pub(super) fn all(
    context: &Context,
    target_dir: &Path,
    versions: &[&Version<'_>],
    memo: &mut Memo,
    lint: bool,
) -> anyhow::Result<()> {
    let mirror = Mirror::new(&context.catalog.root, target_dir.to_owned())?;
    let mut folders = BTreeMap::new();
    for version in versions {
        match &version.source {
            Ok(source) => {
                let folder = mirror.add_package(&version.folder(), &version.bin, source)?;
                folders.insert(version.bin.as_str(), folder);
            }
            Err(error) => {
                memo.insert(version, Record { error: Some(error.clone()), ..Record::default() });
            }
        }
    }
    let mut records = build_and_run(context, &mirror, versions, &folders)?;
    if lint {
        let linted = |version: &&&Version<'_>| !matches!(version.kind, Kind::Wrong(_));
        let bins: Vec<&str> = versions
            .iter()
            .filter(linted)
            .map(|version| version.bin.as_str())
            .filter(|bin| records.get(*bin).is_some_and(|record| record.error.is_none()))
            .collect();
        for (bin, warnings) in lints::warnings(&mirror, &bins)? {
            records.entry(bin).or_default().warnings = warnings;
        }
    }
    for version in versions {
        if let Some(record) = records.remove(&version.bin) {
            memo.insert(version, record);
        }
    }
    remove_leftovers(context, target_dir);
    Ok(())
}

/// Removes what the compiler kept to build a version faster the next time, and its library, if it has
/// one: there is no next time.
fn remove_leftovers(context: &Context, target_dir: &Path) {
    let profile = target_dir.join(if context.release { "release" } else { "debug" });
    for path in of_versions(&profile.join("incremental"), "") {
        drop(fs::remove_dir_all(path));
    }
    for path in of_versions(&profile.join("deps"), "lib") {
        drop(fs::remove_file(path));
    }
}

/// What in a folder belongs to a version: its name follows the prefix.
fn of_versions(folder: &Path, prefix: &str) -> impl Iterator<Item = PathBuf> {
    let starts = ["start_", "reference_", "wrong_"].map(|kind| format!("{prefix}{kind}"));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(move |path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        starts.iter().any(|start| name.starts_with(start))
    })
}

/// Returns what became of each version that has a folder, by the name of its binary.
fn build_and_run(
    context: &Context,
    mirror: &Mirror,
    versions: &[&Version<'_>],
    folders: &BTreeMap<&str, PathBuf>,
) -> anyhow::Result<BTreeMap<String, Record>> {
    let progress = Progress::new(folders.len());
    let records = Mutex::new(BTreeMap::new());
    let (sender, receiver) = mpsc::sync_channel::<(String, PathBuf)>(WAITING);
    let receiver = Mutex::new(receiver);
    let next = || receiver.lock().expect("no thread panics with the lock").recv().ok();
    let one = |bin: String, executable: &Path| -> anyhow::Result<()> {
        let version = versions.iter().find(|version| version.bin == bin);
        let version = version.expect("only versions are built");
        let record = run(version, executable, &folders[bin.as_str()])?;
        progress.step(&bin);
        records.lock().expect("no thread panics with the lock").insert(bin, record);
        Ok(())
    };
    let work = || {
        let mut result = Ok(());
        // Takes the rest even after an error: the channel is bounded, and cargo would wait for ever.
        while let Some((bin, executable)) = next() {
            if result.is_ok() {
                result = one(bin, &executable);
            }
        }
        result
    };
    let errors = thread::scope(|scope| -> anyhow::Result<BTreeMap<String, String>> {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        let bins: Vec<&str> = folders.keys().copied().collect();
        let batches = bins.chunks(BATCH).map(|bins| build(context, mirror, bins.to_vec(), &sender));
        let errors = batches.collect::<anyhow::Result<Vec<_>>>();
        drop(sender);
        for worker in workers {
            worker.join().expect("the thread does not panic")?;
        }
        Ok(errors?.into_iter().flatten().collect())
    })?;
    progress.end();
    let mut records = records.into_inner().expect("no thread panics with the lock");
    for (bin, error) in errors {
        records.insert(bin, Record { error: Some(error), ..Record::default() });
    }
    Ok(records)
}

/// Builds the tests of the binaries and sends each with its executable. Returns the compiler's errors
/// by binary.
fn build(
    context: &Context,
    mirror: &Mirror,
    mut bins: Vec<&str>,
    built: &mpsc::SyncSender<(String, PathBuf)>,
) -> anyhow::Result<BTreeMap<String, String>> {
    let mut errors = BTreeMap::<String, String>::new();
    // Cargo stops at the first that does not compile. The others are built by the next call.
    while !bins.is_empty() {
        let mut command = cargo();
        command.current_dir(&mirror.root).arg("test").arg("--no-run");
        command.args(["--workspace", "--message-format=json", "--quiet"]);
        command.arg("--target-dir").arg(&mirror.target_dir);
        command.args(bins.iter().flat_map(|bin| ["--bin", bin]));
        // Symbols are nearly half of a binary and say nothing to its tests.
        command.env("CARGO_PROFILE_TEST_STRIP", "symbols");
        if context.release {
            command.arg("--release");
        }
        let before = bins.len();
        let mut others = Vec::new();
        let succeeded = messages(command, |message| {
            // Cargo writes the name of a library with `_`.
            let name = message.target.map(|target| target.name.replace('_', "-"));
            let name = name.unwrap_or_default();
            let own = bins.contains(&name.as_str());
            match (message.executable, message.message) {
                (Some(path), _) if own => {
                    bins.retain(|bin| *bin != name);
                    built.send((name, path)).expect("the receiver outlives the build");
                }
                (_, Some(text)) if text.level.starts_with("error") => {
                    let rendered = text.rendered.unwrap_or_default();
                    match own || errors.contains_key(&name) {
                        true => *errors.entry(name).or_default() += &rendered,
                        false => others.push(rendered),
                    }
                }
                _ => {}
            }
        })?;
        bins.retain(|bin| !errors.contains_key(*bin));
        if !succeeded && bins.len() == before {
            bail!("the versions cannot be built\n{}", others.join("\n"));
        }
        if succeeded && !bins.is_empty() {
            bail!("cargo built no test binary of {}", bins.join(", "));
        }
    }
    Ok(errors)
}

/// Calls cargo and hands on what it says. Returns whether it succeeded.
pub(super) fn messages(
    mut command: std::process::Command,
    mut each: impl FnMut(Message),
) -> anyhow::Result<bool> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("start cargo")?;
    let stdout = child.stdout.take().expect("stdout is piped");
    for line in BufReader::new(stdout).lines() {
        if let Ok(message) = serde_json::from_str::<Message>(&line?)
            && ["compiler-artifact", "compiler-message"].contains(&message.reason.as_str())
        {
            each(message);
        }
    }
    Ok(child.wait()?.success())
}

/// Runs the tests of a version. The messages of a wrong solution are needed in both languages, and
/// twice in one of them: some change from run to run.
fn run(version: &Version<'_>, executable: &Path, folder: &Path) -> anyhow::Result<Record> {
    let run = |language| -> anyhow::Result<Vec<Ran>> {
        let limits = Limits::of(&version.entry.exercise);
        let tests = Tests { executable, folder, language, limits, notices: false };
        Ok(verdict::run_tests(tests)?.into_iter().map(Ran::from).collect())
    };
    let mut record = Record::default();
    match version.kind {
        Kind::Starter | Kind::Reference => record.english = vec![run(Language::En)?],
        Kind::Wrong(_) => {
            record.english = vec![run(Language::En)?, run(Language::En)?];
            record.spanish = run(Language::Es)?;
        }
    }
    // Hundreds of binaries would fill the disk. What became of this one is remembered.
    fs::remove_file(executable).with_context(|| format!("remove {}", executable.display()))?;
    Ok(record)
}

/// How many versions are done, on a terminal.
struct Progress {
    total: usize,
    done: Mutex<usize>,
    shown: bool,
}

impl Progress {
    fn new(total: usize) -> Self {
        Self { total, done: Mutex::new(0), shown: std::io::stderr().is_terminal() }
    }

    fn step(&self, bin: &str) {
        let mut done = self.done.lock().expect("no thread panics with the lock");
        *done += 1;
        if self.shown {
            eprint!("\r\x1b[K{:>4} of {}  {bin}", *done, self.total);
        }
    }

    fn end(&self) {
        if self.shown {
            eprint!("\r\x1b[K");
        }
    }
}
