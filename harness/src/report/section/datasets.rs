//! The data: what it is and how to tell it is the same.

use super::super::format;
use super::super::page::{Page, Table};
use super::super::summary::Summary;

pub(super) fn write(page: &mut Page, summary: &Summary) {
    if summary.header.datasets.is_empty() {
        return;
    }
    page.heading(2, "Data");
    let dataset = &summary.header.plan.dataset;
    page.block(&format!(
        "Every value is a function of seed, table, column and row, so the same id means the same \
         rows on every machine. Seed {}, skew {}, nulls {}, NaN {}, {}. The exact answer of every \
         question comes from the generator, not from an engine.",
        dataset.seed,
        dataset.skew,
        format::percent(dataset.null_rate),
        format::percent(dataset.nan_rate),
        if dataset.sorted { "sorted by date" } else { "dates shuffled" }
    ));
    let mut files = Table::new(["dataset", "file", "rows", "size", "compression", "BLAKE3"]);
    for card in &summary.header.datasets {
        for file in &card.files {
            let digest = file.blake3.get(..16).unwrap_or(&file.blake3);
            files.row([
                format!("`{}`", card.id),
                file.name.clone(),
                format::grouped(file.rows),
                format::bytes(file.size_bytes as f64),
                file.compression.clone(),
                format!("`{digest}…`"),
            ]);
        }
    }
    page.table(&files);
}
