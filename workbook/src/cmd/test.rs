//! `cargo ex 16.1.3`: builds the student's file, runs its tests and says what to do next.

use crate::cargo::{self, Build, Built, Output};
use crate::catalog::Entry;
use crate::cmd::Context;
use crate::exercise::Exercise;
use crate::messages;
use crate::progress::Progress;
use crate::style::wrap;
use crate::verdict::{self, Outcome, TestResult};
use crate::wrong;

pub(crate) fn run(context: &Context, id: &str) -> anyhow::Result<bool> {
    let language = context.language;
    let entry = context.find(id)?;
    let exercise = &entry.exercise;
    println!("{}", context.style.bold(&format!("{id}  {}", exercise.title.get(language))));
    println!("{}\n", messages::your_file(language, &entry.student_file().display().to_string()));
    if exercise.engine.is_some() {
        println!("{}\n", messages::building_once(language));
    }
    let mut progress = Progress::load(&context.catalog.root)?;
    let Some(outcomes) = build_and_run(context, entry)? else {
        println!("\n{}", messages::does_not_compile(language));
        say_next_hint(context, exercise, &progress);
        return Ok(false);
    };
    println!();
    let points = show_outcomes(context, exercise, &outcomes);
    println!("\n{}", messages::score(language, points, exercise.points()));
    let passed = outcomes.iter().all(|outcome| outcome.result == TestResult::Passed);
    progress.update(id, |state| state.passed = passed)?;
    if passed {
        say_next_exercise(context, entry, &progress);
    } else {
        explain_first_failure(context, entry, &outcomes)?;
        say_next_hint(context, exercise, &progress);
    }
    Ok(passed)
}

/// Returns the outcomes, or `None` if the file does not compile.
fn build_and_run(context: &Context, entry: &Entry) -> anyhow::Result<Option<Vec<Outcome>>> {
    let root = &context.catalog.root;
    let (bin, release) = (entry.package(), context.release);
    let build = Build { root, bin: &bin, tests: true, release, target_dir: None };
    match cargo::build(build, Output::Live)? {
        Built::Failed { .. } => Ok(None),
        Built::Executable { path, .. } => {
            let mut outcomes = verdict::run_tests(&path, &root.join(entry.exercise_folder()))?;
            let order = |outcome: &Outcome| position(&entry.exercise, &outcome.name);
            outcomes.sort_by_key(order);
            Ok(Some(outcomes))
        }
    }
}

/// Prints a line per test and returns the points.
fn show_outcomes(context: &Context, exercise: &Exercise, outcomes: &[Outcome]) -> u32 {
    let (language, style) = (context.language, context.style);
    let mut total = 0;
    for Outcome { name, result } in outcomes {
        let test = exercise.tests.iter().find(|test| test.name == *name);
        let (worth, asks) = test.map_or((0, ""), |test| (test.points, test.asks.get(language)));
        let word = match result {
            TestResult::Passed => style.green(&format!("{:<9}", messages::verdict_ok(language))),
            TestResult::Todo => style.yellow(&format!("{:<9}", messages::verdict_todo(language))),
            TestResult::Failed { .. } => {
                style.red(&format!("{:<9}", messages::verdict_failed(language)))
            }
            TestResult::Unknown => {
                style.red(&format!("{:<9}", messages::verdict_unknown(language)))
            }
        };
        let points = if *result == TestResult::Passed { worth } else { 0 };
        total += points;
        println!("  {word} {points}/{worth}  {name}\n                 {asks}");
    }
    total
}

/// Shows the data of the first test that failed, or names the first that is still to do.
fn explain_first_failure(
    context: &Context,
    entry: &Entry,
    outcomes: &[Outcome],
) -> anyhow::Result<()> {
    let language = context.language;
    let failed = outcomes.iter().find_map(|outcome| match &outcome.result {
        TestResult::Failed { message } => Some((outcome, message.as_str())),
        _ => None,
    });
    if outcomes.iter().any(|outcome| outcome.result == TestResult::Unknown) {
        println!("\n{}", messages::stopped_early(language));
    }
    let open = outcomes.iter().find(|outcome| outcome.result == TestResult::Todo);
    let Some((outcome, message)) = failed.or(open.map(|outcome| (outcome, ""))) else {
        return Ok(());
    };
    println!("\n{}", context.style.bold(&messages::start_with(language, &outcome.name)));
    for line in message.lines() {
        println!("  {line}");
    }
    if failed.is_some() {
        say_common_causes(context, entry, &outcome.name)?;
    }
    Ok(())
}

/// Prints the hints of the wrong solutions that fail the same test.
fn say_common_causes(context: &Context, entry: &Entry, test: &str) -> anyhow::Result<()> {
    let language = context.language;
    let known = wrong::load_all(&context.catalog.root.join(entry.solution_folder()))?;
    for wrong in known.iter().filter(|wrong| wrong.fails == test) {
        println!("\n{}:", messages::common_cause(language));
        println!("{}", wrap(wrong.hint.get(language), "  "));
    }
    Ok(())
}

fn say_next_hint(context: &Context, exercise: &Exercise, progress: &Progress) {
    let total = exercise.hints.get(context.language).len();
    let next = (progress.of(&exercise.id).hints + 1).min(total);
    println!("\n{}", messages::next_hint(context.language, &exercise.id, next, total));
}

fn say_next_exercise(context: &Context, entry: &Entry, progress: &Progress) {
    let language = context.language;
    let id = &entry.exercise.id;
    println!("\n{}", messages::see_it_run(language, id));
    let reference = entry.reference_file().display().to_string();
    println!("{}", messages::compare_with(language, &reference));
    match context.catalog.next_after(id, |id| !progress.of(id).passed) {
        Some(next) => {
            let title = next.exercise.title.get(language);
            println!("{}", messages::next_exercise(language, &next.exercise.id, title));
        }
        None => println!("{}", messages::all_passed(language)),
    }
}

/// Where a test stands in `exercise.toml`, which lists them in the order of the task.
fn position(exercise: &Exercise, name: &str) -> usize {
    let tests = &exercise.tests;
    tests.iter().position(|test| test.name == name).unwrap_or(tests.len())
}
