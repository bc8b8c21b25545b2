//! The engines that are written in Python: pandas, and Polars as Python programs get it.
//!
//! This program binds itself to its processors and then becomes the interpreter of the environment
//! [`environments::PYTHON`], which goes on with the Python file of the engine. It stays the same
//! process, so that the supervisor guards and measures it like any other worker. The protocol is in
//! `protocol.py`, what each engine chose is at the head of its file.
//!
//! The interpreter starts and imports its packages before the worker says hello. None of that is
//! part of a measurement.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Context;
use checks::Language;
use clap::Parser;
use datasets::WORKLOADS;
use harness_protocol::{Hello, Settings, confine};
use serde_json::{Map, Value, json};

/// The file of each engine.
const ENGINES: &[(&str, &str)] = &[
    ("pandas", "pandas_engine.py"),
    ("polars-python", "polars_engine.py"),
    ("polars-python-memory", "polars_engine.py"),
];

fn main() -> ExitCode {
    match run(&Settings::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Becomes the engine. Returns if there is no environment for it, which is a reported state.
fn run(settings: &Settings) -> anyhow::Result<()> {
    let (name, file) = ENGINES
        .iter()
        .find(|(name, _)| *name == settings.engine)
        .with_context(|| format!("this worker has no engine `{}`", settings.engine))?;
    let python = match environments::PYTHON.interpreter() {
        Ok(python) => python,
        Err(not_set_up) => {
            let reason = not_set_up.text(Language::English);
            println!("{}", serde_json::to_string(&Hello::NotSetUp { reason })?);
            return Ok(());
        }
    };
    confine(settings.threads)?;
    let mut command = Command::new(&python);
    // Without the variables of the user's own Python, and without writing bytecode here.
    command.args(["-E", "-B"]).arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
    command.args([name, settings.threads.to_string().as_str(), terms().to_string().as_str()]);
    Err(command.exec()).with_context(|| format!("cannot start `{}`", python.display()))
}

/// What an engine in Rust would ask the crate `datasets`: the columns that each workload reads, by
/// table, and its literals.
fn terms() -> Value {
    let terms = WORKLOADS.iter().map(|workload| {
        let reads =
            workload.reads.iter().map(|(table, columns)| (table.to_string(), json!(columns)));
        let reads: Map<String, Value> = reads.collect();
        (workload.id.to_owned(), json!({ "reads": reads, "literals": workload.literals }))
    });
    Value::Object(terms.collect())
}
