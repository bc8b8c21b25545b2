//! Time against peak memory, one panel per workload.

use datasets::Source;

use super::super::axis::{Frame, Scale, short};
use super::super::palette::Look;
use super::super::summary::{CellSummary, Summary};
use super::super::svg::{Anchor, Svg};
use super::super::{format, view};
use super::{Chart, csv, slug};

const COLUMNS: usize = 3;
const PANEL: (f64, f64) = (262.0, 206.0);
const TOP: f64 = 44.0;

/// The panels of one size and source; `None` if nothing finished.
pub(in super::super) fn time_memory(summary: &Summary, rows: u64, source: Source) -> Option<Chart> {
    let panels: Vec<(&str, Vec<&CellSummary>)> = view::questions(summary, rows)
        .into_iter()
        .filter(|asked| asked.2 == source)
        .map(|asked| (asked.1, view::race(summary, asked)))
        .map(|(workload, cells)| {
            // Where nobody could read it, memory is 0.
            let known = |c: &&CellSummary| c.ok().is_some_and(|timing| timing.peak_bytes > 0);
            (workload, cells.into_iter().filter(known).collect())
        })
        .filter(|(_, cells): &(_, Vec<_>)| !cells.is_empty())
        .collect();
    let alt = finding(rows, source, &panels)?;
    let title = format!("Time and peak memory, data from {source}, {} rows", format::rows(rows));
    let svg = draw(&title, &alt, summary, &panels);
    let name = format!("time-memory-{}-{}", slug(source.name()), format::rows(rows));
    Some(Chart::new(name, alt, svg, data(&panels)))
}

fn draw(title: &str, alt: &str, summary: &Summary, panels: &[(&str, Vec<&CellSummary>)]) -> Svg {
    let engines = view::engines(summary, panels.iter().flat_map(|(_, cells)| cells).copied());
    let columns = panels.len().min(COLUMNS);
    let width = (PANEL.0 * columns as f64 + 20.0).max(560.0);
    let legend_rows = (engines.len() as f64 * 140.0 / (width - 32.0)).ceil();
    let panels_bottom = TOP + PANEL.1 * panels.len().div_ceil(COLUMNS) as f64;
    let mut svg = Svg::new(width, panels_bottom + 24.0 * legend_rows + 34.0, title, alt);
    let caption = "left and down is better: time across, peak memory of the worker upward";
    svg.text((16.0, panels_bottom + 12.0), Anchor::Start, "soft small", caption);
    for (index, (workload, cells)) in panels.iter().enumerate() {
        let left = PANEL.0 * (index % COLUMNS) as f64 + 76.0;
        let top = TOP + PANEL.1 * (index / COLUMNS) as f64 + 24.0;
        let frame = Frame { left, right: left + PANEL.0 - 84.0, top, bottom: top + PANEL.1 - 62.0 };
        svg.text((left, top - 8.0), Anchor::Start, "strong", workload);
        let peaks = panels.iter().flat_map(|(_, cells)| cells).filter_map(|cell| cell.ok());
        let peaks = peaks.map(|timing| timing.peak_bytes as f64);
        draw_panel(&mut svg, &frame, peaks, &summary.header.plan.engines, cells);
    }
    let per_row = ((width - 32.0) / 140.0) as usize;
    for (index, engine) in engines.iter().enumerate() {
        let x = 22.0 + 140.0 * (index % per_row) as f64;
        let y = panels_bottom + 36.0 + 24.0 * (index / per_row) as f64;
        let look = Look::of(engine, &summary.header.plan.engines);
        svg.mark((x, y), look.shape, &look.mark(), engine);
        svg.text((x + 12.0, y + 4.0), Anchor::Start, "small", engine);
    }
    svg
}

/// One workload; `peaks` are those of all panels, which share their upright scale.
fn draw_panel(
    svg: &mut Svg,
    frame: &Frame,
    peaks: impl Iterator<Item = f64>,
    engines: &[String],
    cells: &[&CellSummary],
) {
    let points: Vec<(&CellSummary, f64, f64)> = cells
        .iter()
        .filter_map(|cell| Some((*cell, cell.ok()?.median_s, cell.ok()?.peak_bytes as f64)))
        .collect();
    let x = Scale::log(points.iter().map(|point| point.1), frame.left, frame.right);
    let y = Scale::log(peaks, frame.bottom, frame.top);
    frame.x_axis(svg, &x.ticks(54.0), &x, |seconds| short(&format::seconds(seconds)));
    frame.y_axis(svg, &y.ticks(24.0), &y, |bytes| short(&format::bytes(bytes)));
    for (cell, seconds, bytes) in points {
        let look = Look::of(&cell.cell.engine, engines);
        let (name, time) = (view::label(cell), format::seconds(seconds));
        let tip = format!("{name}: {time}, {}", format::bytes(bytes));
        svg.mark((x.px(seconds), y.px(bytes)), look.shape, &look.mark(), &tip);
    }
}

/// Names the cell with the smallest peak and the one with the largest.
fn finding(rows: u64, source: Source, panels: &[(&str, Vec<&CellSummary>)]) -> Option<String> {
    let cells = || panels.iter().flat_map(|(_, cells)| cells);
    let peak = |cell: &&&CellSummary| cell.ok().map(|timing| timing.peak_bytes);
    let (least, most) = (cells().min_by_key(peak)?, cells().max_by_key(peak)?);
    let words = |cell: &CellSummary| {
        let bytes = cell.ok().map_or(0.0, |timing| timing.peak_bytes as f64);
        format!("{} ({}, {})", cell.cell.engine, cell.cell.workload, format::bytes(bytes))
    };
    Some(format!(
        "Time against peak memory, data from {source}, {} rows. Least memory: {}; most: {}.",
        format::rows(rows),
        words(least),
        words(most)
    ))
}

fn data(panels: &[(&str, Vec<&CellSummary>)]) -> String {
    let cells = panels.iter().flat_map(|(_, cells)| cells);
    let timed = cells.filter_map(|cell| Some((cell, cell.ok()?)));
    csv(
        ["workload", "engine", "threads", "median_s", "peak_bytes"],
        timed.map(|(cell, timing)| {
            [
                cell.cell.workload.clone(),
                cell.cell.engine.clone(),
                cell.cell.threads.to_string(),
                timing.median_s.to_string(),
                timing.peak_bytes.to_string(),
            ]
        }),
    )
}
