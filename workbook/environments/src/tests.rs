//! Set-ups with a Python that is a small script: no network, no packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use checks::Language::{English, Spanish};
use tempfile::TempDir;

use crate::host::Host;
use crate::set_up::beside;
use crate::*;

const TEST: Environment = Environment {
    name: "test",
    variable: "WORKBOOK_TEST_ENV",
    size_mb: 1,
    requirements: "polars==2.1.0\n",
    packages: &[],
    check: "import polars",
    needs_java: false,
};

const WITH_JAR: Environment = Environment { packages: &["a:b:1"], ..TEST };

/// A machine with a fake Python, and a folder for an environment.
struct Machine {
    root: TempDir,
    host: Host,
}

impl Machine {
    /// `mode` is what goes wrong with Python: see `fake_python.sh`.
    fn new(mode: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        let python = root.path().join("python3");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/fake_python.sh");
        // Another process writes it: a program that this one has open for writing, and so every
        // program that a test beside this one is starting, cannot be started.
        let mut install = Command::new("install");
        assert!(install.args(["-m", "755"]).arg(script).arg(&python).status().unwrap().success());
        let host = Host { python, java: root.path().join("java") };
        let machine = Self { root, host };
        machine.set_mode(mode);
        machine
    }

    fn set_mode(&self, mode: &str) {
        fs::write(self.root.path().join("mode"), mode).unwrap();
    }

    fn folder(&self) -> PathBuf {
        self.root.path().join("cache").join("test-env")
    }

    fn set_up(&self, environment: &Environment) -> Result<PathBuf, SetUpError> {
        environment.set_up_in(&self.folder(), &self.host, &mut |_| {})
    }

    /// Fails to set up, which leaves nothing that looks whole, and returns the reason.
    #[track_caller]
    fn fails(&self) -> String {
        self.fails_to_set_up(&TEST)
    }

    #[track_caller]
    fn fails_to_set_up(&self, environment: &Environment) -> String {
        let error = self.set_up(environment).unwrap_err();
        assert!(!self.folder().exists());
        assert!(error.text(Spanish) != error.text(English));
        error.text(English)
    }
}

#[test]
fn a_changed_pin_is_another_folder() {
    let name = |environment: &Environment| {
        environment.folder().file_name().unwrap().to_string_lossy().into_owned()
    };
    assert_eq!(name(&TEST), "test-5115421b3c75147f");
    let changed = Environment { requirements: "polars==2.1.1\n", ..TEST };
    assert!(name(&changed).starts_with("test-"));
    assert!(name(&changed) != name(&TEST));
    assert!(name(&WITH_JAR) != name(&TEST));
}

#[test]
fn every_requirement_has_an_exact_version() {
    for environment in [&PYTHON, &SPARK, &COMET] {
        let pins = environment.requirements.lines().filter(|line| !line.starts_with('#'));
        let exact =
            |line: &str| line.split_once("==").is_some_and(|(_, version)| !version.is_empty());
        assert_eq!(pins.filter(|line| !exact(line)).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}

#[test]
fn it_is_whole_at_the_end_and_made_once() {
    let machine = Machine::new("good");
    let mut steps = Vec::new();
    let mut report = |progress: Progress<'_>| steps.push(format!("{progress:?}"));
    let python = TEST.set_up_in(&machine.folder(), &machine.host, &mut report).unwrap();
    assert_eq!(steps, ["Creating", "Installing(\"Collecting polars==2.1.0\")", "Checking"]);
    assert_eq!(python, machine.folder().join("bin/python"));
    assert!(python.exists() && !beside(&machine.folder(), ".partial").exists());
    let pins = fs::read_to_string(machine.folder().join("requirements.txt")).unwrap();
    assert_eq!(pins, TEST.requirements);

    machine.set_mode("offline");
    assert_eq!(machine.set_up(&TEST).unwrap(), python, "the second call has nothing to do");
}

#[test]
fn scripts_name_the_folder_in_which_they_are() {
    let machine = Machine::new("good");
    let python = machine.set_up(&TEST).unwrap();
    let script = fs::read_to_string(machine.folder().join("bin/tool")).unwrap();
    assert_eq!(script, format!("#!{}\n", python.display()));
}

#[test]
fn what_an_interrupted_set_up_left_is_not_used() {
    let machine = Machine::new("good");
    let left = beside(&machine.folder(), ".partial").join("bin");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("rest"), "").unwrap();
    assert!(!interpreter_in(&machine.folder()).exists());
    machine.set_up(&TEST).unwrap();
    assert!(!machine.folder().join("bin/rest").exists());
}

#[test]
fn an_environment_whose_python_is_gone_is_made_again() {
    let machine = Machine::new("good");
    let python = machine.set_up(&TEST).unwrap();
    fs::remove_file(&python).unwrap();
    std::os::unix::fs::symlink("/nowhere/python3", &python).unwrap();
    assert!(!python.exists());
    machine.set_up(&TEST).unwrap();
    assert!(python.exists());
}

#[test]
fn a_failure_says_what_to_do_and_can_be_repeated() {
    let machine = Machine::new("offline");
    assert!(machine.fails().starts_with("pip cannot reach the package index; connect"));
    machine.set_mode("no-wheel");
    assert!(machine.fails().ends_with(": ERROR: No matching distribution found for polars==2.1.0"));
    machine.set_mode("broken");
    assert!(machine.fails().ends_with("do not work: ImportError: libgomp.so.1 is missing"));
    machine.set_mode("no-venv");
    assert!(machine.fails().ends_with("`sudo apt install python3-venv`"));
    machine.set_mode("old");
    assert!(machine.fails().starts_with("`python3` is Python 3.9.2, but these packages need 3.11"));
    machine.set_mode("good");
    machine.set_up(&TEST).unwrap();
}

#[test]
fn without_python_there_is_a_package_to_install() {
    let mut machine = Machine::new("good");
    machine.host.python = machine.root.path().join("no-python");
    assert!(machine.fails().ends_with("`sudo apt install python3 python3-venv`"));
}

#[test]
fn java_is_asked_for_where_it_is_needed() {
    let machine = Machine::new("good");
    let spark = Environment { needs_java: true, ..TEST };
    let error = machine.set_up(&spark).unwrap_err().text(English);
    assert!(
        error.starts_with("Spark needs Java 17 or newer, but this machine has none"),
        "{error}"
    );
}

#[test]
fn two_do_not_set_up_the_same_folder() {
    let machine = Machine::new("good");
    let mut second = None;
    let mut report = |progress: Progress<'_>| {
        if progress == Progress::Checking {
            second = Some(machine.set_up(&TEST));
        }
    };
    TEST.set_up_in(&machine.folder(), &machine.host, &mut report).unwrap();
    assert!(matches!(second, Some(Err(SetUpError::Busy(folder))) if folder == machine.folder()));
}

#[test]
fn jars_belong_to_the_environment() {
    let machine = Machine::new("no-jar");
    let error = machine.fails_to_set_up(&WITH_JAR);
    assert!(error.ends_with(": :: unresolved dependency: a#b;1: not found"), "{error}");
    machine.set_mode("good");
    machine.set_up(&WITH_JAR).unwrap();
    let jar = jars_in(&machine.folder()).join("a_b-1.jar");
    assert_eq!(fs::read_to_string(jar).unwrap(), "a:b:1\n");
}
