//! Read bandwidth over the size of the working set.

use std::collections::BTreeSet;

use super::super::axis::{Frame, Scale, short};
use super::super::format;
use super::super::palette::Look;
use super::super::svg::{Anchor, Shape, Svg, spread};
use super::{Chart, csv};
use crate::limits::ReadRate;
use crate::record::Header;

const FRAME: Frame = Frame { left: 76.0, right: 620.0, top: 64.0, bottom: 330.0 };

/// The cache ladder; `None` if it was not measured.
pub(in super::super) fn bandwidth(header: &Header) -> Option<Chart> {
    let mut rates = header.limits.read.clone();
    rates.sort_by_key(|rate| (rate.threads, rate.working_set_bytes));
    let alt = finding(&rates)?;
    let mut svg = Svg::new(760.0, 378.0, "Read bandwidth over working set", &alt);
    let caches = header.environment.caches.iter().map(|cache| cache.size_bytes as f64);
    let bytes = rates.iter().map(|rate| rate.working_set_bytes as f64);
    let x = Scale::log(bytes.chain(caches), FRAME.left, FRAME.right);
    let y = Scale::log(rates.iter().map(|rate| rate.bytes_per_s), FRAME.bottom, FRAME.top);
    FRAME.x_axis(&mut svg, &x.ticks(60.0), &x, |bytes| short(&format::bytes(bytes)));
    FRAME.y_axis(&mut svg, &y.ticks(34.0), &y, |rate| short(&format::bytes_per_second(rate)));
    let middle = (FRAME.left + FRAME.right) / 2.0;
    svg.text((middle, FRAME.bottom + 36.0), Anchor::Middle, "soft small", "working set");
    draw_caches(&mut svg, header, &x);
    draw_curves(&mut svg, &rates, &x, &y);
    Some(Chart::new("read-bandwidth".into(), alt, svg, data(&rates)))
}

/// A line at the size of every cache, its name above.
fn draw_caches(svg: &mut Svg, header: &Header, x: &Scale) {
    for cache in &header.environment.caches {
        let at = x.px(cache.size_bytes as f64);
        svg.line((at, FRAME.top - 4.0), (at, FRAME.bottom), "axis");
        svg.text((at, FRAME.top - 8.0), Anchor::Middle, "soft small", &cache.name);
    }
}

fn draw_curves(svg: &mut Svg, rates: &[ReadRate], x: &Scale, y: &Scale) {
    let threads: BTreeSet<usize> = rates.iter().map(|rate| rate.threads).collect();
    let curves: Vec<(usize, Vec<&ReadRate>)> = threads
        .into_iter()
        .map(|threads| (threads, rates.iter().filter(|r| r.threads == threads).collect()))
        .collect();
    let pixel = |rate: &ReadRate| (x.px(rate.working_set_bytes as f64), y.px(rate.bytes_per_s));
    let mut heights: Vec<f64> =
        curves.iter().filter_map(|(_, rates)| Some(pixel(rates.last()?).1)).collect();
    spread(&mut heights, 17.0, FRAME.top, FRAME.bottom);
    for (index, ((threads, rates), height)) in curves.iter().zip(heights).enumerate() {
        let look = Look::of_curve(index);
        let points: Vec<(f64, f64)> = rates.iter().map(|rate| pixel(rate)).collect();
        svg.curve(&points, &format!("curve {}", look.class));
        for (at, rate) in points.iter().zip(rates) {
            let tip = format!(
                "{}: {} over {}",
                format::count(*threads, "thread"),
                format::bytes_per_second(rate.bytes_per_s),
                format::bytes(rate.working_set_bytes as f64)
            );
            svg.mark(*at, look.shape, &look.mark(), &tip);
        }
        let label = format::count(*threads, "thread");
        svg.text((FRAME.right + 14.0, height + 4.0), Anchor::Start, "small", &label);
    }
}

fn finding(rates: &[ReadRate]) -> Option<String> {
    let smallest = rates.iter().min_by_key(|rate| rate.working_set_bytes)?;
    let threads = smallest.threads;
    let largest = rates
        .iter()
        .filter(|rate| rate.threads == threads)
        .max_by_key(|rate| rate.working_set_bytes)?;
    Some(format!(
        "Read bandwidth with {} falls from {} over {} to {} over {}.",
        format::count(threads, "thread"),
        format::bytes_per_second(smallest.bytes_per_s),
        format::bytes(smallest.working_set_bytes as f64),
        format::bytes_per_second(largest.bytes_per_s),
        format::bytes(largest.working_set_bytes as f64)
    ))
}

fn data(rates: &[ReadRate]) -> String {
    csv(
        ["threads", "working_set_bytes", "bytes_per_s"],
        rates.iter().map(|rate| {
            [
                rate.threads.to_string(),
                rate.working_set_bytes.to_string(),
                rate.bytes_per_s.to_string(),
            ]
        }),
    )
}

impl Look {
    /// Looks of curves that are not engines.
    fn of_curve(index: usize) -> Self {
        const LOOKS: [(&str, Shape); 4] = [
            ("blue", Shape::Circle),
            ("vermillion", Shape::Square),
            ("green", Shape::Diamond),
            ("purple", Shape::Triangle),
        ];
        let (class, shape) = LOOKS[index % LOOKS.len()];
        Self { class, shape, is_hollow: false }
    }
}
