//! `cargo ex hint 16.1.3`: the hints seen so far and one more.

use crate::cmd::Context;
use crate::messages;
use crate::progress::Progress;
use crate::style::wrap;

pub(crate) fn run(context: &Context, id: &str) -> anyhow::Result<bool> {
    let language = context.language;
    let exercise = &context.find(id)?.exercise;
    let mut progress = Progress::load(&context.catalog.root)?;
    let hints = exercise.hints.get(language);
    let seen = progress.of(id).hints;
    let shown = (seen + 1).min(hints.len());
    for (number, hint) in (1..).zip(&hints[..shown]) {
        let title = messages::hint_title(language, number, hints.len());
        println!("{}\n{}\n", context.style.bold(&title), wrap(hint, ""));
    }
    if shown == hints.len() {
        println!("{}", messages::all_hints_seen(language));
    }
    progress.update(id, |state| state.hints = shown)?;
    Ok(true)
}
