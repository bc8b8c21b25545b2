//! `cargo ex run 16.1.3`: the student's `main`, optimized, on generated data.

use std::ffi::OsString;
use std::process::Command;

use anyhow::Context as _;

use crate::cargo::{self, Build, Built, Output};
use crate::catalog::Entry;
use crate::cmd::Context;
use crate::messages;
use crate::style::wrap;

/// The exit code of a Rust program that panicked.
const PANICKED: i32 = 101;

pub(crate) fn run(
    context: &Context,
    id: Option<&str>,
    arguments: &[OsString],
) -> anyhow::Result<bool> {
    let language = context.language;
    let entry = context.find_or_current(id)?;
    if entry.exercise.engine.is_some() {
        eprintln!("{}\n", wrap(messages::building_once(language), ""));
    }
    let root = &context.catalog.root;
    let bin = entry.package();
    let build = Build { root, bin: &bin, tests: false, release: true };
    let Built::Executable { path, .. } = cargo::build(build, Output::Live)? else {
        println!("\n{}", wrap(messages::does_not_compile(language), ""));
        return Ok(false);
    };
    let mut program = Command::new(&path);
    program.args(arguments).current_dir(root).env("RUST_BACKTRACE", "0");
    let status = program.status().with_context(|| format!("start {}", path.display()))?;
    if status.code() == Some(PANICKED) && has_todo(context, entry)? {
        println!("\n{}", messages::still_to_do(language, &entry.exercise.id));
    }
    Ok(status.success())
}

/// Whether a `todo!` is left in the student's file.
fn has_todo(context: &Context, entry: &Entry) -> anyhow::Result<bool> {
    let file = context.catalog.root.join(entry.student_file());
    Ok(std::fs::read_to_string(file)?.contains("todo!("))
}
