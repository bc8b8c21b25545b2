//! One section per workload and source.

use datasets::{Source, Workload};

use super::super::page::{Notes, Page, Table};
use super::super::race::question;
use super::super::summary::{CellSummary, Summary, Timing};
use super::super::{chart, format, view, why};
use crate::record::State;

pub(super) fn write_all(page: &mut Page, summary: &Summary) {
    let topics = view::topics(summary);
    if topics.is_empty() {
        return;
    }
    page.heading(2, "Questions");
    page.block(
        "Times run from the request to the materialized answer inside the worker. CPU / wall is the \
         number of busy threads. Peak memory is the whole worker, data included. ULP is the largest \
         distance to the exact answer in units of its last place. Ratios compare cells with the same \
         number of threads.",
    );
    for (workload, source) in topics {
        write(page, summary, workload, source);
    }
}

fn write(page: &mut Page, summary: &Summary, workload: &str, source: Source) {
    page.heading(3, &format!("`{workload}` from {source}"));
    let asked = Workload::find(workload).map_or("", |workload| workload.question);
    page.block(asked);
    page.chart(chart::forest(summary, workload, source));
    let sizes = view::sizes(summary);
    let cells = |rows: u64| -> Vec<&CellSummary> {
        let own = |cell: &&CellSummary| question(&cell.cell) == (rows, workload, source);
        summary.cells.iter().filter(own).collect()
    };
    let sizes: Vec<u64> = sizes.into_iter().filter(|&rows| !cells(rows).is_empty()).collect();
    let Some((&largest, smaller)) = sizes.split_last() else { return };
    page.block(
        &why::explain(&view::race(summary, (largest, workload, source))).unwrap_or_default(),
    );
    page.block(&format!("**{} rows**", format::rows(largest)));
    write_table(page, &cells(largest));
    for &rows in smaller.iter().rev() {
        page.details(&format!("{} rows", format::rows(rows)), |page| {
            write_table(page, &cells(rows))
        });
    }
}

fn write_table(page: &mut Page, cells: &[&CellSummary]) {
    let mut table = Table::new([
        "engine",
        "threads",
        "median",
        "95 % interval",
        "min",
        "relative to the fastest",
        "rows/s",
        "CPU / wall",
        "peak memory",
        "bytes read",
        "ULP",
        "% of limit",
        "state",
    ]);
    let mut notes = Notes::default();
    for (cell, timing) in cells.iter().filter_map(|cell| Some((cell, shown(cell)?))) {
        table.row(timed_row(cell, timing, &mut notes));
    }
    if !table.is_empty() {
        page.table(&table);
    }
    page.notes(&notes);
    let absent = cells.iter().copied().filter(|cell| shown(cell).is_none());
    page.block(&view::without_result(&absent.collect::<Vec<_>>()));
}

/// Times of noisy cells are shown, but not ranked; times of failed cells are not.
fn shown(cell: &CellSummary) -> Option<&Timing> {
    cell.timing.as_ref().filter(|_| matches!(cell.state, State::Ok | State::Noisy))
}

fn timed_row(cell: &CellSummary, timing: &Timing, notes: &mut Notes) -> Vec<String> {
    let interval = timing.ci95.map_or_else(
        || "–".to_owned(),
        |ci| format!("{} – {}", format::seconds(ci.low), format::seconds(ci.high)),
    );
    let limit = cell.limit.as_ref().map(|limit| format::percent(limit.percent / 100.0));
    let (median, few) = (format::seconds(timing.median_s), view::few_mark(timing, notes));
    vec![
        format!("`{}`", cell.cell.engine),
        cell.cell.threads.to_string(),
        if cell.is_fastest { format!("**{median}**{few}") } else { format!("{median}{few}") },
        interval,
        format::seconds(timing.min_s),
        relative(cell),
        format::rows_per_second(timing.rows_per_s).trim_end_matches(" rows/s").to_owned(),
        observed(timing, format!("{:.2}", timing.cpu_over_wall)),
        observed(timing, format::bytes(timing.peak_bytes as f64)),
        observed(timing, format::bytes(timing.read_bytes as f64)),
        format::ulps(timing.accuracy.ulps),
        limit.unwrap_or_else(|| "–".into()),
        state(cell, notes),
    ]
}

/// What the worker used, or a dash if that is not known, as when a cluster did the work. A known peak
/// of memory is never 0.
fn observed(timing: &Timing, value: String) -> String {
    if timing.peak_bytes == 0 { "–".into() } else { value }
}

/// `1.24×, slower`.
fn relative(cell: &CellSummary) -> String {
    match (&cell.versus, cell.is_fastest) {
        (Some(versus), _) => format!("{}, {}", format::ratio(versus.ratio), versus.verdict.name()),
        (None, true) => "1.00×, fastest".into(),
        (None, false) => "–".into(),
    }
}

fn state(cell: &CellSummary, notes: &mut Notes) -> String {
    let state = view::marked_state(cell, notes);
    match cell.dirty {
        0 => state,
        n => state + &notes.mark(&format!("{} left out as disturbed", format::count(n, "sample"))),
    }
}
