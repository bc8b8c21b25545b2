//! The worker as the harness starts it. Having an integration test also makes `cargo test` build the
//! binary that the harness' own tests need.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use harness_protocol::{Hello, PROTOCOL};

#[test]
fn it_says_hello_and_leaves_with_its_input() {
    let mut worker = Command::new(env!("CARGO_BIN_EXE_engine-sabotage"))
        .args(["--engine", "honest", "--threads", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(worker.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let hello: Hello = serde_json::from_str(&line).unwrap();
    assert!(matches!(hello, Hello::Ready { protocol: PROTOCOL, .. }), "{line}");
    drop(worker.stdin.take());
    assert!(worker.wait().unwrap().success());
}
