//! `cargo ex list`: the exercises and how far the student is.

use std::fs;

use clap::Args;
use serde::Serialize;

use crate::catalog::{Entry, section};
use crate::cmd::Context;
use crate::messages;
use crate::origin;
use crate::progress::Progress;
use crate::style::wrap;

/// The column in which titles begin.
const TITLE_COLUMN: usize = 36;

/// Which exercises to list.
#[derive(Debug, Default, Args)]
pub(crate) struct Filter {
    /// A section such as 16.2, or a word of the title in either language.
    word: Option<String>,

    /// Only the exercises of this section.
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,

    /// Only the exercises that have not passed.
    #[arg(long, conflicts_with = "done")]
    open: bool,

    /// Only the exercises that have passed.
    #[arg(long)]
    done: bool,
}

/// How far the student is with an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stage {
    New,
    /// The student's file differs from the starter, or has been tested.
    Started,
    Passed,
}

/// An exercise as a tool reads it.
#[derive(Debug, Serialize)]
pub(crate) struct Row<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'static str,
    stage: Stage,
    /// Points of the last test run.
    points: u32,
    points_max: u32,
    minutes: u32,
    hints_seen: usize,
    /// The student's file, relative to the root of the workspace.
    file: String,
    engine: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Json<'a> {
    schema: &'static str,
    exercises: Vec<Row<'a>>,
}

pub(crate) fn run(context: &Context, filter: &Filter) -> anyhow::Result<bool> {
    let language = context.language;
    let progress = Progress::load(&context.catalog.root)?;
    let rows = context.catalog.entries.iter().map(|entry| row(context, &progress, entry));
    let filter = filter.for_context(context)?;
    let entries = context.catalog.entries.iter();
    let rows: Vec<Row<'_>> = rows
        .zip(entries)
        .filter(|(row, entry)| filter.accepts(row, entry))
        .map(|(row, _)| row)
        .collect();
    if context.json {
        let json = Json { schema: "workbook/list/1", exercises: rows };
        println!("{}", serde_json::to_string_pretty(&json)?);
        return Ok(true);
    }
    if rows.is_empty() {
        println!("{}", messages::nothing_found(language));
    }
    let mut current = "";
    for row in &rows {
        if section(row.id) != current {
            let gap = if current.is_empty() { "" } else { "\n" };
            current = section(row.id);
            println!("{gap}{}", context.style.bold(&messages::section(language, current)));
        }
        print_row(context, row);
    }
    let done = rows.iter().filter(|row| row.stage == Stage::Passed).count();
    println!("\n{}", messages::exercises_done(language, done, rows.len()));
    Ok(true)
}

fn print_row(context: &Context, row: &Row<'_>) {
    let (language, style) = (context.language, context.style);
    let stage = match row.stage {
        Stage::Passed => style.green(&format!("{:<8}", messages::passed(language))),
        Stage::Started => style.yellow(&format!("{:<8}", messages::started(language))),
        Stage::New => format!("{:<8}", messages::new(language)),
    };
    let Row { id, title, points, points_max, minutes, .. } = row;
    // A long title goes on below itself.
    let title = wrap(title, &" ".repeat(TITLE_COLUMN));
    let title = title.trim_start();
    println!("  {id:<6}  {stage}  {points:>2}/{points_max:<2}  {minutes:>3} min  {title}");
}

/// What there is to say about an exercise.
pub(crate) fn row<'a>(context: &Context, progress: &Progress, entry: &'a Entry) -> Row<'a> {
    let exercise = &entry.exercise;
    let state = progress.of(&exercise.id);
    let stage = match state {
        state if state.passed => Stage::Passed,
        state if state.points.is_some() || is_changed(context, entry) => Stage::Started,
        _ => Stage::New,
    };
    Row {
        id: &exercise.id,
        title: exercise.title.get(context.language),
        kind: messages::kind(context.language, exercise.kind),
        stage,
        points: state.points.unwrap_or_default(),
        points_max: exercise.points(),
        minutes: exercise.minutes,
        hints_seen: state.hints,
        file: entry.student_file().display().to_string(),
        engine: exercise.engine.as_deref(),
    }
}

/// Whether the student's file differs from the starter. Without either of them, nobody knows.
fn is_changed(context: &Context, entry: &Entry) -> bool {
    let root = &context.catalog.root;
    let starter = origin::starter(root, entry).ok();
    let current = fs::read_to_string(root.join(entry.student_file())).ok();
    starter.zip(current).is_some_and(|(starter, current)| starter != current)
}

impl Filter {
    /// The exercises of a section.
    pub(crate) fn section(section: &str) -> Self {
        Self { section: Some(section.to_owned()), ..Self::default() }
    }

    /// Reads a word that names a section as that section.
    fn for_context(&self, context: &Context) -> anyhow::Result<Self> {
        let named = match &self.word {
            Some(word) if self.section.is_none() => context.section(word)?,
            _ => None,
        };
        let section = match &self.section {
            Some(text) => Some(context.section(text)?.unwrap_or_else(|| text.clone())),
            None => named.clone(),
        };
        let word = if named.is_some() { None } else { self.word.as_deref().map(plain) };
        Ok(Self { word, section, ..*self })
    }

    fn accepts(&self, row: &Row<'_>, entry: &Entry) -> bool {
        let title = &entry.exercise.title;
        let has = |word: &String| {
            row.id.contains(word) || [&title.en, &title.es].iter().any(|t| plain(t).contains(word))
        };
        let passed = row.stage == Stage::Passed;
        self.word.as_ref().is_none_or(has)
            && self.section.as_deref().is_none_or(|wanted| wanted == section(row.id))
            && !(self.open && passed || self.done && !passed)
    }
}

/// A text in lower case and without the accents of Spanish, so that `busqueda` finds `Búsqueda`.
fn plain(text: &str) -> String {
    let without_accent = |c| match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    };
    text.to_lowercase().chars().map(without_accent).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_ignores_case_and_accents() {
        assert_eq!(plain("Búsqueda de PINGÜINOS en Ñuñoa"), "busqueda de pinguinos en nunoa");
    }
}
