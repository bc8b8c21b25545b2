//! `cargo ex setup python`: installs the pinned Python packages that some exercises and engines need.

mod messages;

use std::path::PathBuf;

use anyhow::anyhow;
use clap::ValueEnum;
use environments::{COMET, Environment, PYTHON, Progress, SPARK};
use serde::Serialize;

use crate::cmd::Context;
use crate::language::Language;
use crate::style::wrap;

/// What can be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    /// Polars, pandas, PyArrow and NumPy.
    Python,
    /// PySpark and Sail; needs Java 17 or newer.
    Spark,
    /// DataFusion Comet and its PySpark; needs Java 17 or newer.
    Comet,
}

#[derive(Debug, Serialize)]
struct Json<'a> {
    schema: &'static str,
    name: &'static str,
    folder: PathBuf,
    /// `None` if the environment could not be set up.
    interpreter: Option<&'a PathBuf>,
    /// Why not.
    error: Option<&'a String>,
}

/// Sets up an environment. `Ok(false)` if it failed and the reason is in the JSON object.
pub(crate) fn run(context: &Context, name: Name) -> anyhow::Result<bool> {
    let (language, environment) = (context.language, name.environment());
    let outcome = set_up(language, environment);
    if context.json {
        let json = Json {
            schema: "workbook/setup/1",
            name: environment.name,
            folder: environment.folder(),
            interpreter: outcome.as_ref().ok(),
            error: outcome.as_ref().err(),
        };
        println!("{}", serde_json::to_string_pretty(&json)?);
        return Ok(outcome.is_ok());
    }
    let interpreter = outcome.map_err(|error| anyhow!(error))?;
    println!("{}", messages::ready(language, environment.name, &interpreter));
    Ok(true)
}

/// Sets up what is not there yet, and says so on standard error. The interpreter, or what went wrong in
/// the student's language.
fn set_up(language: Language, environment: &'static Environment) -> Result<PathBuf, String> {
    if environment.interpreter().is_err() {
        eprintln!("{}", wrap(&messages::begin(language, environment), ""));
    }
    let mut report = |progress: Progress<'_>| show(language, progress);
    environment.set_up(&mut report).map_err(|error| error.text(language.of_checks()))
}

impl Name {
    fn environment(self) -> &'static Environment {
        match self {
            Self::Python => &PYTHON,
            Self::Spark => &SPARK,
            Self::Comet => &COMET,
        }
    }
}

/// Of what pip says, only which packages it takes: the rest is long.
fn show(language: Language, progress: Progress<'_>) {
    match progress {
        Progress::Installing(line) => {
            if let Some(package) = line.strip_prefix("Collecting ") {
                eprintln!("  {}", package.split_whitespace().next().unwrap_or_default());
            }
        }
        progress => eprintln!("{}", messages::step(language, progress)),
    }
}
