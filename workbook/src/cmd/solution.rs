//! `cargo ex solution 16.1.3`: the reference solution, once the exercise has passed.

mod messages;

use anyhow::bail;

use crate::catalog::Entry;
use crate::cmd::Context;
use crate::origin::{self, Origin};
use crate::progress::Progress;
use crate::starter;

pub(crate) fn run(context: &Context, id: Option<&str>, spoil: bool) -> anyhow::Result<bool> {
    let entry = context.find_or_last(id)?;
    let source = unlocked(context, entry, spoil)?;
    match &source {
        Some(source) => print!("{source}"),
        None => println!("{}", locked(context, entry)),
    }
    Ok(source.is_some())
}

/// The reference without the marks for authors, or `None` while the student has yet to earn it.
///
/// # Errors
///
/// The reference is neither here nor in the course that this copy came from.
pub(crate) fn unlocked(
    context: &Context,
    entry: &Entry,
    spoil: bool,
) -> anyhow::Result<Option<String>> {
    let root = &context.catalog.root;
    if !spoil && !Progress::load(root)?.of(&entry.exercise.id).passed {
        return Ok(None);
    }
    match origin::reference(root, entry)? {
        Some(reference) => starter::readable(&reference).map(Some),
        None => bail!(not_here(context, entry)?),
    }
}

/// What is missing before the reference is shown.
pub(crate) fn locked(context: &Context, entry: &Entry) -> String {
    let (language, exercise) = (context.language, &entry.exercise);
    let progress = Progress::load(&context.catalog.root).unwrap_or_default();
    let points = progress.of(&exercise.id).points;
    let so_far = points.map(|points| messages::so_far(language, points, exercise.points()));
    so_far.unwrap_or_default() + &messages::locked(language, &exercise.id)
}

fn not_here(context: &Context, entry: &Entry) -> anyhow::Result<String> {
    let (language, id) = (context.language, &entry.exercise.id);
    let course = Origin::load(&context.catalog.root)?.map(|origin| origin.course);
    Ok(messages::not_here(language, id, course.as_deref()))
}
