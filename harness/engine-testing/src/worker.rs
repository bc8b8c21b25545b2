//! A worker process, without the supervisor's measuring and guarding.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use harness_protocol::{Hello, Reply, Request};

/// A running worker. It ends when this is dropped, because its input ends.
pub(crate) struct Worker {
    child: Child,
    requests: ChildStdin,
    replies: BufReader<ChildStdout>,
}

impl Worker {
    pub(crate) fn start(program: &Path, engine: &str, threads: usize) -> (Self, Hello) {
        let mut child = Command::new(program)
            .args(["--engine", engine, "--threads", &threads.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start `{}`: {error}", program.display()));
        let requests = child.stdin.take().expect("standard input is piped");
        let replies = BufReader::new(child.stdout.take().expect("standard output is piped"));
        let mut worker = Self { child, requests, replies };
        let hello = worker.receive();
        (worker, hello)
    }

    pub(crate) fn ask(&mut self, request: &Request) -> Reply {
        let mut line = serde_json::to_vec(request).expect("a request is valid JSON");
        line.push(b'\n');
        self.requests.write_all(&line).expect("the worker is gone");
        self.receive()
    }

    /// Ends the input of the worker and checks that it exits cleanly.
    pub(crate) fn finish(self) {
        let Self { mut child, requests, replies } = self;
        drop((requests, replies));
        let status = child.wait().expect("the worker was started");
        assert!(status.success(), "the worker ended with {status}");
    }

    fn receive<T: serde::de::DeserializeOwned>(&mut self) -> T {
        let mut line = String::new();
        self.replies.read_line(&mut line).expect("cannot read from the worker");
        serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("the worker sent `{line}`: {error}"))
    }
}
