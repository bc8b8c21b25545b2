//! Time over rows, with the limit of the machine below.

use std::collections::BTreeMap;

use datasets::Source;

use super::super::axis::{Frame, Scale, short};
use super::super::palette::Look;
use super::super::summary::{CellSummary, Summary};
use super::super::svg::{Anchor, Svg, spread};
use super::super::{format, view};
use super::{Chart, csv, optional, slug};

const FRAME: Frame = Frame { left: 76.0, right: 590.0, top: 48.0, bottom: 372.0 };
const SIZE: (f64, f64) = (790.0, 420.0);

/// The chart of one workload and source; `None` unless an engine finished two sizes.
pub(in super::super) fn scaling(
    summary: &Summary,
    workload: &str,
    source: Source,
) -> Option<Chart> {
    let cells: Vec<&CellSummary> = view::sizes(summary)
        .into_iter()
        .flat_map(|rows| view::race(summary, (rows, workload, source)))
        .filter(|cell| cell.ok().is_some())
        .collect();
    let curves = curves(summary, &cells);
    if curves.iter().all(|(_, points)| points.len() < 2) {
        return None;
    }
    let limits = limits(&cells);
    let title = format!("{workload} from {source}: time over rows");
    let alt = finding(workload, source, &curves, &limits);
    let svg = draw(&title, &alt, &summary.header.plan.engines, &curves, &limits);
    let name = format!("scaling-{}-{source}", slug(workload));
    Some(Chart::new(name, alt, svg, data(&cells)))
}

type Points = Vec<(f64, f64)>;

/// Rows and seconds of each engine.
fn curves(summary: &Summary, cells: &[&CellSummary]) -> Vec<(String, Points)> {
    let points = |engine: &str| {
        let own = cells.iter().filter(|cell| cell.cell.engine == engine);
        own.filter_map(|cell| Some((cell.cell.rows as f64, cell.ok()?.median_s))).collect()
    };
    let engines = view::engines(summary, cells.iter().copied());
    engines.into_iter().map(|engine| (engine.clone(), points(&engine))).collect()
}

/// Rows and the least time that the machine leaves to any of the cells.
fn limits(cells: &[&CellSummary]) -> Points {
    let mut least: BTreeMap<u64, f64> = BTreeMap::new();
    for cell in cells {
        if let Some(limit) = &cell.limit {
            let seconds = least.entry(cell.cell.rows).or_insert(f64::INFINITY);
            *seconds = seconds.min(limit.seconds);
        }
    }
    least.into_iter().map(|(rows, seconds)| (rows as f64, seconds)).collect()
}

fn draw(
    title: &str,
    alt: &str,
    engines: &[String],
    curves: &[(String, Points)],
    limits: &Points,
) -> Svg {
    let mut svg = Svg::new(SIZE.0, SIZE.1, title, alt);
    let all = || curves.iter().flat_map(|(_, points)| points).chain(limits);
    let x = Scale::log(all().map(|point| point.0), FRAME.left, FRAME.right);
    let y = Scale::log(all().map(|point| point.1), FRAME.bottom, FRAME.top);
    FRAME.x_axis(&mut svg, &x.ticks(50.0), &x, |rows| format::rows(rows.round() as u64));
    FRAME.y_axis(&mut svg, &y.ticks(40.0), &y, |seconds| short(&format::seconds(seconds)));
    let middle = (FRAME.left + FRAME.right) / 2.0;
    svg.text((middle, FRAME.bottom + 36.0), Anchor::Middle, "soft small", "rows of ventas");
    let pixels = |points: &Points| -> Points {
        points.iter().map(|&(rows, seconds)| (x.px(rows), y.px(seconds))).collect()
    };
    svg.curve(&pixels(limits), "limit");
    for (engine, points) in curves {
        let look = Look::of(engine, engines);
        svg.curve(&pixels(points), &format!("curve {}", look.class));
    }
    for (engine, points) in curves {
        let look = Look::of(engine, engines);
        for (at, value) in pixels(points).into_iter().zip(points) {
            let tip = format!(
                "{engine}: {} at {} rows",
                format::seconds(value.1),
                format::rows(value.0 as u64)
            );
            svg.mark(at, look.shape, &look.mark(), &tip);
        }
    }
    draw_labels(&mut svg, engines, curves, limits, &pixels);
    svg
}

/// A curve's name at the right of the frame.
struct Label<'a> {
    /// `None` for the limit.
    look: Option<Look>,
    name: &'a str,
    /// Where the curve ends, in rows and in pixels.
    rows: f64,
    end: (f64, f64),
}

/// Names of all curves, moved apart, with a thin line to those that reach the right side.
fn draw_labels(
    svg: &mut Svg,
    engines: &[String],
    curves: &[(String, Points)],
    limits: &Points,
    pixels: &impl Fn(&Points) -> Points,
) {
    let labels: Vec<Label<'_>> = curves
        .iter()
        .map(|(engine, points)| (Some(Look::of(engine, engines)), engine.as_str(), points))
        .chain([(None, "limit", limits)])
        .filter_map(|(look, name, points)| {
            Some(Label { look, name, rows: points.last()?.0, end: *pixels(points).last()? })
        })
        .collect();
    let largest = labels.iter().map(|label| label.rows).fold(0.0, f64::max);
    let mut heights: Vec<f64> = labels.iter().map(|label| label.end.1).collect();
    spread(&mut heights, 17.0, FRAME.top, FRAME.bottom);
    for (label, height) in labels.iter().zip(heights) {
        draw_label(svg, label, height, largest);
    }
}

fn draw_label(svg: &mut Svg, label: &Label<'_>, height: f64, largest: f64) {
    let at = (FRAME.right + 22.0, height);
    let text = if label.rows < largest {
        format!("{} (to {})", label.name, format::rows(label.rows as u64))
    } else {
        svg.line((label.end.0 + 6.0, label.end.1), (at.0 - 8.0, height), "grid");
        label.name.to_owned()
    };
    match label.look {
        Some(look) => svg.mark(at, look.shape, &look.mark(), label.name),
        None => svg.line((at.0 - 7.0, height), (at.0 + 7.0, height), "limit"),
    }
    svg.text((at.0 + 12.0, height + 4.0), Anchor::Start, "small", &text);
}

fn finding(workload: &str, source: Source, curves: &[(String, Points)], limits: &Points) -> String {
    let largest = curves.iter().filter_map(|(_, points)| points.last()).map(|point| point.0);
    let largest = largest.fold(0.0, f64::max);
    let at_largest = curves
        .iter()
        .filter_map(|(engine, points)| Some((engine, points.last().filter(|p| p.0 == largest)?.1)));
    let Some((engine, seconds)) = at_largest.min_by(|a, b| a.1.total_cmp(&b.1)) else {
        return format!("{workload} from {source}: nothing finished.");
    };
    let limit = limits.last().filter(|point| point.0 == largest);
    let above = limit.map_or_else(String::new, |limit| {
        format!(", {} the limit of the machine", format::ratio(seconds / limit.1))
    });
    format!(
        "Time over rows for {workload} from {source}. At {} rows {engine} is the lowest with {}{above}.",
        format::rows(largest as u64),
        format::seconds(seconds)
    )
}

fn data(cells: &[&CellSummary]) -> String {
    let header = ["engine", "threads", "rows", "median_s", "low_s", "high_s", "limit_s"];
    let timed = cells.iter().filter_map(|cell| Some((cell, cell.ok()?)));
    csv(
        header,
        timed.map(|(cell, timing)| {
            [
                cell.cell.engine.clone(),
                cell.cell.threads.to_string(),
                cell.cell.rows.to_string(),
                timing.median_s.to_string(),
                optional(timing.ci95.map(|interval| interval.low)),
                optional(timing.ci95.map(|interval| interval.high)),
                optional(cell.limit.as_ref().map(|limit| limit.seconds)),
            ]
        }),
    )
}
