//! Runs a part of a test in a process of its own: because it may end the process, or because its
//! peak memory must not be mixed with that of the other tests.

use std::process::{Command, ExitStatus};

use crate::text;

/// Names the test whose child this process is.
const VARIABLE: &str = "WORKBOOK_CHILD";

/// Begins the line in which the child reports its peak.
const PEAK: &str = "workbook-peak-bytes ";

/// How a child ended.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    /// Everything it printed, on both streams.
    pub output: String,
    /// How much its resident memory grew at most while the work ran, in bytes; `None` where the
    /// system does not tell or the work did not end well.
    pub peak_bytes: Option<u64>,
}

/// Runs `work` in a new process of the same test binary. `test` is the full name of the calling
/// test, such as `tests::large_files_stream`.
///
/// The calling test runs in both processes. In the child, `work` is run and `None` returned: the
/// test has nothing more to do there. In the parent the result is `Some`.
///
/// ```no_run
/// # fn read_large_file() {}
/// # fn large_files_stream() {
/// let Some(ended) = checks::child::run("tests::large_files_stream", read_large_file) else { return };
/// assert!(ended.succeeded().peak_bytes.is_none_or(|peak| peak < 50_000_000));
/// # }
/// ```
///
/// # Panics
///
/// If the process cannot be started.
pub fn run(test: &str, work: impl FnOnce()) -> Option<Ended> {
    if std::env::var(VARIABLE).is_ok_and(|name| name == test) {
        let before = reset_peak();
        work();
        if let (Some(before), Some(peak)) = (before, status_bytes("VmHWM:")) {
            println!("\n{PEAK}{}", peak.saturating_sub(before));
        }
        return None;
    }
    let program = std::env::current_exe().expect("a running program has a path");
    let output = Command::new(program)
        .args(["--exact", test, "--nocapture", "--color", "never"])
        .env(VARIABLE, test)
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("a test binary can be started again");
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    assert!(!text.contains("running 0 tests"), "there is no test `{test}`");
    let peak = text.lines().find_map(|line| line.strip_prefix(PEAK)?.parse().ok());
    Some(Ended { status: output.status, output: text, peak_bytes: peak })
}

impl Ended {
    /// Fails with what the child printed unless it ended well.
    ///
    /// # Panics
    ///
    /// If the child failed.
    #[track_caller]
    pub fn succeeded(self) -> Self {
        if !self.status.success() {
            let (status, output) = (self.status, self.quoted());
            panic!(
                "{}",
                text!(
                    "the process of its own that this test starts failed: {status}\n{output}",
                    "falló el proceso aparte que inicia esta prueba: {status}\n{output}"
                )
            );
        }
        self
    }

    /// The output for a message: indented, so that nobody takes it for the verdict of this process.
    pub fn quoted(&self) -> String {
        self.output.lines().map(|line| format!("    {line}\n")).collect()
    }
}

/// Makes the peak start from the current resident memory, and returns that in bytes.
fn reset_peak() -> Option<u64> {
    // Documented in proc_pid_clear_refs(5): 5 resets the peak.
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    status_bytes("VmRSS:")
}

/// A line of `/proc/self/status`, which is in KiB.
fn status_bytes(key: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_may_die() {
        let name = "child::tests::a_child_may_die";
        let Some(ended) = run(name, || std::process::abort()) else { return };
        assert!(!ended.status.success());
        assert_eq!(ended.peak_bytes, None);
    }

    #[test]
    fn the_output_of_a_failed_child_is_passed_on() {
        let name = "child::tests::the_output_of_a_failed_child_is_passed_on";
        let Some(ended) = run(name, || panic!("the reason")) else { return };
        let panic = std::panic::catch_unwind(|| ended.succeeded()).expect_err("it failed");
        let message = panic.downcast::<String>().expect("a formatted message");
        assert!(message.contains("\n    the reason"), "{message}");
        assert!(message.contains("\n    test result: FAILED"), "{message}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_peak_is_that_of_the_work() {
        const SIZE: usize = 64 << 20;
        let name = "child::tests::the_peak_is_that_of_the_work";
        let work = || drop(std::hint::black_box(vec![1_u8; SIZE]));
        let Some(ended) = run(name, work) else { return };
        let peak = ended.succeeded().peak_bytes.expect("Linux tells") as usize;
        // The system counts pages in batches per thread, so that the number may be a little off.
        assert!((SIZE / 10 * 9..2 * SIZE).contains(&peak), "{peak}");
    }
}
