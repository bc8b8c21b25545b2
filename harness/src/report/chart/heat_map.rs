//! How every engine does on every question of one size.

use std::collections::BTreeSet;

use datasets::Source;

use super::super::race::{headline, question};
use super::super::summary::{CellSummary, Summary};
use super::super::svg::{Anchor, Svg};
use super::super::{format, view};
use super::{Chart, csv, optional};

const LEFT: f64 = 212.0;
const TOP: f64 = 96.0;
const TILE: (f64, f64) = (74.0, 30.0);

/// Space between the questions from memory and those from Parquet.
const GAP: f64 = 10.0;

/// The map of one size; `None` if nothing ran.
pub(in super::super) fn heat_map(summary: &Summary, rows: u64) -> Option<Chart> {
    let questions = view::questions(summary, rows);
    let cells: Vec<Vec<&CellSummary>> = questions
        .iter()
        .map(|&asked| {
            headline(&summary.cells, asked).into_iter().map(|i| &summary.cells[i]).collect()
        })
        .collect();
    let engines = view::engines(summary, cells.iter().flatten().copied());
    if engines.is_empty() {
        return None;
    }
    let alt = finding(rows, &cells);
    let title = format!("Time relative to the fastest, {} rows", format::rows(rows));
    let svg = draw(&title, &alt, &engines, &cells);
    let name = format!("heat-map-{}", format::rows(rows));
    Some(Chart::new(name, alt, svg, data(&cells)))
}

fn draw(title: &str, alt: &str, engines: &[String], races: &[Vec<&CellSummary>]) -> Svg {
    let width = LEFT + TILE.0 * engines.len() as f64 + 84.0;
    let bottom = TOP + TILE.1 * races.len() as f64 + GAP;
    let mut svg = Svg::new(width, bottom + 50.0, title, alt);
    for (column, engine) in engines.iter().enumerate() {
        let x = LEFT + TILE.0 * (column as f64 + 0.5);
        draw_head(&mut svg, x, engine);
    }
    let limit_x = LEFT + TILE.0 * engines.len() as f64 + 42.0;
    svg.text((limit_x, TOP - 24.0), Anchor::Middle, "soft small", "best,");
    svg.text((limit_x, TOP - 10.0), Anchor::Middle, "soft small", "% of limit");
    for (row, cells) in races.iter().enumerate() {
        let is_parquet = cells.iter().any(|cell| cell.cell.source == Source::Parquet);
        let top = TOP + TILE.1 * row as f64 + if is_parquet { GAP } else { 0.0 };
        draw_race(&mut svg, top, engines, cells);
        let best = cells.iter().filter_map(|c| Some(c.ok().and(c.limit.as_ref())?.percent));
        let best = best.fold(f64::NAN, f64::max);
        let text = if best.is_nan() { "–".into() } else { format::percent(best / 100.0) };
        svg.text((limit_x, top + TILE.1 / 2.0 + 4.0), Anchor::Middle, "small", &text);
    }
    draw_key(&mut svg, bottom + 18.0);
    svg
}

/// An engine's name over its column, broken after the first separator if it is long.
fn draw_head(svg: &mut Svg, x: f64, engine: &str) {
    let split =
        engine.find(['-', '+']).filter(|_| engine.len() > 10).map(|at| engine.split_at(at + 1));
    match split {
        Some((first, second)) => {
            svg.text((x, TOP - 24.0), Anchor::Middle, "small", first);
            svg.text((x, TOP - 10.0), Anchor::Middle, "small", second);
        }
        None => svg.text((x, TOP - 10.0), Anchor::Middle, "small", engine),
    }
}

fn draw_race(svg: &mut Svg, y: f64, engines: &[String], cells: &[&CellSummary]) {
    let middle = y + TILE.1 / 2.0 + 4.0;
    if let Some(cell) = cells.first() {
        let (workload, source) = (&cell.cell.workload, cell.cell.source.name());
        svg.text((LEFT - 68.0, middle), Anchor::End, "", workload);
        svg.text((LEFT - 8.0, middle), Anchor::End, "soft small", source);
    }
    for (column, engine) in engines.iter().enumerate() {
        let corner = (LEFT + TILE.0 * column as f64 + 1.0, y + 1.0);
        let size = (TILE.0 - 2.0, TILE.1 - 2.0);
        let center = LEFT + TILE.0 * (column as f64 + 0.5);
        let cell = cells.iter().find(|cell| cell.cell.engine == *engine);
        match cell.map(|cell| (cell, cell.ratio())) {
            Some((_, Some(ratio))) => {
                let (fill, ink) = colors(ratio);
                svg.tile(corner, size, &fill);
                svg.tile_text((center, middle), ink, &format::ratio(ratio));
            }
            other => {
                let text = other.map_or("–", |(cell, _)| view::short_state(cell.state));
                svg.rect(corner, size, "band");
                svg.text((center, middle), Anchor::Middle, "soft small", text);
            }
        }
    }
}

/// Explains the colors.
fn draw_key(svg: &mut Svg, y: f64) {
    for (i, ratio) in [1.0, 1.5, 2.0, 3.0, 5.0, 10.0].into_iter().enumerate() {
        let x = LEFT + 46.0 * i as f64;
        let (fill, ink) = colors(ratio);
        svg.tile((x + 1.0, y), (44.0, 18.0), &fill);
        let plus = if ratio >= 10.0 { "+" } else { "" };
        svg.tile_text((x + 23.0, y + 13.0), ink, &format!("{ratio}×{plus}"));
    }
    svg.text((LEFT - 8.0, y + 13.0), Anchor::End, "soft small", "blue is faster");
}

/// Paper and ink of a ratio: from blue at 1 over almost white at 3 to vermillion at 10 and more.
fn colors(ratio: f64) -> (String, &'static str) {
    const STOPS: [[f64; 3]; 3] = [[0.0, 96.0, 160.0], [238.0, 240.0, 242.0], [194.0, 74.0, 0.0]];
    let position = ratio.max(1.0).log10().min(1.0) * 2.0;
    let below = (position as usize).min(1);
    let share = position - below as f64;
    let channel = |i: usize| {
        let (from, to) = (STOPS[below][i], STOPS[below + 1][i]);
        (from + (to - from) * share).round() as u8
    };
    let fill = format!("#{:02x}{:02x}{:02x}", channel(0), channel(1), channel(2));
    let is_dark = !(0.55..=1.6).contains(&position);
    (fill, if is_dark { "#ffffff" } else { "#1b1f24" })
}

fn finding(rows: u64, races: &[Vec<&CellSummary>]) -> String {
    let winners: Vec<&str> = races
        .iter()
        .filter_map(|cells| cells.iter().find(|c| c.is_fastest).map(|c| c.cell.engine.as_str()))
        .collect();
    let names: BTreeSet<&str> = winners.iter().copied().collect();
    let mut wins: Vec<(usize, &str)> = names
        .into_iter()
        .map(|name| (winners.iter().filter(|winner| **winner == name).count(), name))
        .collect();
    wins.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
    let wins: Vec<String> = wins.iter().map(|(count, name)| format!("{name} {count}")).collect();
    let size = format::rows(rows);
    match wins.is_empty() {
        true => format!("Heat map at {size} rows: no engine finished any question."),
        false => format!(
            "Heat map of time relative to the fastest at {size} rows. Fastest most often: {} (of {}).",
            format::list(&wins),
            format::count(races.len(), "question")
        ),
    }
}

fn data(races: &[Vec<&CellSummary>]) -> String {
    let header = [
        "workload",
        "source",
        "engine",
        "threads",
        "state",
        "median_s",
        "ratio",
        "percent_of_limit",
    ];
    csv(
        header,
        races.iter().flatten().map(|cell| {
            let (_, workload, source) = question(&cell.cell);
            [
                workload.to_owned(),
                source.to_string(),
                cell.cell.engine.clone(),
                cell.cell.threads.to_string(),
                cell.state.name().to_owned(),
                optional(cell.ok().map(|timing| timing.median_s)),
                optional(cell.ratio()),
                optional(cell.ok().and(cell.limit.as_ref()).map(|limit| limit.percent)),
            ]
        }),
    )
}
