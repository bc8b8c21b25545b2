//! What more threads bring.

use super::super::page::{Page, Table};
use super::super::race::question;
use super::super::summary::{CellSummary, Summary};
use super::super::{format, limit, view};

/// Far above any cache.
const LARGE_WORKING_SET: u64 = 1 << 40;

pub(super) fn write(page: &mut Page, summary: &Summary) {
    let Some(&rows) = view::sizes(summary).last() else { return };
    let mut table =
        Table::new(["workload", "source", "engine", "threads", "time", "speed-up", "% of ideal"]);
    for asked in view::questions(summary, rows) {
        let of_question = || summary.cells.iter().filter(|cell| question(&cell.cell) == asked);
        for engine in view::engines(summary, of_question()) {
            let own = of_question().filter(|cell| cell.cell.engine == engine);
            add_rows(&mut table, &own.collect::<Vec<_>>());
        }
    }
    if table.is_empty() {
        return;
    }
    page.heading(2, "Threads");
    page.block(&format!(
        "Speed-up at {} rows over the fewest threads of the same engine; ideal is the ratio of the \
         thread counts.{}",
        format::rows(rows),
        bandwidth_sentence(summary)
    ));
    page.table(&speed_ups(summary, rows));
    page.details("Times behind the speed-ups", |page| page.table(&table));
}

/// One row per finished thread count above the lowest. `cells` are of one engine and question.
fn add_rows(table: &mut Table, cells: &[&CellSummary]) {
    let mut timed = cells.iter().filter_map(|cell| Some((cell.cell.clone(), cell.ok()?.median_s)));
    let Some((base, base_s)) = timed.next() else { return };
    for (cell, seconds) in timed {
        let (speed_up, ideal) = (base_s / seconds, cell.threads as f64 / base.threads as f64);
        table.row([
            format!("`{}`", cell.workload),
            cell.source.to_string(),
            format!("`{}`", cell.engine),
            format!("{} → {}", base.threads, cell.threads),
            format!("{} → {}", format::seconds(base_s), format::seconds(seconds)),
            format::ratio(speed_up),
            format::percent(speed_up / ideal),
        ]);
    }
}

/// The speed-up with the most threads, workloads down and engines across.
fn speed_ups(summary: &Summary, rows: u64) -> Table {
    let questions = view::questions(summary, rows);
    let parallel = |cell: &&CellSummary| cell.cell.rows == rows && cell.cell.threads > 1;
    let engines = view::engines(summary, summary.cells.iter().filter(parallel));
    let header = ["workload".to_owned(), "source".to_owned()].into_iter().chain(engines.clone());
    let mut table = Table::with_header(header.collect());
    for asked in questions {
        let seconds = |engine: &str| -> Vec<f64> {
            let own = summary.cells.iter().filter(|cell| cell.cell.engine == engine);
            let own = own.filter(|cell| question(&cell.cell) == asked);
            own.filter_map(|cell| Some(cell.ok()?.median_s)).collect()
        };
        let mut row = vec![format!("`{}`", asked.1), asked.2.to_string()];
        row.extend(engines.iter().map(|engine| match seconds(engine).as_slice() {
            [fewest, .., most] => format::ratio(fewest / most),
            _ => "–".to_owned(),
        }));
        table.row(row);
    }
    table
}

/// How much more the memory gives to more threads, which bounds the speed-up of everything that
/// memory limits.
fn bandwidth_sentence(summary: &Summary) -> String {
    let threads = || summary.header.plan.threads.iter().copied();
    let rate = |threads| limit::read_bandwidth(&summary.header.limits, threads, LARGE_WORKING_SET);
    let (Some(few), Some(many)) = (threads().min(), threads().max()) else { return String::new() };
    let (Some(low), Some(high)) = (rate(few), rate(many)) else { return String::new() };
    format!(
        " From {} to {many}, memory itself gives {} the bandwidth, and no more to whatever it limits.",
        format::count(few, "thread"),
        format::ratio(high / low)
    )
}
