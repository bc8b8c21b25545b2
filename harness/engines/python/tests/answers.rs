//! The engines in Python answer every workload right, on clean and on hostile data. Without their
//! environment they say so.

use std::process::Command;

use engine_testing::{ALL_CELLS, check_engine};
use harness_protocol::Hello;

const WORKER: &str = env!("CARGO_BIN_EXE_engine-python");

/// With one thread and with all that the machine has.
fn check(engine: &str) {
    let all = std::thread::available_parallelism().unwrap().get();
    for threads in [1, all] {
        let coverage = check_engine(WORKER.as_ref(), engine, threads);
        match coverage.not_here {
            Some(reason) => println!("NotRun: {reason}"),
            None => assert_eq!(coverage.checked, ALL_CELLS),
        }
    }
}

#[test]
fn pandas() {
    check("pandas");
}

#[test]
fn polars_as_python_programs_get_it() {
    check("polars-python");
}

#[test]
fn polars_in_memory() {
    check("polars-python-memory");
}

#[test]
fn without_its_environment_a_worker_names_the_command_that_makes_it() {
    let empty = tempfile::tempdir().unwrap();
    let output = Command::new(WORKER)
        .args(["--engine", "pandas", "--threads", "1"])
        .env(environments::PYTHON.variable, empty.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let hello: Hello = serde_json::from_slice(&output.stdout).unwrap();
    let Hello::NotSetUp { reason } = hello else { panic!("{hello:?}") };
    assert!(reason.ends_with("`cargo ex setup python`"), "{reason}");
}
