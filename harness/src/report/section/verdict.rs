//! Three lines that a busy reader can quote.

use datasets::Source;

use super::super::page::Page;
use super::super::standings::standings;
use super::super::summary::{CellSummary, Summary};
use super::super::{format, view};
use crate::statistics::Verdict;

/// The engine that everything else should beat.
const PLAIN_LOOP: &str = "scalar";

pub(super) fn write(page: &mut Page, summary: &Summary) {
    let lines = [fastest_overall(summary), closest_to_the_limit(summary), surprise(summary)];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    if lines.is_empty() {
        page.block("> No cell was finished, so there is nothing to conclude.");
    }
    let conditions = conditions(summary);
    let boxed: Vec<String> =
        lines.iter().enumerate().map(|(i, l)| format!("> {}. {l}", i + 1)).collect();
    page.block(&boxed.join("\n"));
    page.block(&conditions);
}

fn fastest_overall(summary: &Summary) -> Option<String> {
    let of_source = |source: Source| {
        let standings = standings(summary, source)?;
        let (first, second) = (&standings.ranked[0], &standings.ranked[1]);
        Some(format!(
            "`{}` from {}, with {} the best time per question as the geometric mean over {} of {}; \
             next is `{}` with {}",
            first.engine,
            place(source),
            format::ratio(first.mean_ratio),
            standings.common,
            format::count(standings.total, "question"),
            second.engine,
            format::ratio(second.mean_ratio)
        ))
    };
    let parts: Vec<String> =
        [Source::Memory, Source::Parquet].into_iter().filter_map(of_source).collect();
    (!parts.is_empty()).then(|| format!("**Fastest overall**: {}.", parts.join(". ")))
}

fn place(source: Source) -> &'static str {
    match source {
        Source::Memory => "memory",
        Source::Parquet => "Parquet files",
    }
}

fn closest_to_the_limit(summary: &Summary) -> Option<String> {
    let limits =
        summary.cells.iter().filter_map(|cell| Some((cell, cell.ok()?, cell.limit.as_ref()?)));
    let (cell, timing, limit) = limits.max_by(|a, b| a.2.percent.total_cmp(&b.2.percent))?;
    let bytes = cell.loaded.as_ref()?.bytes_needed as f64;
    Some(format!(
        "**Closest to the limit**: {} answers `{}` from {} over {} rows in {}, that is {} and {} \
         of what the {} of this machine allows.",
        view::contender(cell),
        cell.cell.workload,
        place(cell.cell.source),
        format::rows(cell.cell.rows),
        format::seconds(timing.median_s),
        format::bytes_per_second(bytes / timing.median_s),
        format::percent(limit.percent / 100.0),
        limit_words(&limit.name)
    ))
}

fn limit_words(name: &str) -> &str {
    match name {
        "memory read" => "memory bandwidth",
        other => other,
    }
}

/// The engine that falls furthest behind the plain loop, or else the widest field.
fn surprise(summary: &Summary) -> Option<String> {
    behind_the_plain_loop(summary).or_else(|| widest_field(summary))
}

fn behind_the_plain_loop(summary: &Summary) -> Option<String> {
    let plain = |cell: &CellSummary| {
        let twin = summary.cells.iter().find(|other| {
            let mut same = cell.cell.clone();
            (same.engine, same.threads) = (PLAIN_LOOP.into(), 1);
            other.cell == same
        });
        twin.and_then(CellSummary::ok)
    };
    let behind = summary.cells.iter().filter_map(|cell| {
        let (own, plain) = (cell.ok()?, plain(cell)?);
        let clear = own.ci95?.low > plain.ci95?.high * (1.0 + crate::statistics::TOLERANCE);
        clear.then_some((cell, own.median_s / plain.median_s))
    });
    let (cell, ratio) = behind.max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(format!(
        "**Largest surprise**: {} takes {} the time of a plain loop on one thread for `{}` from {} \
         ({} rows).",
        view::contender(cell),
        format::ratio(ratio),
        cell.cell.workload,
        place(cell.cell.source),
        format::rows(cell.cell.rows)
    ))
}

fn widest_field(summary: &Summary) -> Option<String> {
    let behind = summary.cells.iter().filter_map(|cell| Some((cell, cell.versus.as_ref()?)));
    let clear = behind.filter(|(_, versus)| versus.verdict == Verdict::Slower);
    let (cell, versus) = clear.max_by(|a, b| a.1.ratio.total_cmp(&b.1.ratio))?;
    Some(format!(
        "**Widest field**: for `{}` from {} ({} rows) {} takes {} the time of `{}`.",
        cell.cell.workload,
        place(cell.cell.source),
        format::rows(cell.cell.rows),
        view::contender(cell),
        format::ratio(versus.ratio),
        versus.engine
    ))
}

/// Machine, date, versions and quiet score in one line.
fn conditions(summary: &Summary) -> String {
    let environment = &summary.header.environment;
    let date = summary.header.started.get(..10).unwrap_or(&summary.header.started);
    let mut parts = vec![
        format!("{}, {}", environment.cpu, format::count(environment.cores, "core")),
        format!("{} memory", format::bytes(environment.memory_bytes as f64)),
        date.to_owned(),
        format::list(&view::versions(summary)),
    ];
    if let Some(quiet) = summary.noise.quiet_score() {
        parts.push(format!("quiet score {}", format::percent(quiet)));
    }
    if summary.noise.tolerated {
        parts.push("disturbed samples counted".into());
    }
    parts.retain(|part| !part.is_empty());
    format!("<sub>{}</sub>", parts.join(" · "))
}
