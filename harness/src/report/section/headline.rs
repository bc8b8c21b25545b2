//! Every question and engine at a glance.

use datasets::Source;

use super::super::page::{Notes, Page, Table};
use super::super::race::Question;
use super::super::standings::standings;
use super::super::summary::{CellSummary, Summary};
use super::super::{chart, format, view};
use crate::statistics::Verdict;

pub(super) fn write(page: &mut Page, summary: &Summary) {
    let sizes = view::sizes(summary);
    if sizes.is_empty() {
        return;
    }
    page.heading(2, "Headline");
    page.block(
        "Median time, time relative to the fastest (≈ where the samples show no difference), and % \
         of the limit, with the most threads that were measured. Engines that only ever use one \
         thread compete with it. Bold is the fastest.",
    );
    for source in [Source::Memory, Source::Parquet] {
        write_standings(page, summary, source);
    }
    for rows in sizes {
        page.heading(3, &format!("{} rows", format::rows(rows)));
        page.chart(chart::heat_map(summary, rows));
        let questions = view::questions(summary, rows);
        let mut notes = Notes::default();
        let table = matrix(summary, &questions, &mut notes);
        page.table(&table);
        page.notes(&notes);
    }
}

fn write_standings(page: &mut Page, summary: &Summary, source: Source) {
    let Some(standings) = standings(summary, source) else { return };
    let mut table = Table::new([
        "engine",
        "time relative to the fastest, geometric mean",
        "questions answered",
    ]);
    for standing in &standings.ranked {
        table.row([
            format!("`{}`", standing.engine),
            format::ratio(standing.mean_ratio),
            format!("{} of {}", standing.answered, standings.total),
        ]);
    }
    page.block(&format!(
        "**Overall, from {source}**: the mean is over the {} of {} that every ranked engine \
         answered; nothing is made up for the others.",
        standings.common,
        format::count(standings.total, "question"),
    ));
    page.table(&table);
    let left_out: Vec<String> = standings.left_out.iter().map(|e| format!("`{e}`")).collect();
    if !left_out.is_empty() {
        page.block(&format!("Not ranked, for too few answers: {}.", format::list(&left_out)));
    }
}

fn matrix(summary: &Summary, questions: &[Question<'_>], notes: &mut Notes) -> Table {
    let races: Vec<Vec<&CellSummary>> =
        questions.iter().map(|&asked| view::race(summary, asked)).collect();
    let engines = view::engines(summary, races.iter().flatten().copied());
    let header = ["workload".to_owned(), "source".to_owned()].into_iter().chain(engines.clone());
    let mut table = Table::with_header(header.collect());
    for (&(_, workload, source), cells) in questions.iter().zip(&races) {
        let mut row = vec![format!("`{workload}`"), source.to_string()];
        row.extend(engines.iter().map(|engine| {
            let cell = cells.iter().find(|cell| cell.cell.engine == *engine);
            cell.map_or_else(|| "–".to_owned(), |cell| entry(cell, notes))
        }));
        table.row(row);
    }
    table
}

/// `**1.24 ms**<br>1.00× · 92 %`, or the state with a note.
fn entry(cell: &CellSummary, notes: &mut Notes) -> String {
    let Some(timing) = cell.ok() else { return state(cell, notes) };
    let time = format::seconds(timing.median_s);
    let time = if cell.is_fastest { format!("**{time}**") } else { time };
    let few = if timing.samples < view::FEW_SAMPLES {
        notes.mark(view::FEW_SAMPLES_NOTE)
    } else {
        String::new()
    };
    let alike = cell
        .versus
        .as_ref()
        .is_some_and(|versus| matches!(versus.verdict, Verdict::Tie | Verdict::Inconclusive));
    let ratio = cell.ratio().map_or_else(String::new, |ratio| {
        format!("<br>{}{}", if alike { "≈" } else { "" }, format::ratio(ratio))
    });
    let limit = cell
        .limit
        .as_ref()
        .map_or_else(String::new, |limit| format!(" · {}", format::percent(limit.percent / 100.0)));
    format!("{time}{few}{ratio}{limit}")
}

fn state(cell: &CellSummary, notes: &mut Notes) -> String {
    let words = view::state_words(cell.state);
    let mark = cell.reason.as_ref().map(|reason| notes.mark(&format!("{words}: {reason}")));
    format!("{words}{}", mark.unwrap_or_default())
}
