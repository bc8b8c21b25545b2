//! How an environment is made: beside its folder, and renamed when it is whole.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::Context;

use crate::host::Host;
use crate::{Environment, SetUpError, Step, interpreter_in, jars_in};

/// What a set-up is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress<'a> {
    /// Making the virtual environment.
    Creating,
    /// Installing the packages; this is what pip says.
    Installing(&'a str),
    /// Importing what was installed.
    Checking,
    /// Fetching jars from Maven Central.
    Fetching,
}

impl Environment {
    /// Makes the environment and returns its interpreter. One that is there already is left alone.
    ///
    /// It is made beside its folder and renamed when all of it works, so that a set-up that was
    /// interrupted leaves nothing that looks whole. The next one starts anew.
    ///
    /// # Errors
    ///
    /// This machine lacks Python, its module `venv`, Java or the network; another process is setting
    /// up the same folder; or a step failed.
    pub fn set_up(&self, report: &mut impl FnMut(Progress<'_>)) -> Result<PathBuf, SetUpError> {
        self.set_up_in(&self.folder(), &Host::here(), report)
    }

    pub(crate) fn set_up_in(
        &self,
        folder: &Path,
        host: &Host,
        report: &mut impl FnMut(Progress<'_>),
    ) -> Result<PathBuf, SetUpError> {
        // Python writes the path into scripts, where a relative one would mean something else.
        let folder = &std::path::absolute(folder).context("cannot tell the current folder")?;
        let interpreter = interpreter_in(folder);
        if interpreter.exists() {
            return Ok(interpreter);
        }
        host.check_python()?;
        if self.needs_java {
            host.check_java()?;
        }
        // The system lets go of the lock when this process ends, however it ends.
        let _lock = lock(folder)?;
        let partial = beside(folder, ".partial");
        remove(&partial)?;
        self.make(&partial, host, report)?;
        relocate(&partial, folder)?;
        // What is left of an environment whose Python is gone.
        remove(folder)?;
        fs::rename(&partial, folder)
            .with_context(|| format!("cannot make `{}`", folder.display()))?;
        Ok(interpreter)
    }

    fn make(
        &self,
        folder: &Path,
        host: &Host,
        report: &mut impl FnMut(Progress<'_>),
    ) -> Result<(), SetUpError> {
        report(Progress::Creating);
        let mut venv = Command::new(&host.python);
        run(Step::Create, venv.args(["-m", "venv"]).arg(folder), &mut |_| {})?;

        let (python, requirements) = (interpreter_in(folder), folder.join("requirements.txt"));
        fs::write(&requirements, self.requirements)
            .with_context(|| format!("cannot write `{}`", requirements.display()))?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--no-input", "--disable-pip-version-check"]);
        pip.args(["--progress-bar", "off", "--requirement"]).arg(&requirements);
        run(Step::Install, &mut pip, &mut |line| report(Progress::Installing(line)))?;

        if !self.packages.is_empty() {
            report(Progress::Fetching);
            fetch(&python, &self.packages.join(","), folder)?;
        }
        report(Progress::Checking);
        run(Step::Check, Command::new(&python).args(["-c", self.check]), &mut |_| {})
    }
}

/// Fetches jars into `jars` below an environment with Spark. They are named `group_artifact-version.jar`.
fn fetch(python: &Path, packages: &str, folder: &Path) -> Result<(), SetUpError> {
    let scratch = folder.join("ivy");
    let mut fetch = Command::new(python);
    fetch.args(["-c", include_str!("fetch_jars.py"), packages]).arg(&scratch);
    run(Step::Fetch, &mut fetch, &mut |_| {})?;
    let (fetched, jars) = (scratch.join("jars"), jars_in(folder));
    fs::rename(&fetched, &jars).with_context(|| format!("cannot make `{}`", jars.display()))?;
    Ok(remove(&scratch)?)
}

/// Runs a program to its end and passes on each line that it prints.
fn run(step: Step, command: &mut Command, said: &mut dyn FnMut(&str)) -> Result<(), SetUpError> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start `{}`", command.get_program().display()))?;
    let stdout = child.stdout.take().expect("standard output is piped");
    let mut stderr = child.stderr.take().expect("standard error is piped");
    let complaint = thread::spawn(move || {
        let mut bytes = Vec::new();
        // What could not be read is missing from a message, which is no reason to stop.
        let _ = stderr.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    });
    for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
        said(String::from_utf8_lossy(&line).trim_end());
    }
    let status = child.wait().context("cannot wait for a program")?;
    let complaint = complaint.join().expect("reading does not panic");
    if status.success() { Ok(()) } else { Err(SetUpError::of_step(step, &complaint)) }
}

/// Keeps others from setting up the same folder, as long as the file is open.
fn lock(folder: &Path) -> Result<File, SetUpError> {
    let path = beside(folder, ".lock");
    let cannot_lock = || format!("cannot lock `{}`", path.display());
    fs::create_dir_all(folder.parent().unwrap_or(folder)).with_context(cannot_lock)?;
    let file = File::create(&path).with_context(cannot_lock)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(SetUpError::Busy(folder.to_owned())),
        Err(fs::TryLockError::Error(error)) => {
            Err(anyhow::Error::new(error).context(cannot_lock()).into())
        }
    }
}

/// Lets the scripts of an environment that was made in `from` name the folder `to`.
fn relocate(from: &Path, to: &Path) -> anyhow::Result<()> {
    let cannot_move = || format!("cannot move the scripts of `{}`", from.display());
    let (old, new) = (from.display().to_string(), to.display().to_string());
    let programs = interpreter_in(from);
    let programs = programs.parent().expect("an interpreter is in a folder");
    for entry in fs::read_dir(programs).with_context(cannot_move)? {
        let path = entry.with_context(cannot_move)?.path();
        // The interpreter is a link, or a program and so no text.
        let Ok(script) = fs::read_to_string(&path) else { continue };
        if !path.is_symlink() && script.contains(&old) {
            fs::write(&path, script.replace(&old, &new)).with_context(cannot_move)?;
        }
    }
    Ok(())
}

/// Removes a folder with all that is in it, if there is one.
fn remove(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove `{}`", folder.display()))?;
    }
    Ok(())
}

/// The path with something after its last name.
pub(crate) fn beside(folder: &Path, end: &str) -> PathBuf {
    let mut path = folder.as_os_str().to_owned();
    path.push(end);
    path.into()
}
