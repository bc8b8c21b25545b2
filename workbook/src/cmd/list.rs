//! `cargo ex`: the exercises and how far the student is.

use std::fs;

use crate::catalog::Entry;
use crate::cmd::Context;
use crate::messages;
use crate::progress::Progress;
use crate::starter;

pub(crate) fn run(context: &Context) -> anyhow::Result<bool> {
    let language = context.language;
    let progress = Progress::load(&context.catalog.root)?;
    println!("{}\n", context.style.bold(messages::list_title(language)));
    for entry in &context.catalog.entries {
        let exercise = &entry.exercise;
        let state = if progress.of(&exercise.id).passed {
            context.style.green(&format!("{:<9}", messages::passed(language)))
        } else if is_started(context, entry) {
            context.style.yellow(&format!("{:<9}", messages::started(language)))
        } else {
            format!("{:<9}", messages::new(language))
        };
        let size = messages::minutes_and_points(language, exercise.minutes, exercise.points());
        let kind = messages::kind(language, exercise.kind);
        let title = exercise.title.get(language);
        println!("  {:<7} {state} {kind:<11} {size}   {title}", exercise.id);
    }
    println!("\n{}", messages::list_help(language));
    Ok(true)
}

/// Whether the student's file differs from the starter.
fn is_started(context: &Context, entry: &Entry) -> bool {
    let read = |path| fs::read_to_string(context.catalog.root.join(path)).ok();
    let starter = read(entry.reference_file()).and_then(|source| starter::cut(&source).ok());
    starter.is_some() && starter != read(entry.student_file())
}
