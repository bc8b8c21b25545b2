//! The report of a run: Markdown with charts, and the same numbers for machines.
//!
//! Everything here is a pure function of the journal's lines: the same lines give the same bytes.

mod collect;
mod ledger;
pub mod limit;
mod race;
mod summary;

mod standings;
mod view;
mod why;

mod axis;
mod chart;
mod palette;
mod svg;

mod files;
pub(crate) mod format;
mod page;
mod section;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::Context;
use fs_err as fs;

pub use ledger::{Floor, Ledger, Spread};
pub use summary::{CellSummary, Limit, Load, Summary, Timing, Versus, summarize};

use crate::record::{Entry, Header};

/// Writes `report.md`, `summary.json` and the charts with their numbers into `out_dir`, which is
/// created if needed. Every file is replaced as a whole.
///
/// # Errors
///
/// If a file cannot be written.
pub fn write(header: &Header, entries: &[Entry], out_dir: &Path) -> anyhow::Result<()> {
    let summary = summarize(header, entries);
    let page = section::write_all(&summary, entries);
    let charts = out_dir.join("charts");
    fs::create_dir_all(&charts)?;
    for chart in &page.charts {
        files::replace(&charts.join(format!("{}.svg", chart.name)), &chart.svg)?;
        files::replace(&charts.join(format!("{}.csv", chart.name)), &chart.csv)?;
    }
    let json = summary.to_json().context("a summary is always JSON")?;
    files::replace(&out_dir.join("summary.json"), &json)?;
    files::replace(&out_dir.join("report.md"), &page.markdown)
}
