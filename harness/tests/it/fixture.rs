//! A place to run the harness in, and a look at what it left there.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use harness::journal::{self, Contents};
use harness::record::{Closed, Entry, Phase, Sample, State};
use tempfile::TempDir;

/// Enough rows that reading them takes longer than the checks' allowances, few enough for a debug
/// build to add them up in milliseconds.
pub(crate) const ROWS: &str = "200k";

/// Limits of a slow imaginary machine, so that tests neither measure this one nor depend on it.
const LIMITS: &str = r#"{
    "read": [{"threads": 1, "working_set_bytes": 1000000, "bytes_per_s": 4e9}],
    "page_cache": [{"threads": 1, "bytes_per_s": 4e9}],
    "storage_bytes_per_s": null,
    "timer_resolution_ns": 1.0,
    "timer_cost_ns": 20.0,
    "measured": "2026-01-01T00:00:00+00:00"
}"#;

/// A command that is put together and then run to its end.
pub(crate) struct Program(Command);

/// How a program ended.
pub(crate) struct Ended {
    code: Option<i32>,
    pub(crate) stdout: String,
    stderr: String,
}

impl Program {
    pub(crate) fn new(path: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(path);
        command.env("RUST_BACKTRACE", "0");
        Self(command)
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.0.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// The program and its arguments, for a shell to start it.
    pub(crate) fn words(&self) -> Vec<&OsStr> {
        std::iter::once(self.0.get_program()).chain(self.0.get_args()).collect()
    }

    #[track_caller]
    pub(crate) fn succeeds(self) -> Ended {
        self.ends_with(0)
    }

    #[track_caller]
    pub(crate) fn ends_with(mut self, code: i32) -> Ended {
        let output = self.0.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        let ended = Ended { code: output.status.code(), stdout, stderr };
        assert_eq!(ended.code, Some(code), "{}", ended.stderr);
        ended
    }
}

impl Ended {
    /// Requires every one of `parts` in what the program printed on standard error.
    #[track_caller]
    pub(crate) fn says(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.stderr.contains(part), "`{part}` is not in: {}", self.stderr);
        }
    }
}

/// Folders for reports and data that vanish with the test.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("limits.json"), LIMITS).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `harness run` with `engine` over a small dataset in memory, as run `name`.
    pub(crate) fn run(&self, name: &str, engine: &str, workload: &str) -> Program {
        self.harness("run")
            .args(["--name", name, "--engines", engine, "--workloads", workload])
            .args(["--sizes", ROWS, "--sources", "memory", "--threads", "1", "--samples", "5"])
            // Tests run beside each other, so the machine is not quiet.
            .args(["--tolerate-noise"])
    }

    /// The harness with subcommand `command`, in this place.
    pub(crate) fn harness(&self, command: &str) -> Program {
        let program = Program::new(env!("CARGO_BIN_EXE_harness")).args([command]);
        if command == "list" { program } else { program.args(self.options()) }
    }

    /// The options that keep the harness in this place.
    pub(crate) fn options(&self) -> Vec<String> {
        let places = [
            ("--reports", self.path("reports")),
            ("--data", self.path("data")),
            ("--limits", self.path("limits.json")),
            ("--workers", workers().to_owned()),
        ];
        places
            .into_iter()
            .flat_map(|(name, path)| [name.into(), path.display().to_string()])
            .collect()
    }

    /// The folder of the only dataset.
    pub(crate) fn data_folder(&self) -> PathBuf {
        let entries = std::fs::read_dir(self.path("data")).unwrap();
        let mut folders = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
        folders.next().expect("a dataset was generated")
    }

    pub(crate) fn journal(&self, name: &str) -> Contents {
        journal::read(&self.path("reports").join(name)).unwrap()
    }

    /// How the only cell of run `name` ended.
    pub(crate) fn verdict(&self, name: &str) -> (State, String) {
        let closed: Vec<Closed> = closed(&self.journal(name));
        let [closed] = closed.as_slice() else { panic!("expected one closed cell: {closed:?}") };
        (closed.state, closed.reason.clone().unwrap_or_default())
    }
}

/// The folder with the programs that cargo built for this test.
pub(crate) fn workers() -> &'static Path {
    let folder = Path::new(env!("CARGO_BIN_EXE_harness")).parent().unwrap();
    for program in ["datagen", "engine-python", "engine-sabotage"] {
        assert!(
            folder.join(program).exists(),
            "`{program}` is not built: run `cargo test` at the root of the workspace"
        );
    }
    folder
}

pub(crate) fn closed(contents: &Contents) -> Vec<Closed> {
    let closed = contents.entries.iter().filter_map(|entry| match entry {
        Entry::Closed(closed) => Some(closed.clone()),
        _ => None,
    });
    closed.collect()
}

pub(crate) fn samples(contents: &Contents, phase: Phase) -> Vec<Sample> {
    let samples = contents.entries.iter().filter_map(|entry| match entry {
        Entry::Sample(sample) if sample.phase == phase => Some(sample.clone()),
        _ => None,
    });
    samples.collect()
}
