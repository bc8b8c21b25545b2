//! Runs a test binary and reads what it says about each test.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;

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
        /// What the test printed: the panic message and where it came from.
        message: String,
    },
    /// The process ended before the test did.
    Unknown,
}

/// Runs all tests of `executable` in the folder of their package.
pub(crate) fn run_tests(executable: &Path, folder: &Path) -> anyhow::Result<Vec<Outcome>> {
    let names = list_tests(executable, folder)?;
    let mut command = Command::new(executable);
    command.current_dir(folder).args(["--color", "never"]).env("RUST_BACKTRACE", "0");
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("start {}", executable.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let outcome = |name: String| Outcome { result: result_of(&text, &name), name: short(&name) };
    Ok(names.into_iter().map(outcome).collect())
}

/// The full names of the tests, such as `tests::empty_input`.
fn list_tests(executable: &Path, folder: &Path) -> anyhow::Result<Vec<String>> {
    let output = Command::new(executable).current_dir(folder).arg("--list").output();
    let output = output.with_context(|| format!("start {}", executable.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
}

/// `tests::empty_input` is `empty_input` to a student.
fn short(name: &str) -> String {
    name.rsplit("::").next().unwrap_or(name).to_owned()
}

/// Reads the result of one test from the output of all.
fn result_of(output: &str, name: &str) -> TestResult {
    let line = format!("test {name} ... ");
    let result = output.lines().find_map(|text| text.strip_prefix(&line));
    match result {
        Some("ok") => TestResult::Passed,
        Some("FAILED") => {
            let message = message_of(output, name);
            if message.contains("not yet implemented: ") {
                TestResult::Todo
            } else {
                TestResult::Failed { message }
            }
        }
        _ => TestResult::Unknown,
    }
}

/// The part of the output that belongs to a failed test, without the lines that say nothing new.
fn message_of(output: &str, name: &str) -> String {
    let start = format!("---- {name} stdout ----");
    let lines = output.lines().skip_while(|line| *line != start).skip(1);
    let own = lines.take_while(|line| !line.starts_with("---- ") && *line != "failures:");
    let telling = own.filter(|line| !line.starts_with("note: run with `RUST_BACKTRACE"));
    telling.map(plain_panic).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Turns `thread 'tests::x' (123) panicked at src/tests.rs:7:5:` into `src/tests.rs:7:5`.
fn plain_panic(line: &str) -> String {
    match line.split_once(" panicked at ") {
        Some((thread, place)) if thread.starts_with("thread ") => {
            place.trim_end_matches(':').to_owned()
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\nrunning 4 tests\ntest tests::fine ... ok\ntest tests::open ... FAILED\n\
        test tests::wrong ... FAILED\n\nfailures:\n\n---- tests::open stdout ----\n\n\
        thread 'tests::open' (7) panicked at src/main.rs:3:5:\nnot yet implemented: filter [1.0]\n\n\
        ---- tests::wrong stdout ----\n\nthread 'tests::wrong' (8) panicked at src/tests.rs:9:5:\n\
        expected 1, found 2\nnote: run with `RUST_BACKTRACE=1` environment variable to display a \
        backtrace\n\n\nfailures:\n    tests::open\n    tests::wrong\n";

    #[test]
    fn results_are_read_from_the_output() {
        assert_eq!(result_of(OUTPUT, "tests::fine"), TestResult::Passed);
        assert_eq!(result_of(OUTPUT, "tests::open"), TestResult::Todo);
        let message = "src/tests.rs:9:5\nexpected 1, found 2".to_owned();
        assert_eq!(result_of(OUTPUT, "tests::wrong"), TestResult::Failed { message });
        assert_eq!(result_of(OUTPUT, "tests::crashed"), TestResult::Unknown);
    }

    #[test]
    fn names_lose_their_module() {
        assert_eq!(short("tests::empty_input"), "empty_input");
    }
}
