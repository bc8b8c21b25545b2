//! The supervisor's end of one worker process.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
use harness_protocol::{Hello, Job, PROTOCOL, Reply, Request};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process_group, prlimit};

use crate::record::State;
use crate::system::{self, Memory, Usage};

/// How long a worker may take to say hello.
const HELLO_TIMEOUT: Duration = Duration::from_secs(30);

/// How much of a worker's standard error is kept for the report.
const STDERR_TAIL_BYTES: usize = 2_000;

/// A running worker.
pub struct Worker {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<std::io::Result<String>>,
    stderr: Arc<Mutex<Vec<u8>>>,
    pub version: String,
    /// Profile, extra instruction sets and allocator in one line.
    pub build: String,
}

/// Why a worker can no longer be used: a state for the cell and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub state: State,
    pub reason: String,
}

/// One request and its reply, measured from outside.
#[derive(Debug)]
pub struct Exchange {
    pub reply: Reply,
    pub round_trip_ns: u64,
    pub usage: Usage,
    pub memory: Memory,
}

impl Failure {
    pub fn new(state: State, reason: impl Into<String>) -> Self {
        Self { state, reason: reason.into() }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::new(State::Crash, format!("{error:#}"))
    }
}

impl Worker {
    /// Starts `program` for `engine` with `threads` threads and at most `memory_limit_bytes` of
    /// private memory; `cluster` is the URL of the cluster that does its work, if one does.
    ///
    /// # Errors
    ///
    /// If the program cannot be started, does not say hello, or cannot run on this machine.
    pub fn start(
        program: &Path,
        engine: &str,
        threads: usize,
        cluster: Option<&str>,
        memory_limit_bytes: Option<u64>,
    ) -> Result<Self, Failure> {
        let mut command = Command::new(program);
        command.args(["--engine", engine, "--threads", &threads.to_string()]);
        if let Some(url) = cluster {
            command.args(["--cluster", url]);
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // A group of its own: Ctrl-C reaches the supervisor alone, and a kill reaches all.
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start the worker `{}`", program.display()))?;
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().expect("standard output is piped");
        let stderr = child.stderr.take().expect("standard error is piped");
        let mut worker = Self {
            lines: read_lines(stdout),
            stderr: keep_tail(stderr),
            stdin,
            child,
            version: String::new(),
            build: String::new(),
        };
        if let Some(bytes) = memory_limit_bytes {
            worker.limit_memory(bytes)?;
        }
        worker.greet()?;
        Ok(worker)
    }

    fn greet(&mut self) -> Result<(), Failure> {
        let line = self.receive(HELLO_TIMEOUT)?;
        match parse(&line)? {
            Hello::Ready { protocol: PROTOCOL, version, build } => {
                let features = match build.target_features.as_slice() {
                    [] => "baseline".to_owned(),
                    features => features.join("+"),
                };
                self.build = format!("{}, {features}, {}", build.profile, build.allocator);
                self.version = version;
                Ok(())
            }
            Hello::Ready { protocol, .. } => Err(Failure::new(
                State::Crash,
                format!(
                    "the worker speaks protocol {protocol} instead of {PROTOCOL}: build it again"
                ),
            )),
            Hello::Unsupported { reason } => Err(Failure::new(State::Unsupported, reason)),
            Hello::NotSetUp { reason } => Err(Failure::new(State::Skipped, reason)),
        }
    }

    /// Limits the private memory of the worker, so that one engine cannot take the machine down.
    fn limit_memory(&self, bytes: u64) -> anyhow::Result<()> {
        let pid = Pid::from_child(&self.child);
        let limit = Rlimit { current: Some(bytes), maximum: Some(bytes) };
        prlimit(Some(pid), Resource::Data, limit).context("cannot limit the worker's memory")?;
        Ok(())
    }

    /// Loads `job`; returns the schema, the load time and the memory held afterwards.
    ///
    /// # Errors
    ///
    /// If the engine does not support the job, fails, or does not answer within `timeout`.
    pub fn load(&mut self, job: &Job, timeout: Duration) -> Result<(String, u64, Memory), Failure> {
        let exchange = self.exchange(&Request::Load(job.clone()), timeout)?;
        match exchange.reply {
            Reply::Loaded { load_ns, schema } => Ok((schema, load_ns, exchange.memory)),
            other => Err(refused(other)),
        }
    }

    /// Runs the loaded job with literal `variant`.
    ///
    /// # Errors
    ///
    /// If the engine fails, dies, or does not answer within `timeout`.
    pub fn run(&mut self, variant: usize, timeout: Duration) -> Result<Exchange, Failure> {
        let exchange = self.exchange(&Request::Run { variant }, timeout)?;
        match exchange.reply {
            Reply::Ran { .. } | Reply::Wrote { .. } => Ok(exchange),
            other => Err(refused(other)),
        }
    }

    /// The most processors that any thread of the worker may run on; 0 if the system does not tell.
    pub fn processors_allowed(&self) -> usize {
        system::processors_allowed(&self.child)
    }

    fn exchange(&mut self, request: &Request, timeout: Duration) -> Result<Exchange, Failure> {
        let mut line = serde_json::to_vec(request).context("cannot write the request as JSON")?;
        line.push(b'\n');
        system::reset_peak(&self.child)?;
        let before = system::usage(&self.child)?;
        let start = Instant::now();
        if self.send(&line).is_err() {
            return Err(self.post_mortem());
        }
        let reply = self.receive(timeout)?;
        let round_trip_ns = start.elapsed().as_nanos() as u64;
        let usage = system::usage(&self.child)?.since(&before);
        let memory = system::memory(&self.child)?;
        Ok(Exchange { reply: parse(&reply)?, round_trip_ns, usage, memory })
    }

    fn send(&mut self, line: &[u8]) -> std::io::Result<()> {
        let stdin = self.stdin.as_mut().expect("standard input stays open until the end");
        stdin.write_all(line)?;
        stdin.flush()
    }

    fn receive(&mut self, timeout: Duration) -> Result<String, Failure> {
        match self.lines.recv_timeout(timeout) {
            Ok(Ok(line)) => Ok(line),
            Err(RecvTimeoutError::Timeout) => {
                self.kill();
                let seconds = timeout.as_secs_f64();
                Err(Failure::new(State::Timeout, format!("no answer within {seconds:.1} s")))
            }
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(self.post_mortem()),
        }
    }

    /// Why the worker died, from its exit status and its last words.
    fn post_mortem(&mut self) -> Failure {
        // The output is closed; a worker that lingers all the same is ended.
        self.kill();
        let status = match self.child.wait() {
            Ok(status) => status,
            Err(error) => return anyhow!(error).context("cannot wait for the worker").into(),
        };
        let stderr = self.stderr.lock().expect("the reader of standard error does not panic");
        cause_of_death(status, &String::from_utf8_lossy(&stderr))
    }

    fn kill(&mut self) {
        // The group may be gone already, which is what we want.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // End of input asks the worker to leave; killing it makes sure that its memory is free
        // before the next one loads.
        self.stdin = None;
        self.kill();
        let _ = self.child.wait();
    }
}

fn refused(reply: Reply) -> Failure {
    match reply {
        Reply::Unsupported { reason } => Failure::new(State::Unsupported, reason),
        Reply::Failed { error } => {
            let state = if tells_of_memory(&error) { State::Oom } else { State::Crash };
            Failure::new(state, error)
        }
        other => Failure::new(State::Crash, format!("unexpected reply {other:?}")),
    }
}

fn parse<T: serde::de::DeserializeOwned>(line: &str) -> Result<T, Failure> {
    serde_json::from_str(line).map_err(|_| {
        let start: String = line.chars().take(80).collect();
        Failure::new(State::Crash, format!("the worker said `{start}`, which is no reply"))
    })
}

fn cause_of_death(status: ExitStatus, stderr: &str) -> Failure {
    use std::os::unix::process::ExitStatusExt;

    if let Some(line) = stderr.lines().find(|line| tells_of_memory(line)) {
        return Failure::new(State::Oom, format!("out of memory: {}", line.trim()));
    }
    let last_line = stderr.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("");
    match status.signal() {
        // Our own kill after its output closed also ends here, when it lingered.
        Some(9) if last_line.is_empty() => {
            Failure::new(State::Oom, "killed by the system (signal 9), most likely for its memory")
        }
        Some(signal) => {
            Failure::new(State::Crash, format!("ended by signal {signal}: {last_line}"))
        }
        None => Failure::new(State::Crash, format!("ended with {status}: {last_line}")),
    }
}

/// Whether an error text is about running out of memory, in the words of the Rust allocator,
/// mimalloc, DataFusion, DuckDB, Polars and `protocol.py`.
fn tells_of_memory(text: &str) -> bool {
    let text = text.to_lowercase();
    ["memory allocation of", "out of memory", "resources exhausted", "unable to allocate"]
        .iter()
        .any(|words| text.contains(words))
}

fn read_lines(stdout: impl Read + Send + 'static) -> Receiver<std::io::Result<String>> {
    let (send, receive) = sync_channel(16);
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines() {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    receive
}

fn keep_tail(mut stderr: impl Read + Send + 'static) -> Arc<Mutex<Vec<u8>>> {
    let tail = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&tail);
    thread::spawn(move || {
        let mut chunk = [0; 4096];
        while let Ok(n @ 1..) = stderr.read(&mut chunk) {
            let mut tail = shared.lock().expect("nobody panics with the lock");
            tail.extend_from_slice(&chunk[..n]);
            let excess = tail.len().saturating_sub(STDERR_TAIL_BYTES);
            tail.drain(..excess);
        }
    });
    tail
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    #[test]
    fn a_death_is_explained_by_its_last_words() {
        let aborted = ExitStatus::from_raw(6);
        let failure = cause_of_death(aborted, "thread 'main' panicked\nexplicit panic\n\n");
        assert_eq!(failure, Failure::new(State::Crash, "ended by signal 6: explicit panic"));
    }

    #[test]
    fn running_out_of_memory_is_a_state_of_its_own() {
        let aborted = ExitStatus::from_raw(6);
        let failure = cause_of_death(aborted, "memory allocation of 8589934592 bytes failed\n");
        assert_eq!(failure.state, State::Oom);
        assert_eq!(cause_of_death(ExitStatus::from_raw(9), "").state, State::Oom);
    }
}
