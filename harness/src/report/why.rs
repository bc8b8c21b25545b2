//! What the counters say about who is fast and who is slow.

use super::summary::{CellSummary, Timing};
use super::{format, view};

/// Bytes that one page fault makes available, without huge pages.
const PAGE_BYTES: f64 = 4096.0;

/// One sentence on the fastest cell of a race and one on the slowest. `None` if nothing finished.
pub(super) fn explain(race: &[&CellSummary]) -> Option<String> {
    let fastest = *race.iter().find(|cell| cell.is_fastest)?;
    let sentences = [explain_fastest(fastest), explain_slowest(race, fastest)];
    let sentences: Vec<String> = sentences.into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// What sets the time of the fastest: moving bytes, or working on them.
fn explain_fastest(cell: &CellSummary) -> Option<String> {
    let (timing, limit) = (cell.ok()?, cell.limit.as_ref()?);
    let (name, percent) = (view::contender(cell), format::percent(limit.percent / 100.0));
    let rate = cell.loaded.as_ref()?.bytes_needed as f64 / timing.median_s;
    let rate = format::bytes_per_second(rate);
    Some(match limit.percent {
        p if p >= 70.0 => format!(
            "{name} gets through {rate}, {percent} of the limit: moving the bytes sets its time, \
             and there is little left to gain."
        ),
        p if p >= 30.0 => format!(
            "{name} gets through {rate}, {percent} of the limit: moving the bytes and working on \
             them weigh about the same."
        ),
        _ => format!(
            "Even {name} gets through no more than {rate}, {percent} of the limit: work \
             other than moving the bytes sets the time."
        ),
    })
}

/// Where the slowest loses its time: in work, in waiting, or in fresh memory.
fn explain_slowest(race: &[&CellSummary], fastest: &CellSummary) -> Option<String> {
    let best = fastest.ok()?;
    let timed = race.iter().filter_map(|cell| Some((*cell, cell.ok()?, cell.ratio()?)));
    let (cell, timing, ratio) = timed.max_by(|a, b| a.2.total_cmp(&b.2))?;
    if ratio < 1.2 {
        return None;
    }
    let cpu_s = |timing: &Timing| timing.cpu_over_wall * timing.median_s;
    let work = cpu_s(timing) / cpu_s(best);
    let name = view::contender(cell);
    let (ratio_text, work_text) = (format::ratio(ratio), format::ratio(work));
    let busy = format!("{:.1}", timing.cpu_over_wall);
    let cause = if !work.is_finite() || work <= 0.0 {
        return None;
    } else if work >= 0.8 * ratio {
        format!("takes {ratio_text} as long and spends {work_text} the processor time")
    } else {
        format!(
            "takes {ratio_text} as long with {work_text} the processor time: it keeps {busy} \
             threads busy, the fastest {:.1}",
            best.cpu_over_wall
        )
    };
    Some(format!("{name} {cause}{}.", fresh_memory(cell, timing)))
}

/// Mentioned if a run touches at least half as much fresh memory as it has to read.
fn fresh_memory(cell: &CellSummary, timing: &Timing) -> String {
    let fresh = timing.minor_faults as f64 * PAGE_BYTES;
    let needed = cell.loaded.as_ref().map_or(0, |loaded| loaded.bytes_needed) as f64;
    if needed == 0.0 || fresh < needed / 2.0 {
        return String::new();
    }
    format!(
        "; every run also touches about {} of fresh memory ({} page faults)",
        format::bytes(fresh),
        format::grouped(timing.minor_faults)
    )
}
