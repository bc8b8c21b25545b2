//! Runs a test binary and finds out what happened to each test, even if the student's code never
//! ends, ends the process, or prints without end.
//!
//! All tests run in one process. If it dies or stalls, those without a result run once more, each in
//! a process of its own, which tells whose fault it was.

mod libtest;
mod process;

use std::path::Path;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::Duration;

use anyhow::Context;

use self::libtest::{Kept, Report};
use self::process::{Ending, Event};
use crate::exercise::Exercise;
use crate::language::Language;
use crate::messages;
use crate::style::wrap;

pub(crate) use self::process::Limits;

/// After so much time without news, the student learns what the runner is waiting for.
const NOTICE_AFTER: Duration = Duration::from_secs(5);

/// A test that runs alone gets this part of the time without news.
const ALONE: u32 = 4;

/// The exit code of a Rust program that panicked, and of a test binary with a failed test.
const PANICKED: i32 = 101;

/// A test binary and how to run it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tests<'a> {
    pub(crate) executable: &'a Path,
    /// The folder of the package.
    pub(crate) folder: &'a Path,
    pub(crate) language: Language,
    pub(crate) limits: Limits,
    /// Whether to say on standard error what is being waited for.
    pub(crate) notices: bool,
}

/// What happened to one test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The name of the function, without its module.
    pub(crate) name: String,
    pub(crate) result: TestResult,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TestResult {
    Passed,
    /// A `todo!` was reached.
    Todo,
    Failed {
        /// Where the test panicked and what the panic said.
        message: String,
        /// What the test had printed before.
        printed: String,
    },
    /// It had not ended after this time.
    TimedOut {
        limit: Duration,
    },
    /// It ended the whole process.
    Crashed(Crash),
    /// It says that this machine cannot run it, which counts neither for nor against.
    NotRun {
        reason: String,
    },
}

/// Why a process ended before its tests did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Crash {
    StackOverflow,
    OutOfMemory,
    /// `std::process::exit` or its like.
    Exit {
        code: i32,
    },
    /// The system ended it.
    Signal {
        number: i32,
        /// The last lines on standard error.
        last_words: String,
    },
}

impl TestResult {
    /// Whether the test ran and did not end well. A `todo!` is no failure yet.
    pub(crate) fn is_failure(&self) -> bool {
        matches!(self, Self::Failed { .. } | Self::TimedOut { .. } | Self::Crashed(_))
    }

    /// Whether nothing is left to do.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self, Self::Passed | Self::NotRun { .. })
    }
}

impl Limits {
    /// What the tests of an exercise may take. An engine plans its memory by that of the machine, so it
    /// keeps no limit.
    pub(crate) fn of(exercise: &Exercise) -> Self {
        let quiet = Duration::from_secs(exercise.quiet_s.unwrap_or(60));
        Self { quiet, memory_bytes: exercise.engine.is_none().then_some(4 << 30) }
    }
}

/// Runs all tests of a binary.
///
/// # Errors
///
/// The binary cannot be started.
pub(crate) fn run_tests(tests: Tests<'_>) -> anyhow::Result<Vec<Outcome>> {
    let names = tests.names()?;
    let report = tests.run(&names)?.report;
    let mut open = tests.run_each_alone(&report.open()).into_iter();
    let outcome = |name: &String| -> anyhow::Result<Outcome> {
        let result = match report.result(name) {
            Some(result) => result,
            None => open.next().expect("every open test has run alone")?,
        };
        // `tests::empty_input` is `empty_input` to a student.
        let short = name.rsplit("::").next().unwrap_or(name);
        Ok(Outcome { name: short.to_owned(), result })
    };
    names.iter().map(outcome).collect()
}

/// What a process has said and how it ended.
struct Run<'a> {
    report: Report<'a>,
    ending: Ending,
    last_words: String,
}

impl Tests<'_> {
    /// The full names of the tests, such as `tests::empty_input`.
    fn names(&self) -> anyhow::Result<Vec<String>> {
        let output = self.command().arg("--list").output();
        let output = output.with_context(|| format!("start {}", self.executable.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
    }

    /// Runs the named tests, which are all or one, in one process.
    fn run<'n>(&self, names: &'n [String]) -> anyhow::Result<Run<'n>> {
        let mut command = self.command();
        command.args(["--color", "never", "--show-output"]);
        if let [only] = names {
            command.args(["--exact", only]);
        }
        let mut report = Report::new(names);
        let mut stderr = Kept::default();
        let mut noticed = false;
        let ending = process::run(&mut command, self.limits, |event| match event {
            Event::Stdout(line) => report.read(line),
            Event::Stderr(line) => {
                stderr.push(line);
                false
            }
            Event::Quiet(time) => {
                if self.notices && time > NOTICE_AFTER && !noticed {
                    noticed = true;
                    let left = self.limits.quiet.saturating_sub(time);
                    let notice = messages::waiting_for(self.language, &report.running(), left);
                    eprintln!("{}", wrap(&notice, ""));
                }
                false
            }
        });
        let ending = ending.with_context(|| format!("start {}", self.executable.display()))?;
        Ok(Run { report, ending, last_words: stderr.lines().join("\n").trim().to_owned() })
    }

    /// Runs each test in a process of its own, as many at a time as there are processors.
    fn run_each_alone(&self, names: &[&str]) -> Vec<anyhow::Result<TestResult>> {
        if names.is_empty() {
            return Vec::new();
        }
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let limits = Limits { quiet: self.limits.quiet / ALONE, ..self.limits };
        let tests = Tests { limits, ..*self };
        if self.notices {
            eprintln!("{}", wrap(&messages::one_by_one(self.language, names.len()), ""));
        }
        let mut results = Vec::new();
        for some in names.chunks(processors) {
            thread::scope(|scope| {
                let start = |&name| scope.spawn(move || tests.run_alone(name));
                let running: Vec<_> = some.iter().map(start).collect();
                let ended = running.into_iter().map(|thread| thread.join());
                results.extend(ended.map(|result| result.expect("no thread panics")));
            });
        }
        results
    }

    fn run_alone(&self, name: &str) -> anyhow::Result<TestResult> {
        let names = [name.to_owned()];
        let run = self.run(&names)?;
        Ok(match (run.report.result(name), run.ending) {
            (Some(result), _) => result,
            (None, Ending::Stalled) => TestResult::TimedOut { limit: self.limits.quiet },
            (None, Ending::Exited(status)) => TestResult::Crashed(crash(status, run.last_words)),
        })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.executable);
        command.current_dir(self.folder).env_remove("RUST_TEST_NOCAPTURE");
        command.env("RUST_BACKTRACE", "0").env("WORKBOOK_LANG", self.language.code());
        command
    }
}

/// Says why a process ended that should not have.
fn crash(status: ExitStatus, last_words: String) -> Crash {
    if last_words.contains("has overflowed its stack") {
        return Crash::StackOverflow;
    }
    if last_words.contains("memory allocation of ") {
        return Crash::OutOfMemory;
    }
    match (status.code(), signal(status)) {
        (None, Some(number)) => Crash::Signal { number, last_words },
        (code, _) => Crash::Exit { code: code.unwrap_or(PANICKED) },
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    fn check(status: i32, last_words: &str, expected: Crash) {
        assert_eq!(crash(ExitStatus::from_raw(status), last_words.to_owned()), expected);
    }

    #[test]
    fn last_words_explain_a_signal() {
        let overflow = "thread 'tests::deep' (7) has overflowed its stack\nfatal runtime error";
        check(6, overflow, Crash::StackOverflow);
        check(6, "memory allocation of 8589934592 bytes failed", Crash::OutOfMemory);
        check(11, "", Crash::Signal { number: 11, last_words: String::new() });
    }

    #[test]
    fn a_process_may_end_itself() {
        check(0, "", Crash::Exit { code: 0 });
        check(3 << 8, "", Crash::Exit { code: 3 });
    }
}
