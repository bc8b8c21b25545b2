//! How far the numbers can be trusted.

use super::super::collect::{collect, twins};
use super::super::ledger::{Ledger, Spread};
use super::super::page::{Page, Table};
use super::super::summary::{CellSummary, Summary};
use super::super::{chart, format, view};
use crate::record::Entry;

/// Cells listed for their disturbed samples.
const LISTED: usize = 10;

pub(super) fn write(page: &mut Page, summary: &Summary, entries: &[Entry]) {
    let ledger = &summary.noise;
    if ledger.samples == 0 {
        return;
    }
    page.heading(2, "Noise");
    page.block(&quietness(ledger));
    page.block(&retaken(entries));
    page.table(&shares(ledger));
    page.chart(chart::noise(entries));
    write_twins(page, summary, entries);
    let disturbed = disturbed(summary);
    if !disturbed.is_empty() {
        page.details("Cells with the most disturbed samples", |page| page.table(&disturbed));
    }
}

fn quietness(ledger: &Ledger) -> String {
    let Some(quiet) = ledger.quiet_score() else {
        return "This run was told to tolerate noise: disturbed samples count like any other, and \
                there is no quiet score."
            .into();
    };
    format!(
        "{} of {} were undisturbed: a quiet score of {}. Disturbed samples are kept in the journal \
         and left out of every number above.",
        format::grouped((ledger.samples - ledger.dirty) as u64),
        format::count(ledger.samples, "sample"),
        format::percent(quiet)
    )
}

/// Which races were run again, or nothing.
fn retaken(entries: &[Entry]) -> String {
    let races = entries.iter().filter_map(|entry| match entry {
        Entry::Retaken(race) => Some(format!("`{}` ({})", format::race(race), race.at)),
        _ => None,
    });
    let races: Vec<String> = races.collect();
    if races.is_empty() {
        return String::new();
    }
    format!(
        "Run again on request, with all engines: {}. What these races gave before is kept in the journal and \
         counts nowhere, not in the quiet score either.",
        races.join("; ")
    )
}

fn shares(ledger: &Ledger) -> Table {
    let mut table = Table::new(["", "median", "worst sample"]);
    let mut add = |name: &str, spread: Spread| {
        table.row([name.to_owned(), format::percent(spread.median), format::percent(spread.max)]);
    };
    add("processor time of other processes", ledger.foreign);
    add("processor time of the kernel's own threads", ledger.kernel);
    add("processor time taken by the hypervisor (steal)", ledger.steal);
    add("time in which a task waited for a processor (pressure)", ledger.cpu_pressure);
    add("time in which a task waited for input or output (pressure)", ledger.io_pressure);
    table
}

fn write_twins(page: &mut Page, summary: &Summary, entries: &[Entry]) {
    let floors = &summary.noise.floors;
    if floors.is_empty() {
        page.block(
            "This run had no second worker of the same engine, so its noise floor is not known and \
             verdicts rest on intervals alone.",
        );
        return;
    }
    page.block(
        "In every block one engine ran twice, in two workers. Whatever difference they show is \
         noise: a difference between engines counts only if it is larger than the noise floor, that \
         is what 95 of 100 such pairs stay below.",
    );
    let mut table = Table::new(["rows", "pairs", "typical difference", "noise floor"]);
    for floor in floors {
        table.row([
            format::rows(floor.rows),
            format::grouped(floor.pairs as u64),
            format::percent(floor.median.exp_m1()),
            format::percent(floor.p95.exp_m1()),
        ]);
    }
    page.table(&table);
    let cells = collect(&summary.header.plan, entries);
    page.chart(chart::twins(&twins(&cells), floors));
}

fn disturbed(summary: &Summary) -> Table {
    let mut cells: Vec<&CellSummary> = summary.cells.iter().filter(|cell| cell.dirty > 0).collect();
    cells.sort_by_key(|cell| std::cmp::Reverse(cell.dirty));
    let mut table = Table::new(["rows", "workload", "source", "engine", "disturbed", "kept"]);
    for cell in cells.into_iter().take(LISTED) {
        table.row([
            format::rows(cell.cell.rows),
            format!("`{}`", cell.cell.workload),
            cell.cell.source.to_string(),
            view::contender(cell),
            cell.dirty.to_string(),
            cell.timing.as_ref().map_or(0, |timing| timing.samples).to_string(),
        ]);
    }
    table
}
