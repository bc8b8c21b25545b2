//! The sections of the report, in reading order.

mod appendix;
mod datasets;
mod headline;
mod machine;
mod memory;
mod noise;
mod reproduce;
mod scaling;
mod threads;
mod validity;
mod verdict;
mod workload;

use super::page::Page;
use super::summary::Summary;
use crate::record::Entry;

/// Writes the whole page.
pub(super) fn write_all(summary: &Summary, entries: &[Entry]) -> Page {
    let mut page = Page::default();
    page.heading(1, &format!("Benchmark report: {}", summary.header.run_id));
    framed(&mut page, "verdict", |page| verdict::write(page, summary));
    framed(&mut page, "reproduce", |page| reproduce::write(page, summary));
    framed(&mut page, "machine", |page| machine::write(page, summary));
    framed(&mut page, "datasets", |page| datasets::write(page, summary));
    framed(&mut page, "headline", |page| headline::write(page, summary));
    framed(&mut page, "workloads", |page| workload::write_all(page, summary));
    framed(&mut page, "scaling", |page| scaling::write(page, summary));
    framed(&mut page, "threads", |page| threads::write(page, summary));
    framed(&mut page, "memory", |page| memory::write(page, summary));
    framed(&mut page, "noise", |page| noise::write(page, summary, entries));
    framed(&mut page, "validity", |page| validity::write(page, summary));
    framed(&mut page, "appendix", |page| appendix::write(page, summary));
    page
}

/// Puts comments around a section, so that another document can carry a copy and refresh it.
fn framed(page: &mut Page, id: &str, section: impl FnOnce(&mut Page)) {
    let mut inner = Page::default();
    section(&mut inner);
    if !inner.markdown.is_empty() {
        page.block(&format!(
            "<!-- harness:begin {id} -->\n\n{}\n<!-- harness:end {id} -->",
            inner.markdown
        ));
        page.charts.append(&mut inner.charts);
    }
}
