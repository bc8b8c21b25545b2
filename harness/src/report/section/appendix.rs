//! Engines, builds, types and raw data.

use std::collections::BTreeMap;

use super::super::page::{Page, Table};
use super::super::summary::{Load, Summary};
use super::super::view;

pub(super) fn write(page: &mut Page, summary: &Summary) {
    page.heading(2, "Appendix");
    let engines = view::engines(summary, summary.cells.iter());
    if !engines.is_empty() {
        page.table(&builds(summary, &engines));
        page.details("Column types as each engine holds them", |page| {
            page.table(&types(summary, &engines));
        });
    }
    let failed = failures(summary);
    if !failed.is_empty() {
        page.details("Cells without a result", |page| page.table(&failed));
    }
    page.block(&format!(
        "Raw data: every sample is a line of [journal.jsonl](journal.jsonl), every cell a line of \
         [summary.json](summary.json), and every chart has its numbers in a CSV file next to it. \
         `Cargo.lock` has BLAKE3 `{}…`.",
        summary.header.environment.lock
    ));
}

fn loads<'a>(summary: &'a Summary, engine: &str) -> Vec<(&'a str, &'a Load)> {
    let own = summary.cells.iter().filter(|cell| cell.cell.engine == engine);
    own.filter_map(|cell| Some((cell.cell.workload.as_str(), cell.loaded.as_ref()?))).collect()
}

fn builds(summary: &Summary, engines: &[String]) -> Table {
    let mut table = Table::new(["engine", "version", "build"]);
    for engine in engines {
        let mut known: Vec<(&str, &str)> = Vec::new();
        for (_, load) in loads(summary, engine) {
            let pair = (load.version.as_str(), load.build.as_str());
            if !known.contains(&pair) {
                known.push(pair);
            }
        }
        for (version, build) in known {
            table.row([format!("`{engine}`"), version.to_owned(), build.to_owned()]);
        }
    }
    table
}

fn types(summary: &Summary, engines: &[String]) -> Table {
    let mut table = Table::new(["engine", "workloads", "types"]);
    for engine in engines {
        let mut by_schema: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (workload, load) in loads(summary, engine) {
            let workloads = by_schema.entry(&load.schema).or_default();
            if !workloads.contains(&workload) {
                workloads.push(workload);
            }
        }
        for (schema, workloads) in by_schema {
            table.row([format!("`{engine}`"), workloads.join(", "), schema.to_owned()]);
        }
    }
    table
}

/// Cells that are not `ok`, those of the same engine, source, state and reason in one row.
fn failures(summary: &Summary) -> Table {
    let mut groups: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for cell in summary.cells.iter().filter(|cell| cell.ok().is_none()) {
        let reason = cell.reason.as_deref().unwrap_or("");
        let key = (&cell.cell.engine, cell.cell.source, cell.state.name(), reason);
        let place =
            format!("`{}` {}", cell.cell.workload, super::super::format::rows(cell.cell.rows));
        let places = groups.entry(key).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let mut table = Table::new(["engine", "source", "state", "reason", "cells"]);
    for ((engine, source, state, reason), places) in groups {
        let (engine, source) = (format!("`{engine}`"), source.to_string());
        table.row([engine, source, state.into(), reason.into(), places.join(", ")]);
    }
    table
}
