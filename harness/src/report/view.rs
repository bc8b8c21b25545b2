//! Selections of cells that tables and charts share.

use std::collections::BTreeSet;

use datasets::{Source, WORKLOADS};

use super::page::Notes;
use super::race::{Question, headline, question};
use super::summary::{CellSummary, Summary, Timing};
use crate::record::State;

/// Cells with fewer samples than this are marked.
pub(super) const FEW_SAMPLES: usize = 10;

/// Sizes with at least one cell, ascending.
pub(super) fn sizes(summary: &Summary) -> Vec<u64> {
    let sizes: BTreeSet<u64> = summary.cells.iter().map(|cell| cell.cell.rows).collect();
    sizes.into_iter().collect()
}

/// Questions of one size: all from memory, then all from Parquet, each as the workloads are listed.
pub(super) fn questions(summary: &Summary, rows: u64) -> Vec<Question<'_>> {
    let mut questions: Vec<Question<'_>> = Vec::new();
    for cell in summary.cells.iter().filter(|cell| cell.cell.rows == rows) {
        let asked = question(&cell.cell);
        if !questions.contains(&asked) {
            questions.push(asked);
        }
    }
    questions.sort_by_key(|&(_, _, source)| source);
    questions
}

/// Workloads and sources with at least one cell, as the workloads are listed.
pub(super) fn topics(summary: &Summary) -> Vec<(&str, Source)> {
    let found: BTreeSet<(usize, &str, Source)> = summary
        .cells
        .iter()
        .map(|cell| {
            let id = cell.cell.workload.as_str();
            let position = WORKLOADS.iter().position(|workload| workload.id == id);
            (position.unwrap_or(usize::MAX), id, cell.cell.source)
        })
        .collect();
    found.into_iter().map(|(_, workload, source)| (workload, source)).collect()
}

/// The cells of the race with the most threads, for one question.
pub(super) fn race<'a>(summary: &'a Summary, asked: Question<'_>) -> Vec<&'a CellSummary> {
    headline(&summary.cells, asked).into_iter().map(|i| &summary.cells[i]).collect()
}

/// Engines among `cells`, as planned.
pub(super) fn engines<'a>(
    summary: &Summary,
    cells: impl Iterator<Item = &'a CellSummary>,
) -> Vec<String> {
    let found: BTreeSet<&str> = cells.map(|cell| cell.cell.engine.as_str()).collect();
    let planned = &summary.header.plan.engines;
    let known = planned.iter().filter(|engine| found.contains(engine.as_str())).cloned();
    let unknown = found.iter().filter(|name| planned.iter().all(|p| p != *name));
    known.chain(unknown.map(|name| (*name).to_owned())).collect()
}

/// An engine for a label: `scalar` or `polars, 2 threads`.
pub(super) fn label(cell: &CellSummary) -> String {
    match cell.cell.threads {
        0 | 1 => cell.cell.engine.clone(),
        threads => format!("{}, {threads} threads", cell.cell.engine),
    }
}

/// An engine within a sentence of Markdown.
pub(super) fn contender(cell: &CellSummary) -> String {
    match cell.cell.threads {
        0 | 1 => format!("`{}`", cell.cell.engine),
        threads => format!("`{}` with {threads} threads", cell.cell.engine),
    }
}

/// What a narrow column shows of a cell without a ratio.
pub(super) fn short_state(state: State) -> &'static str {
    match state {
        // It has a time, but its race has no winner.
        State::Ok => "unranked",
        State::WrongAnswer => "wrong",
        State::Unsupported => "n/a",
        state => state.name(),
    }
}

/// A state in words.
pub(super) fn state_words(state: State) -> &'static str {
    match state {
        State::WrongAnswer => "wrong answer",
        State::Oom => "out of memory",
        state => state.name(),
    }
}

/// Library versions of the engines that ran, as planned, each once.
pub(super) fn versions(summary: &Summary) -> Vec<String> {
    let mut versions: Vec<String> = Vec::new();
    for engine in engines(summary, summary.cells.iter()) {
        let own = summary.cells.iter().filter(|cell| cell.cell.engine == engine);
        for loaded in own.filter_map(|cell| cell.loaded.as_ref()) {
            if !versions.contains(&loaded.version) {
                versions.push(loaded.version.clone());
            }
        }
    }
    versions
}

/// The mark on a cell with few samples.
pub(super) fn few_mark(timing: &Timing, notes: &mut Notes) -> String {
    if timing.samples >= FEW_SAMPLES {
        return String::new();
    }
    notes.mark(
        "fewer than ten samples: the 95 % interval is wide, and may be narrower than it should be",
    )
}

/// The state in words, with a note that gives the reason.
pub(super) fn marked_state(cell: &CellSummary, notes: &mut Notes) -> String {
    let words = state_words(cell.state);
    let mark = cell.reason.as_ref().map(|reason| notes.mark(&format!("{words}: {reason}")));
    format!("{words}{}", mark.unwrap_or_default())
}

/// A sentence for each state and reason of `cells`, with the engines that share it.
pub(super) fn without_result(cells: &[&CellSummary]) -> String {
    let mut groups: Vec<((State, &str), Vec<String>)> = Vec::new();
    for cell in cells {
        let key = (cell.state, cell.reason.as_deref().unwrap_or("no reason given"));
        let engine = format!("`{}`", cell.cell.engine);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, engines)) if engines.contains(&engine) => {}
            Some((_, engines)) => engines.push(engine),
            None => groups.push((key, vec![engine])),
        }
    }
    let sentences = groups.into_iter().map(|((state, reason), engines)| {
        format!("{}: {} ({reason}).", super::format::list(&engines), state_words(state))
    });
    let sentences: Vec<String> = sentences.collect();
    if sentences.is_empty() {
        String::new()
    } else {
        format!("No result from {}", sentences.join(" "))
    }
}
