//! How time grows with the data.

use datasets::Source;

use super::super::page::{Page, Table};
use super::super::summary::{CellSummary, Summary};
use super::super::{chart, format, view};
use crate::statistics::{PowerLaw, Verdict};

pub(super) fn write(page: &mut Page, summary: &Summary) {
    let sizes = view::sizes(summary);
    let (Some(&smallest), Some(&largest)) = (sizes.first(), sizes.last()) else { return };
    if sizes.len() < 2 {
        return;
    }
    page.heading(
        2,
        &format!("Scaling from {} to {} rows", format::rows(smallest), format::rows(largest)),
    );
    page.block(
        "The exponent of the power law that fits best: at 1.00 twice the rows take twice the time; \
         below, fixed costs still weigh; above, the data outgrew a cache or the algorithm does more \
         than one pass.",
    );
    let topics = view::topics(summary);
    page.table(&exponents(summary, &topics));
    let flips: Vec<String> = topics.iter().filter_map(|&topic| flip(summary, topic)).collect();
    if !flips.is_empty() {
        page.block("The fastest is another one at another size:");
        page.bullets(&flips);
    }
    let charts =
        topics.iter().filter_map(|&(workload, source)| chart::scaling(summary, workload, source));
    for (index, chart) in charts.enumerate() {
        if index == 0 {
            page.chart(Some(chart));
        } else {
            page.details(&chart.alt.clone(), |page| page.chart(Some(chart)));
        }
    }
}

fn exponents(summary: &Summary, topics: &[(&str, Source)]) -> Table {
    let engines = view::engines(summary, summary.cells.iter());
    let header = ["workload".to_owned(), "source".to_owned()].into_iter().chain(engines.clone());
    let mut table = Table::with_header(header.collect());
    for &(workload, source) in topics {
        let cells: Vec<&CellSummary> = view::sizes(summary)
            .into_iter()
            .flat_map(|rows| view::race(summary, (rows, workload, source)))
            .collect();
        let mut row = vec![format!("`{workload}`"), source.to_string()];
        row.extend(engines.iter().map(|engine| exponent(&cells, engine)));
        if row.iter().skip(2).any(|entry| entry != "–") {
            table.row(row);
        }
    }
    table
}

fn exponent(cells: &[&CellSummary], engine: &str) -> String {
    let own = cells.iter().filter(|cell| cell.cell.engine == engine);
    let points: Vec<(f64, f64)> =
        own.filter_map(|cell| Some((cell.cell.rows as f64, cell.ok()?.median_s))).collect();
    PowerLaw::fit(&points).map_or_else(|| "–".into(), |law| format!("{:.2}", law.exponent))
}

/// `\`sum\` from memory: \`a\` at 1M rows, \`b\` at 100M`, if what wins at the smallest size is slower
/// than the fastest at the largest.
fn flip(summary: &Summary, (workload, source): (&str, Source)) -> Option<String> {
    let sizes = view::sizes(summary).into_iter();
    let races: Vec<Vec<&CellSummary>> =
        sizes.map(|rows| view::race(summary, (rows, workload, source))).collect();
    let winners: Vec<&CellSummary> =
        races.iter().filter_map(|race| race.iter().find(|cell| cell.is_fastest).copied()).collect();
    let (first, last) = (winners.first()?, races.last()?);
    let overtaken = last.iter().find(|cell| cell.cell.engine == first.cell.engine)?;
    if overtaken.versus.as_ref()?.verdict != Verdict::Slower {
        return None;
    }
    let at = |cell: &&CellSummary| {
        format!("{} at {} rows", view::contender(cell), format::rows(cell.cell.rows))
    };
    let winners: Vec<String> = winners.iter().map(at).collect();
    Some(format!("`{workload}` from {source}: {}", format::list(&winners)))
}
