//! What speed costs in memory.

use datasets::Source;

use super::super::page::Page;
use super::super::summary::Summary;
use super::super::{chart, format, view};

pub(super) fn write(page: &mut Page, summary: &Summary) {
    let sizes = view::sizes(summary);
    let Some((&largest, smaller)) = sizes.split_last() else { return };
    page.heading(2, "Time and memory");
    page.block(
        "Peak resident memory of the worker over all measured runs, its data included. From memory, \
         an engine holds the columns in its own form; from Parquet, only what it keeps while it \
         reads.",
    );
    for source in [Source::Memory, Source::Parquet] {
        page.chart(chart::time_memory(summary, largest, source));
        for &rows in smaller.iter().rev() {
            if let Some(chart) = chart::time_memory(summary, rows, source) {
                let title = format!("From {source}, {} rows", format::rows(rows));
                page.details(&title, |page| page.chart(Some(chart)));
            }
        }
    }
}
