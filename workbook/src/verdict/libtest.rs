//! Reads what a test binary prints, line by line.
//!
//! Rust's test harness first prints `test NAME ... ok` as each test ends. Then, asked to
//! `--show-output`, it prints what each test has printed, below `---- NAME stdout ----`.

use std::collections::{BTreeMap, VecDeque};

use super::TestResult;

/// Lines kept from the beginning and from the end of what one test prints.
const KEPT_LINES: usize = 200;

/// The beginning of the line with which a test says that this machine cannot run it. See
/// `checks::not_run`.
const NOT_RUN: &str = "NotRun: ";

/// What a test binary has printed so far.
#[derive(Debug)]
pub(super) struct Report<'a> {
    /// The full names of the tests that may run, such as `tests::empty_input`.
    names: &'a [String],
    ended: BTreeMap<&'a str, Ended>,
    printed: BTreeMap<&'a str, Kept>,
    /// The test to which the next lines belong.
    current: Option<&'a str>,
    /// What the last line says, which sums up all tests: whether they passed.
    summary: Option<Ended>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Passed,
    Failed,
    Ignored,
}

/// Lines, of which a flood leaves the first and the last.
#[derive(Debug, Default)]
pub(super) struct Kept {
    first: Vec<String>,
    last: VecDeque<String>,
    left_out: usize,
}

impl<'a> Report<'a> {
    pub(super) fn new(names: &'a [String]) -> Self {
        let (ended, printed) = (BTreeMap::new(), BTreeMap::new());
        Self { names, ended, printed, current: None, summary: None }
    }

    /// Reads a line and returns whether it says that a test has ended.
    pub(super) fn read(&mut self, line: &str) -> bool {
        if let Some(summary) = line.strip_prefix("test result: ") {
            let passed = summary.starts_with("ok");
            self.summary = Some(if passed { Ended::Passed } else { Ended::Failed });
        }
        if let Some(name) = self.header(line) {
            self.current = Some(name);
        } else if let Some(name) = self.current {
            self.printed.entry(name).or_default().push(line);
        } else if let Some((name, ended)) = self.ending(line) {
            return self.ended.insert(name, ended).is_none();
        }
        false
    }

    /// Reads a line such as `---- tests::empty_input stdout ----`.
    fn header(&self, line: &str) -> Option<&'a str> {
        self.known(line.strip_prefix("---- ")?.strip_suffix(" stdout ----")?)
    }

    /// Reads a line such as `test tests::empty_input ... ok`.
    fn ending(&self, line: &str) -> Option<(&'a str, Ended)> {
        let (name, ended) = line.strip_prefix("test ")?.split_once(" ... ")?;
        let ended = match ended {
            "ok" => Ended::Passed,
            "FAILED" => Ended::Failed,
            "ignored" => Ended::Ignored,
            _ => return None,
        };
        // A test that must panic is listed as `NAME - should panic`.
        let name = self.known(name.split(" - ").next().unwrap_or(name))?;
        Some((name, ended))
    }

    fn known(&self, name: &str) -> Option<&'a str> {
        self.names.iter().map(String::as_str).find(|known| *known == name)
    }

    /// What happened to a test; `None` if it has not ended, or failed without having said why.
    pub(super) fn result(&self, name: &str) -> Option<TestResult> {
        let printed = self.printed_by(name);
        Some(match self.ended(name)? {
            Ended::Failed if self.summary.is_none() => return None,
            Ended::Passed => not_run(&printed).unwrap_or(TestResult::Passed),
            Ended::Failed => failed(&printed),
            Ended::Ignored => TestResult::NotRun { reason: "#[ignore]".to_owned() },
        })
    }

    /// How a test ended. If it is the only one, the summary tells too: its own line may be torn apart
    /// by what it writes around the harness.
    fn ended(&self, name: &str) -> Option<Ended> {
        let summary = if self.names.len() == 1 { self.summary } else { None };
        self.ended.get(name).copied().or(summary)
    }

    /// What a test printed, without the lists of names that may follow it.
    fn printed_by(&self, name: &str) -> Vec<String> {
        let mut lines = self.printed.get(name).map(Kept::lines).unwrap_or_default();
        let is_of_harness = |line: &String| {
            line.is_empty()
                || line == "failures:"
                || line == "successes:"
                || line.starts_with("test result: ")
                || line.strip_prefix("    ").is_some_and(|name| self.known(name).is_some())
        };
        while lines.pop_if(|line| is_of_harness(line)).is_some() {}
        lines
    }

    /// The tests that have not ended.
    pub(super) fn running(&self) -> Vec<&'a str> {
        let names = self.names.iter().map(String::as_str);
        names.filter(|name| self.ended(name).is_none()).collect()
    }

    /// The tests without a result.
    pub(super) fn open(&self) -> Vec<&'a str> {
        let names = self.names.iter().map(String::as_str);
        names.filter(|name| self.result(name).is_none()).collect()
    }
}

impl Kept {
    pub(super) fn push(&mut self, line: &str) {
        if self.first.len() < KEPT_LINES {
            self.first.push(line.to_owned());
            return;
        }
        if self.last.len() == KEPT_LINES {
            self.last.pop_front();
            self.left_out += 1;
        }
        self.last.push_back(line.to_owned());
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let note = (self.left_out > 0).then(|| format!("[… {} …]", self.left_out));
        self.first.iter().cloned().chain(note).chain(self.last.iter().cloned()).collect()
    }
}

fn not_run(printed: &[String]) -> Option<TestResult> {
    let reason = printed.iter().find_map(|line| line.strip_prefix(NOT_RUN))?;
    Some(TestResult::NotRun { reason: reason.to_owned() })
}

/// Separates what the test printed from the message with which it panicked.
fn failed(lines: &[String]) -> TestResult {
    let telling = lines.iter().filter(|line| !line.starts_with("note: run with `RUST_BACKTRACE"));
    let telling: Vec<&str> = telling.map(String::as_str).collect();
    let panic = telling.iter().position(|line| place_of_panic(line).is_some()).unwrap_or(0);
    let (printed, message) = telling.split_at(panic);
    let message = message.iter().map(|line| place_of_panic(line).unwrap_or((*line).to_owned()));
    let message = message.collect::<Vec<_>>().join("\n").trim().to_owned();
    if message.contains("not yet implemented") {
        return TestResult::Todo;
    }
    TestResult::Failed { message, printed: printed.join("\n").trim().to_owned() }
}

/// Turns `thread 'tests::x' (123) panicked at src/tests.rs:7:5:` into `src/tests.rs:7:5`. The name of
/// a thread that is not that of a test stays.
fn place_of_panic(line: &str) -> Option<String> {
    let (thread, place) = line.strip_prefix("thread '")?.split_once(" panicked at ")?;
    let place = place.strip_suffix(':')?;
    let thread = thread.split('\'').next().unwrap_or_default();
    let of_test = thread.starts_with("tests::") || thread == "main";
    Some(if of_test { place.to_owned() } else { format!("{place} [thread {thread}]") })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\nrunning 6 tests\ntest tests::fine ... ok\ntest tests::open ... FAILED\n\
        test tests::wrong ... FAILED\ntest tests::off ... ignored\n\
        test tests::elsewhere ... ok\n\nsuccesses:\n\n\
        ---- tests::elsewhere stdout ----\nNotRun: no AVX2\n\n\nsuccesses:\n    tests::elsewhere\n    \
        tests::fine\n\nfailures:\n\n---- tests::open stdout ----\n\n\
        thread 'tests::open' (7) panicked at src/main.rs:3:5:\nnot yet implemented: filter [1.0]\n\n\
        ---- tests::wrong stdout ----\nx = 3\n\n\
        thread '<unnamed>' (9) panicked at src/main.rs:5:5:\nno such row\n\n\
        thread 'tests::wrong' (8) panicked at src/tests.rs:9:5:\n\
        expected 1, found 2\nnote: run with `RUST_BACKTRACE=1` environment variable to display a \
        backtrace\n\n\nfailures:\n    tests::open\n    tests::wrong\n\n\
        test result: FAILED. 2 passed; 2 failed; 1 ignored\n";

    fn names() -> Vec<String> {
        let names = ["fine", "open", "wrong", "off", "elsewhere", "crashed"];
        names.map(|name| format!("tests::{name}")).to_vec()
    }

    fn report<'a>(names: &'a [String], output: &str) -> Report<'a> {
        let mut report = Report::new(names);
        for line in output.lines() {
            report.read(line);
        }
        report
    }

    #[test]
    fn results_are_read_from_the_output() {
        let names = names();
        let report = report(&names, OUTPUT);
        assert_eq!(report.result("tests::fine"), Some(TestResult::Passed));
        assert_eq!(report.result("tests::open"), Some(TestResult::Todo));
        let reason = "#[ignore]".to_owned();
        assert_eq!(report.result("tests::off"), Some(TestResult::NotRun { reason }));
        let reason = "no AVX2".to_owned();
        assert_eq!(report.result("tests::elsewhere"), Some(TestResult::NotRun { reason }));
        assert_eq!(report.result("tests::crashed"), None);
        assert_eq!(report.open(), ["tests::crashed"]);
    }

    #[test]
    fn a_failure_without_its_reason_is_no_result() {
        let names = names();
        let report = report(&names, "test tests::fine ... ok\ntest tests::wrong ... FAILED\n");
        assert_eq!(report.result("tests::fine"), Some(TestResult::Passed));
        assert_eq!(report.result("tests::wrong"), None);
        assert!(report.open().contains(&"tests::wrong"));
    }

    #[test]
    fn what_a_test_printed_is_apart_from_its_message() {
        let names = names();
        let message = "src/main.rs:5:5 [thread <unnamed>]\nno such row\n\n\
            src/tests.rs:9:5\nexpected 1, found 2";
        let (message, printed) = (message.to_owned(), "x = 3".to_owned());
        let result = report(&names, OUTPUT).result("tests::wrong");
        assert_eq!(result, Some(TestResult::Failed { message, printed }));
    }

    #[test]
    fn a_message_may_hold_the_output_of_another_harness() {
        let name = ["tests::outer".to_owned()];
        let output = "test tests::outer ... FAILED\n\nfailures:\n\n\
            ---- tests::outer stdout ----\n\n\
            thread 'tests::outer' (7) panicked at src/tests.rs:3:5:\nits process failed\n\
            test tests::outer ... FAILED\n\nfailures:\n    tests::outer\n\n\
            test result: FAILED. 0 passed; 1 failed\n\nwhat it said last\n\n\n\
            failures:\n    tests::outer\n\ntest result: FAILED. 0 passed; 1 failed\n\n";
        let result = report(&name, output).result(&name[0]);
        let Some(TestResult::Failed { message, .. }) = result else { panic!("{result:?}") };
        assert!(message.starts_with("src/tests.rs:3:5\nits process failed\n"), "{message}");
        assert!(message.ends_with("\n\nwhat it said last"), "{message}");
    }

    #[test]
    fn the_end_of_a_test_is_news() {
        let names = names();
        let mut report = Report::new(&names);
        assert!(report.read("test tests::fine ... ok"));
        assert!(!report.read("test tests::fine ... ok"), "only once");
        assert!(!report.read("test tests::unknown ... ok"));
        assert!(!report.read("flood"));
    }

    #[test]
    fn a_single_test_is_read_even_if_its_line_is_torn() {
        let name = ["tests::raw".to_owned()];
        let output = "running 1 test\ntest tests::raw ... a raw line\nok\n\n\
            test result: ok. 1 passed; 0 failed";
        assert_eq!(report(&name, output).result(&name[0]), Some(TestResult::Passed));
        assert_eq!(report(&names(), output).open().len(), 6);
    }

    #[test]
    fn a_flood_leaves_its_beginning_and_its_end() {
        let mut kept = Kept::default();
        (0..1000).for_each(|line| kept.push(&line.to_string()));
        let lines = kept.lines();
        assert_eq!(lines.len(), 2 * KEPT_LINES + 1);
        assert_eq!((lines[0].as_str(), lines[400].as_str()), ("0", "999"));
        assert_eq!(lines[200], "[… 600 …]");
    }
}
