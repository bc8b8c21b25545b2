//! What else the machine did, in the order of the samples.

use super::super::axis::{Frame, Scale};
use super::super::format;
use super::super::svg::{Anchor, Svg};
use super::{Chart, csv};
use crate::record::{Entry, Noise, Phase};

const FRAME: Frame = Frame { left: 62.0, right: 740.0, top: 62.0, bottom: 208.0 };

/// More samples than this share a bar.
const BARS: usize = 200;

/// Worst values over consecutive samples.
#[derive(Debug, Clone, Copy, Default)]
struct Bar {
    first: usize,
    samples: usize,
    foreign: f64,
    steal: f64,
    dirty: usize,
}

/// The strip of the whole run; `None` without samples.
pub(in super::super) fn noise(entries: &[Entry]) -> Option<Chart> {
    let noises: Vec<Noise> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Sample(sample) if sample.phase != Phase::WarmUp => Some(sample.noise),
            _ => None,
        })
        .collect();
    let per_bar = noises.len().div_ceil(BARS).max(1);
    let bars: Vec<Bar> =
        noises.chunks(per_bar).enumerate().map(|(i, chunk)| bar(i * per_bar, chunk)).collect();
    let worst = bars.iter().max_by(|a, b| a.foreign.total_cmp(&b.foreign))?;
    let dirty: usize = bars.iter().map(|bar| bar.dirty).sum();
    let alt = format!(
        "Noise over the run: {dirty} of {} disturbed; other processes took at most {}.",
        format::count(noises.len(), "sample"),
        format::percent(worst.foreign)
    );
    let svg = draw(&alt, &bars);
    Some(Chart::new("noise".into(), alt, svg, data(&bars)))
}

fn bar(first: usize, noises: &[Noise]) -> Bar {
    let start = Bar { first, samples: noises.len(), ..Bar::default() };
    noises.iter().fold(start, |bar, noise| Bar {
        foreign: bar.foreign.max(noise.foreign),
        steal: bar.steal.max(noise.steal),
        dirty: bar.dirty + usize::from(noise.dirty),
        ..bar
    })
}

fn draw(alt: &str, bars: &[Bar]) -> Svg {
    let mut svg = Svg::new(760.0, 262.0, "What else the machine did", alt);
    let shares = bars.iter().map(|bar| bar.foreign.max(bar.steal));
    let y = Scale::linear(shares.chain([0.02]), FRAME.bottom, FRAME.top);
    FRAME.y_axis(&mut svg, &y.ticks(34.0), &y, format::percent);
    let step = (FRAME.right - FRAME.left) / bars.len() as f64;
    for (index, bar) in bars.iter().enumerate() {
        let x = FRAME.left + step * index as f64;
        let width = (step * 0.45).clamp(0.8, 9.0);
        for (offset, share, class) in [(0.0, bar.foreign, "alert"), (width, bar.steal, "calm")] {
            let top = y.px(share);
            svg.rect((x + offset, top), (width, FRAME.bottom - top), class);
        }
        if bar.dirty > 0 {
            let share = bar.dirty as f64 / bar.samples as f64;
            svg.rect((x, FRAME.bottom + 3.0), (width * 2.0, 2.0 + 12.0 * share), "alert");
        }
    }
    svg.line((FRAME.left, FRAME.bottom), (FRAME.right, FRAME.bottom), "axis");
    let keys = [("alert", "other processes"), ("calm", "taken by the hypervisor")];
    for (index, (class, text)) in keys.into_iter().enumerate() {
        let x = FRAME.left + 150.0 * index as f64;
        svg.rect((x, 38.0), (10.0, 10.0), class);
        svg.text((x + 15.0, 47.0), Anchor::Start, "small", text);
    }
    let caption =
        "samples in the order they were taken; below the line: the share that was left out";
    svg.text((FRAME.left, FRAME.bottom + 32.0), Anchor::Start, "soft small", caption);
    svg
}

fn data(bars: &[Bar]) -> String {
    csv(
        ["first_sample", "samples", "foreign_max", "steal_max", "dirty"],
        bars.iter().map(|bar| {
            [
                bar.first.to_string(),
                bar.samples.to_string(),
                bar.foreign.to_string(),
                bar.steal.to_string(),
                bar.dirty.to_string(),
            ]
        }),
    )
}
