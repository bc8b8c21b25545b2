//! Runs a program of which nobody knows yet whether it ends, how much it prints and how much memory
//! it takes: the student's.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::interrupt;

/// Bytes kept of one line. The rest is read and dropped.
const LONGEST_LINE: usize = 8 << 10;

/// Lines read ahead: a program that prints faster than the runner reads has to wait.
const LINES_AHEAD: usize = 1024;

/// How often to look after the program while it prints nothing.
const PAUSE: Duration = Duration::from_millis(50);

/// How long the last lines of a program may take to arrive after its end, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a program may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// How long it may go without news.
    pub(crate) quiet: Duration,
    /// Its own memory, without files and program code, in bytes. Linux keeps it, others do not.
    pub(crate) memory_bytes: Option<u64>,
}

#[derive(Debug)]
pub(crate) enum Event<'a> {
    Stdout(&'a str),
    Stderr(&'a str),
    /// For so long there has been no news.
    Quiet(Duration),
}

/// How a program ended.
#[derive(Debug)]
pub(crate) enum Ending {
    Exited(ExitStatus),
    /// It was ended since it gave no news for too long.
    Stalled,
}

/// Runs a program to its end and hands over each line that it prints. `on_event` returns whether the
/// event is news, which gives the program new time.
///
/// Whatever happens, no process that the program has started is left behind.
pub(super) fn run(
    command: &mut Command,
    limits: Limits,
    mut on_event: impl FnMut(Event<'_>) -> bool,
) -> io::Result<Ending> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut group = Group::start(command, limits.memory_bytes)?;
    let (send, lines) = sync_channel(LINES_AHEAD);
    forward(group.child.stdout.take().expect("stdout is piped"), true, send.clone());
    forward(group.child.stderr.take().expect("stderr is piped"), false, send);
    let mut news = Instant::now();
    loop {
        let event = lines.recv_timeout(PAUSE);
        let is_news = match &event {
            Ok((true, line)) => on_event(Event::Stdout(line)),
            Ok((false, line)) => on_event(Event::Stderr(line)),
            Err(_) => on_event(Event::Quiet(news.elapsed())),
        };
        if is_news {
            news = Instant::now();
        }
        // A process that it started may keep the pipes open when the program itself has ended, and
        // the program may close them early.
        if event.is_err()
            && let Some(status) = group.child.try_wait()?
        {
            drop(group);
            drain(&lines, on_event);
            return Ok(Ending::Exited(status));
        }
        if news.elapsed() > limits.quiet {
            return Ok(Ending::Stalled);
        }
        if event == Err(RecvTimeoutError::Disconnected) {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Hands over what a program and all that it started had printed before they ended. One that has got
/// away may still hold the pipes open.
fn drain(lines: &Receiver<(bool, String)>, mut on_event: impl FnMut(Event<'_>) -> bool) {
    let end = Instant::now() + PATIENCE;
    while let left = end.saturating_duration_since(Instant::now())
        && !left.is_zero()
        && let Ok((is_stdout, line)) = lines.recv_timeout(left)
    {
        on_event(if is_stdout { Event::Stdout(&line) } else { Event::Stderr(&line) });
    }
}

/// Sends every line of a stream, with whether it is stdout.
fn forward(stream: impl Read + Send + 'static, is_stdout: bool, lines: SyncSender<(bool, String)>) {
    thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        while let Ok(Some(line)) = read_line(&mut stream) {
            if lines.send((is_stdout, line)).is_err() {
                return;
            }
        }
    });
}

/// Reads a line without its end, which is also that of the stream; `None` after the last.
fn read_line(stream: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut length = 0;
    loop {
        let buffer = match stream.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        line.extend_from_slice(&part[..part.len().min(LONGEST_LINE - line.len())]);
        length += part.len();
        let (used, at_end) = (part.len() + usize::from(end.is_some()), buffer.is_empty());
        stream.consume(used);
        if at_end && length == 0 {
            return Ok(None);
        }
        if at_end || end.is_some() {
            let cut = if length > line.len() { " …" } else { "" };
            return Ok(Some(String::from_utf8_lossy(&line).into_owned() + cut));
        }
    }
}

/// A program and all that it starts, which ends when this value does.
#[derive(Debug)]
struct Group {
    child: Child,
}

impl Group {
    fn start(command: &mut Command, memory_bytes: Option<u64>) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = spawn(command, memory_bytes)?;
        interrupt::will_end(&child);
        Ok(Self { child })
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        interrupt::end(&mut self.child);
    }
}

/// Starts a program with at most so much memory and without the right to leave a core file behind. Where
/// a limit cannot be set, it goes without.
#[cfg(target_os = "linux")]
fn spawn(command: &mut Command, memory_bytes: Option<u64>) -> io::Result<Child> {
    use std::sync::{Mutex, PoisonError};

    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    // A program begins with the limits of the one that starts it. So for a moment they are those of
    // the runner, which is far below them; set later, they might come too late.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    // `Data` counts what a process writes to, and not what it only reserves.
    let wanted = [(Resource::Core, Some(0)), (Resource::Data, memory_bytes)];
    let before = wanted.map(|(resource, _)| (resource, getrlimit(resource)));
    for ((resource, limit), (_, before)) in wanted.into_iter().zip(&before) {
        let most = before.maximum.unwrap_or(u64::MAX);
        if let Some(limit) = limit {
            let limit = Rlimit { current: Some(limit.min(most)), maximum: before.maximum };
            let _ = setrlimit(resource, limit);
        }
    }
    let child = command.spawn();
    for (resource, limit) in before {
        let _ = setrlimit(resource, limit);
    }
    child
}

#[cfg(not(target_os = "linux"))]
fn spawn(command: &mut Command, _memory_bytes: Option<u64>) -> io::Result<Child> {
    command.spawn()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_and_the_last_may_lack_its_end() {
        let long = "x".repeat(LONGEST_LINE + 1);
        let text = format!("one\n\n{long}\nlast");
        let mut stream = BufReader::with_capacity(16, text.as_bytes());
        let lines = std::iter::from_fn(|| read_line(&mut stream).unwrap());
        let lines: Vec<String> = lines.collect();
        let cut = format!("{} …", &long[1..]);
        assert_eq!(lines, ["one", "", cut.as_str(), "last"]);
    }

    #[cfg(unix)]
    fn shell(script: &str, quiet_ms: u64) -> (Ending, Vec<String>) {
        let mut lines = Vec::new();
        let quiet = Duration::from_millis(quiet_ms);
        let limits = Limits { quiet, memory_bytes: None };
        let mut command = Command::new("sh");
        let ending = run(command.args(["-c", script]), limits, |event| {
            let (Event::Stdout(line) | Event::Stderr(line)) = event else { return false };
            lines.push(line.to_owned());
            line == "news"
        });
        (ending.unwrap(), lines)
    }

    #[test]
    #[cfg(unix)]
    fn both_streams_are_read() {
        let (ending, mut lines) = shell("echo out; echo err >&2; exit 3", 60_000);
        lines.sort();
        assert_eq!(lines, ["err", "out"]);
        assert!(matches!(ending, Ending::Exited(status) if status.code() == Some(3)), "{ending:?}");
    }

    #[test]
    #[cfg(unix)]
    fn printing_without_news_does_not_help() {
        let (ending, lines) = shell("while :; do echo flood; done", 100);
        assert!(matches!(ending, Ending::Stalled), "{ending:?}");
        assert!(lines.len() > 1);
    }

    #[test]
    #[cfg(unix)]
    fn a_process_left_behind_does_not_hold_up_the_end() {
        let start = Instant::now();
        let (ending, _) = shell("sleep 600 & echo news", 300_000);
        assert!(matches!(ending, Ending::Exited(_)), "{ending:?}");
        assert!(start.elapsed() < Duration::from_secs(60));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn lines_that_come_late_are_not_lost() {
        // It leaves the group, and so it is still there when the group has ended.
        let (ending, lines) = shell("setsid sh -c 'sleep 0.5; echo late' & exit 0", 60_000);
        assert!(matches!(ending, Ending::Exited(_)), "{ending:?}");
        assert_eq!(lines, ["late"]);
    }
}
