//! `cargo ex 16.1.3`: builds the student's file, runs its tests and says what to do next.

use std::time::Duration;

use anyhow::bail;

use crate::cargo::{self, Build, Built, Output};
use crate::catalog::{Entry, Found};
use crate::cmd::{Context, list};
use crate::exercise::Exercise;
use crate::messages;
use crate::progress::Progress;
use crate::report::Report;
use crate::style::wrap;
use crate::verdict::{self, Limits, Outcome, Tests};
use crate::wrong::{Certainty, Misconception, Misconceptions};

/// Tests an exercise, or lists a section.
pub(crate) fn run(context: &Context, id: &str) -> anyhow::Result<bool> {
    if let Found::Section(section) = context.resolve(id)? {
        return list::run(context, &list::Filter::section(section));
    }
    let entry = context.find(id)?;
    if context.json {
        let report = attempt(context, entry, Output::Progress { color: false })?;
        println!("{}", serde_json::to_string_pretty(&report.json(context))?);
        return Ok(report.passed());
    }
    println!("{}", heading(context, entry));
    if entry.exercise.engine.is_some() {
        println!("{}\n", wrap(messages::building_once(context.language), ""));
    }
    let report = attempt(context, entry, Output::Live)?;
    print!("\n{}", report.text(context));
    Ok(report.passed())
}

/// The title of an exercise and the student's file.
pub(crate) fn heading(context: &Context, entry: &Entry) -> String {
    let (language, exercise) = (context.language, &entry.exercise);
    let title = format!("{}  {}", exercise.id, exercise.title.get(language));
    let file = messages::your_file(language, &entry.student_file().display().to_string());
    format!("{}\n{file}\n", context.style.bold(&title))
}

/// Builds the student's file, runs its tests and saves the progress.
pub(crate) fn attempt<'a>(
    context: &'a Context,
    entry: &'a Entry,
    output: Output,
) -> anyhow::Result<Report<'a>> {
    let id = &entry.exercise.id;
    let mut progress = Progress::load(&context.catalog.root)?;
    progress.set_current(id)?;
    let mut report = build_and_run(context, entry, output)?;
    report.misconceptions = explain(context, entry, &report.outcomes)?;
    // A file that does not compile is in the middle of a change, and says nothing about progress.
    if report.compiled {
        let (passed, points) = (report.passed(), Some(report.points()));
        progress.update(id, |state| (state.passed, state.points) = (passed, points))?;
    }
    report.state = progress.of(id);
    report.next = context.catalog.next_after(id, |id| !progress.of(id).passed);
    Ok(report)
}

/// Returns the report without what depends on the progress.
fn build_and_run<'a>(
    context: &Context,
    entry: &'a Entry,
    output: Output,
) -> anyhow::Result<Report<'a>> {
    let root = &context.catalog.root;
    if !root.join(entry.student_file()).exists() {
        bail!(messages::without_the_file(context.language).replace("ID", &entry.exercise.id));
    }
    let (bin, release) = (entry.package(), context.release);
    let build = Build { root, bin: &bin, tests: true, release };
    let (executable, warnings) = match cargo::build(build, output)? {
        Built::Failed { errors } => return Ok(Report::new(entry, false, errors, vec![])),
        Built::Executable { path, warnings } => (path, warnings),
    };
    let mut outcomes = verdict::run_tests(Tests {
        executable: &executable,
        folder: &root.join(entry.exercise_folder()),
        language: context.language,
        limits: limits(context, &entry.exercise),
        notices: true,
    })?;
    outcomes.sort_by_key(|outcome| position(&entry.exercise, &outcome.name));
    Ok(Report::new(entry, true, warnings, outcomes))
}

fn limits(context: &Context, exercise: &Exercise) -> Limits {
    let limits = Limits::of(exercise);
    Limits { quiet: context.timeout_s.map_or(limits.quiet, Duration::from_secs), ..limits }
}

fn explain(
    context: &Context,
    entry: &Entry,
    outcomes: &[Outcome],
) -> anyhow::Result<Vec<(Certainty, Misconception)>> {
    let known = Misconceptions::load(&context.catalog.root.join(entry.exercise_folder()))?;
    let default_seed = std::env::var_os("WORKBOOK_SEED").is_none();
    let found = known.explain(outcomes, context.language, default_seed);
    Ok(found.into_iter().map(|(certainty, known)| (certainty, known.clone())).collect())
}

/// Where a test stands in `exercise.toml`, which lists them in the order of the task.
fn position(exercise: &Exercise, name: &str) -> usize {
    let tests = &exercise.tests;
    tests.iter().position(|test| test.name == name).unwrap_or(tests.len())
}
