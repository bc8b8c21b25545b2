//! `cargo ex hint 16.1.3`: the hints seen so far and one more.

use clap::Args;

use crate::catalog::Entry;
use crate::cmd::Context;
use crate::messages;
use crate::progress::Progress;
use crate::style::wrap;

/// Which hints to show.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct Which {
    /// Show all hints.
    #[arg(long, conflicts_with = "again")]
    pub(crate) all: bool,

    /// Show the last hint once more instead of the next.
    #[arg(long)]
    pub(crate) again: bool,
}

pub(crate) fn run(context: &Context, id: Option<&str>, which: Which) -> anyhow::Result<bool> {
    let entry = context.find_or_current(id)?;
    if id.is_none() {
        let title = entry.exercise.title.get(context.language);
        println!("{}  {title}\n", entry.exercise.id);
    }
    print!("{}", take(context, entry, which)?);
    Ok(true)
}

/// Takes the next hint, and returns it with those before.
pub(crate) fn take(context: &Context, entry: &Entry, which: Which) -> anyhow::Result<String> {
    let (language, exercise) = (context.language, &entry.exercise);
    let mut progress = Progress::load(&context.catalog.root)?;
    let hints = exercise.hints.get(language);
    let seen = progress.of(&exercise.id).hints.min(hints.len());
    let shown = match which {
        Which { all: true, .. } => 0..hints.len(),
        Which { again: true, .. } if seen > 0 => seen - 1..seen,
        _ => 0..(seen + 1).min(hints.len()),
    };
    progress.update(&exercise.id, |state| state.hints = shown.end)?;
    let hint = |number: usize| {
        let title = messages::hint_title(language, number + 1, hints.len());
        format!("{}\n{}\n\n", context.style.bold(&title), wrap(&hints[number], ""))
    };
    let is_last = shown.end == hints.len();
    let end = if is_last { wrap(messages::all_hints_seen(language), "") } else { String::new() };
    let text: String = shown.map(hint).collect();
    Ok(format!("{}\n{end}\n", text.trim_end()).trim_end().to_owned() + "\n")
}
