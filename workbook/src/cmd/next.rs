//! `cargo ex next`: goes on to the next exercise that has not passed, and says what it asks for.

use crate::catalog::Entry;
use crate::cmd::{Context, test};
use crate::messages;
use crate::progress::Progress;
use crate::style::wrap;

pub(crate) fn run(context: &Context) -> anyhow::Result<bool> {
    let mut progress = Progress::load(&context.catalog.root)?;
    let Some(entry) = after_current(context, &progress) else {
        println!("{}", messages::all_done(context.language));
        return Ok(true);
    };
    progress.set_current(&entry.exercise.id)?;
    print!("{}", task(context, entry));
    Ok(true)
}

/// The next exercise that has not passed, or the first if the student has not begun.
pub(crate) fn after_current<'a>(context: &'a Context, progress: &Progress) -> Option<&'a Entry> {
    let open = |id: &str| !progress.of(id).passed;
    match progress.current().filter(|id| context.catalog.find(id).is_some()) {
        Some(current) => context.catalog.next_after(current, open),
        None => context.catalog.entries.iter().find(|entry| open(&entry.exercise.id)),
    }
}

/// What an exercise asks for, where to write and how to test it.
pub(crate) fn task(context: &Context, entry: &Entry) -> String {
    let (language, exercise) = (context.language, &entry.exercise);
    let size = messages::minutes(language, exercise.minutes, exercise.points());
    let task = wrap(exercise.task.get(language), "");
    let id = &exercise.id;
    let commands = [
        (format!("cargo ex {id}"), messages::command_test(language)),
        (format!("cargo ex watch {id}"), messages::command_watch(language)),
    ];
    let commands = commands.map(|(command, does)| format!("  {command:<24} {does}\n")).concat();
    format!("{}\n{task}\n\n{size}\n\n{commands}", test::heading(context, entry))
}
