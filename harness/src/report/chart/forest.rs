//! Ratios to the fastest with their intervals.

use datasets::Source;

use super::super::axis::{Frame, Scale, short};
use super::super::palette::Look;
use super::super::summary::{CellSummary, Summary};
use super::super::svg::{Anchor, Svg};
use super::super::{format, view};
use super::{Chart, csv, optional, slug};
use crate::statistics::{TOLERANCE, Verdict};

const LEFT: f64 = 186.0;
const RIGHT: f64 = 560.0;
const TOP: f64 = 44.0;
const ROW: f64 = 23.0;

/// The chart of one workload and source, all sizes below each other; `None` if there is nothing to
/// compare.
pub(in super::super) fn forest(summary: &Summary, workload: &str, source: Source) -> Option<Chart> {
    let groups: Vec<(u64, Vec<&CellSummary>)> = view::sizes(summary)
        .into_iter()
        .map(|rows| (rows, contenders(summary, rows, workload, source)))
        .filter(|(_, cells)| cells.len() >= 2)
        .collect();
    if groups.is_empty() {
        return None;
    }
    let title = format!("{workload} from {source}: time relative to the fastest");
    let alt = finding(workload, source, &groups);
    let svg = draw(&title, &alt, &summary.header.plan.engines, &groups);
    let name = format!("forest-{}-{source}", slug(workload));
    Some(Chart::new(name, alt, svg, data(&groups)))
}

/// The cells that finished, fastest first.
fn contenders<'a>(
    summary: &'a Summary,
    rows: u64,
    workload: &str,
    source: Source,
) -> Vec<&'a CellSummary> {
    let mut cells = view::race(summary, (rows, workload, source));
    cells.retain(|cell| cell.ratio().is_some());
    let key = |cell: &CellSummary| (!cell.is_fastest, cell.ratio().unwrap_or(f64::INFINITY));
    cells.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    cells
}

fn draw(title: &str, alt: &str, engines: &[String], groups: &[(u64, Vec<&CellSummary>)]) -> Svg {
    let lines: usize = groups.iter().map(|(_, cells)| cells.len() + 1).sum();
    let bottom = TOP + ROW * lines as f64 + 6.0;
    let frame = Frame { left: LEFT, right: RIGHT, top: TOP, bottom };
    let mut svg = Svg::new(760.0, bottom + 46.0, title, alt);
    let bounds = groups.iter().flat_map(|(_, cells)| cells).flat_map(|cell| ends(cell));
    let scale = Scale::log(bounds.chain([0.97, 1.1]), LEFT, RIGHT);
    let (low, high) = (scale.px(1.0 / (1.0 + TOLERANCE)), scale.px(1.0 + TOLERANCE));
    svg.rect((low, TOP), (high - low, bottom - TOP), "band");
    frame.x_axis(&mut svg, &scale.ticks(44.0), &scale, |ratio| short(&format::ratio(ratio)));
    svg.line((scale.px(1.0), TOP), (scale.px(1.0), bottom), "axis");
    let caption = "times as long as the fastest; the gray band is ±3 %, which counts as a tie";
    svg.text(((LEFT + RIGHT) / 2.0, bottom + 35.0), Anchor::Middle, "soft small", caption);
    let mut y = TOP + ROW / 2.0;
    for (rows, cells) in groups {
        let head = format!("{} rows", format::rows(*rows));
        svg.text((16.0, y + 6.0), Anchor::Start, "strong", &head);
        y += ROW;
        for cell in cells {
            draw_cell(&mut svg, y, &scale, engines, cell);
            y += ROW;
        }
    }
    svg
}

fn draw_cell(svg: &mut Svg, y: f64, scale: &Scale, engines: &[String], cell: &CellSummary) {
    let look = Look::of(&cell.cell.engine, engines);
    let ratio = cell.ratio().unwrap_or(1.0);
    let interval = cell.versus.as_ref().and_then(|versus| versus.ci95);
    svg.text((LEFT - 10.0, y + 4.0), Anchor::End, "small", &view::label(cell));
    if let Some(interval) = interval {
        let (low, high) = (scale.px(interval.low), scale.px(interval.high));
        let class = format!("whisker {}", look.class);
        svg.line((low, y), (high, y), &class);
        for x in [low, high] {
            svg.line((x, y - 4.0), (x, y + 4.0), &class);
        }
    }
    let text = outcome(cell);
    svg.mark((scale.px(ratio), y), look.shape, &look.mark(), &text);
    svg.text((RIGHT + 14.0, y + 4.0), Anchor::Start, "soft small", &text);
}

/// `1.24× (1.20–1.29), slower`.
fn outcome(cell: &CellSummary) -> String {
    let Some(versus) = &cell.versus else { return "fastest".into() };
    let interval = versus.ci95.map_or_else(String::new, |ci| {
        format!(" ({}–{})", format::significant(ci.low), format::significant(ci.high))
    });
    let verdict = match versus.verdict {
        Verdict::Slower => "",
        other => other.name(),
    };
    format!("{}{interval} {verdict}", format::ratio(versus.ratio)).trim_end().to_owned()
}

/// Everything that the scale has to reach.
fn ends(cell: &CellSummary) -> Vec<f64> {
    let interval = cell.versus.as_ref().and_then(|versus| versus.ci95);
    let ends = interval.map(|interval| [interval.low, interval.high]);
    cell.ratio().into_iter().chain(ends.into_iter().flatten()).collect()
}

fn finding(workload: &str, source: Source, groups: &[(u64, Vec<&CellSummary>)]) -> String {
    let (rows, cells) = &groups[groups.len() - 1];
    let next = cells.iter().find_map(|cell| cell.versus.as_ref().map(|versus| (cell, versus)));
    let second = next.map_or_else(String::new, |(cell, versus)| {
        let name = view::label(cell);
        match versus.verdict {
            Verdict::Tie => format!("; {name} ties with it"),
            _ => format!("; next is {name} at {}", format::ratio(versus.ratio)),
        }
    });
    format!(
        "Forest plot of ratios for {workload} from {source}. At {} rows {} is the fastest{second}.",
        format::rows(*rows),
        view::label(cells[0])
    )
}

fn data(groups: &[(u64, Vec<&CellSummary>)]) -> String {
    let header = ["rows", "engine", "threads", "ratio", "low", "high", "p_value", "verdict"];
    csv(
        header,
        groups.iter().flat_map(|(_, cells)| cells).map(|cell| {
            let versus = cell.versus.as_ref();
            let interval = versus.and_then(|versus| versus.ci95);
            [
                cell.cell.rows.to_string(),
                cell.cell.engine.clone(),
                cell.cell.threads.to_string(),
                optional(cell.ratio()),
                optional(interval.map(|interval| interval.low)),
                optional(interval.map(|interval| interval.high)),
                optional(versus.and_then(|versus| versus.p_value)),
                versus.map_or("fastest", |versus| versus.verdict.name()).to_owned(),
            ]
        }),
    )
}
