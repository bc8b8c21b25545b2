//! The A/A control: one engine against itself.

use super::super::axis::{Frame, Scale, short};
use super::super::collect::Twin;
use super::super::format;
use super::super::ledger::Floor;
use super::super::svg::{Anchor, Shape, Svg};
use super::{Chart, csv};

const LEFT: f64 = 96.0;
const RIGHT: f64 = 620.0;
const TOP: f64 = 44.0;
const ROW: f64 = 46.0;

/// One row of points per size; `None` without twins.
pub(in super::super) fn twins(twins: &[Twin<'_>], floors: &[Floor]) -> Option<Chart> {
    let worst = floors.iter().max_by(|a, b| a.p95.total_cmp(&b.p95))?;
    let alt = format!(
        "Two workers of the same engine differ by at most {} in 95 of 100 blocks at {} rows, the \
         noisiest size.",
        format::percent(worst.p95.exp_m1()),
        format::rows(worst.rows)
    );
    let svg = draw(&alt, twins, floors);
    Some(Chart::new("twins".into(), alt, svg, data(twins)))
}

fn draw(alt: &str, twins: &[Twin<'_>], floors: &[Floor]) -> Svg {
    let bottom = TOP + ROW * floors.len() as f64;
    let frame = Frame { left: LEFT, right: RIGHT, top: TOP, bottom };
    let mut svg = Svg::new(760.0, bottom + 48.0, "The same engine twice", alt);
    let reach = twins.iter().map(|twin| twin.log.abs().exp()).fold(1.03, f64::max);
    let x = Scale::log([1.0 / reach, reach].into_iter(), LEFT, RIGHT);
    for (index, floor) in floors.iter().enumerate() {
        let middle = TOP + ROW * (index as f64 + 0.5);
        let (low, high) = (x.px((-floor.p95).exp()), x.px(floor.p95.exp()));
        svg.rect((low, middle - 17.0), (high - low, 34.0), "band");
        let rows = format!("{} rows", format::rows(floor.rows));
        svg.text((LEFT - 10.0, middle + 4.0), Anchor::End, "small", &rows);
        let label = format!("floor {}", format::percent(floor.p95.exp_m1()));
        svg.text((RIGHT + 14.0, middle + 4.0), Anchor::Start, "soft small", &label);
    }
    let label = |ratio: f64| short(&format!("{ratio:.3}×"));
    frame.x_axis(&mut svg, &x.ticks(60.0), &x, label);
    for (index, twin) in twins.iter().enumerate() {
        let Some(row) = floors.iter().position(|floor| floor.rows == twin.cell.rows) else {
            continue;
        };
        // A fixed zigzag instead of random jitter keeps neighbors apart.
        let offset = (index * 7 % 11) as f64 * 2.6 - 13.0;
        let at = (x.px(twin.log.exp()), TOP + ROW * (row as f64 + 0.5) + offset);
        let tip = format!("{} {}, block {}", twin.cell.engine, twin.cell.workload, twin.block);
        svg.mark(at, Shape::Dot, "calm dot", &tip);
    }
    let caption =
        "time of the second worker over the first, block by block; gray: 95 of 100 blocks";
    let middle = (LEFT + RIGHT) / 2.0;
    svg.text((middle, bottom + 36.0), Anchor::Middle, "soft small", caption);
    svg
}

fn data(twins: &[Twin<'_>]) -> String {
    let header = ["rows", "workload", "source", "engine", "threads", "block", "twin_over_measured"];
    csv(
        header,
        twins.iter().map(|twin| {
            [
                twin.cell.rows.to_string(),
                twin.cell.workload.clone(),
                twin.cell.source.to_string(),
                twin.cell.engine.clone(),
                twin.cell.threads.to_string(),
                twin.block.to_string(),
                twin.log.exp().to_string(),
            ]
        }),
    )
}
