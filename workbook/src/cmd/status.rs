//! `cargo ex`: where the student is and what to do next.

use serde::Serialize;

use crate::catalog::Entry;
use crate::cmd::list::{self, Row};
use crate::cmd::{Context, test};
use crate::messages;
use crate::progress::Progress;

/// Characters of the progress bar.
const BAR: u32 = 20;

/// Where the student is, as a tool reads it.
#[derive(Debug, Serialize)]
struct Json<'a> {
    schema: &'static str,
    /// The exercise to go on with; `null` if all have passed.
    current: Option<Row<'a>>,
    passed: usize,
    exercises: usize,
    points: u32,
    points_max: u32,
}

pub(crate) fn run(context: &Context) -> anyhow::Result<bool> {
    let progress = Progress::load(&context.catalog.root)?;
    let entries = &context.catalog.entries;
    let passed = entries.iter().filter(|entry| progress.of(&entry.exercise.id).passed).count();
    let points = |entry: &Entry| progress.of(&entry.exercise.id).points.unwrap_or_default();
    let current = context.current(&progress);
    if context.json {
        let json = Json {
            schema: "workbook/status/1",
            current: current.map(|entry| list::row(context, &progress, entry)),
            passed,
            exercises: entries.len(),
            points: entries.iter().map(points).sum(),
            points_max: entries.iter().map(|entry| entry.exercise.points()).sum(),
        };
        println!("{}", serde_json::to_string_pretty(&json)?);
        return Ok(true);
    }
    println!("{}\n", progress_bar(context, passed));
    match current {
        Some(entry) => print_current(context, &progress, entry),
        None => println!("{}", messages::all_done(context.language)),
    }
    Ok(true)
}

fn print_current(context: &Context, progress: &Progress, entry: &Entry) {
    let (language, exercise) = (context.language, &entry.exercise);
    print!("{}", test::heading(context, entry));
    if let Some(points) = progress.of(&exercise.id).points {
        println!("{}", messages::score(language, points, exercise.points()));
    }
    println!("\n{}", context.style.bold(messages::what_next(language)));
    let id = &exercise.id;
    for (command, does) in [
        (format!("cargo ex {id}"), messages::command_test(language)),
        (format!("cargo ex watch {id}"), messages::command_watch(language)),
        (format!("cargo ex hint {id}"), messages::command_hint(language)),
        ("cargo ex next".to_owned(), messages::command_next(language)),
        ("cargo ex list".to_owned(), messages::command_list(language)),
    ] {
        println!("  {command:<24} {does}");
    }
}

fn progress_bar(context: &Context, passed: usize) -> String {
    let total = context.catalog.entries.len();
    let full = passed * BAR as usize / total.max(1);
    let bar = "█".repeat(full) + &"░".repeat(BAR as usize - full);
    format!("{bar}  {}", messages::exercises_done(context.language, passed, total))
}
