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
         thread compete with it. Bold is the fastest; nobody is, if a noisy cell was faster.",
    );
    for source in [Source::Memory, Source::Parquet] {
        write_standings(page, summary, source);
    }
    for rows in sizes {
        page.heading(3, &format!("{} rows", format::rows(rows)));
        page.chart(chart::heat_map(summary, rows));
        for source in [Source::Memory, Source::Parquet] {
            write_matrix(page, summary, rows, source);
        }
    }
}

fn write_matrix(page: &mut Page, summary: &Summary, rows: u64, source: Source) {
    let mut questions = view::questions(summary, rows);
    questions.retain(|asked| asked.2 == source);
    let races: Vec<Vec<&CellSummary>> =
        questions.iter().map(|&asked| view::race(summary, asked)).collect();
    let cells = || races.iter().flatten().copied();
    let engines = view::engines(summary, cells().filter(|cell| cell.ok().is_some()));
    if engines.is_empty() {
        return;
    }
    let mut notes = Notes::default();
    let table = matrix(&engines, &questions, &races, &mut notes);
    page.block(&format!("**From {source}**"));
    page.table(&table);
    page.notes(&notes);
    let absent = cells().filter(|cell| !engines.contains(&cell.cell.engine));
    page.block(&view::without_result(&absent.collect::<Vec<_>>()));
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

fn matrix(
    engines: &[String],
    questions: &[Question<'_>],
    races: &[Vec<&CellSummary>],
    notes: &mut Notes,
) -> Table {
    let header = ["workload".to_owned()].into_iter().chain(engines.iter().cloned());
    let mut table = Table::with_header(header.collect());
    for (&(_, workload, _), cells) in questions.iter().zip(races) {
        let mut row = vec![format!("`{workload}`")];
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
    let Some(timing) = cell.ok() else { return view::marked_state(cell, notes) };
    let time = format::seconds(timing.median_s);
    let time = if cell.is_fastest { format!("**{time}**") } else { time };
    let few = view::few_mark(timing, notes);
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
