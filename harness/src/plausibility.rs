//! Checks that a right answer was also come by honestly.
//!
//! The supervisor has its own clock and its own reading of the worker's processor time, so a worker
//! that stops its clock early, borrows processors, or answers from memory gives itself away.

use std::time::Duration;

use crate::record::{Cell, Sample};

/// Reply, pipe and scheduling may take this long on top of the worker's own time.
const REPLY_ALLOWANCE: Duration = Duration::from_millis(2);

/// Share of the worker's own time that the round trip may take beyond it.
const REPLY_SHARE: f64 = 0.25;

/// Share by which the processor time may exceed the threads allowed.
const PROCESSOR_SHARE: f64 = 1.10;

/// Nothing is read faster than this multiple of the best rate that was measured. Half of the bound
/// leaves room for a limit that was measured in a noisy moment.
const SHARE_OF_BOUND: f64 = 0.5;

/// Below this the bound is too close to the cost of a request to judge by.
const SHORTEST_BOUND: Duration = Duration::from_micros(20);

/// Judges the samples of a cell; `bound_s` is the time that reading the data takes at the machine's
/// limit. Returns what is wrong, or `None`.
///
/// A busy machine delays a reply now and then, but an engine that cheats does so every time: an
/// objection has to hold for each sample.
pub fn objection(cell: &Cell, samples: &[Sample], bound_s: Option<f64>) -> Option<String> {
    let each = |check: &dyn Fn(&Sample) -> Option<String>| {
        let objections: Option<Vec<String>> = samples.iter().map(check).collect();
        objections.and_then(|objections| objections.into_iter().next_back())
    };
    each(&|sample| early_stop(seconds(sample.wall_ns), seconds(sample.round_trip_ns)))
        .or_else(|| {
            each(&|sample| {
                let round_trip_s = seconds(sample.round_trip_ns);
                borrowed_processors(cell.threads, round_trip_s, seconds(sample.cpu_ns))
            })
        })
        .or_else(|| each(&|sample| beyond_physics(seconds(sample.wall_ns), bound_s?)))
}

fn early_stop(wall_s: f64, round_trip_s: f64) -> Option<String> {
    let latest_s = wall_s * (1.0 + REPLY_SHARE) + REPLY_ALLOWANCE.as_secs_f64();
    (round_trip_s > latest_s).then(|| {
        format!(
            "the worker claims {:.3} ms, but its reply took {:.3} ms: work outside the clock",
            wall_s * 1e3,
            round_trip_s * 1e3
        )
    })
}

fn borrowed_processors(threads: usize, round_trip_s: f64, cpu_s: f64) -> Option<String> {
    let most_s = round_trip_s * threads as f64 * PROCESSOR_SHARE + REPLY_ALLOWANCE.as_secs_f64();
    (cpu_s > most_s).then(|| {
        format!("used {:.1} processors, but only {threads} are allowed", cpu_s / round_trip_s)
    })
}

fn beyond_physics(wall_s: f64, bound_s: f64) -> Option<String> {
    let judged = bound_s >= SHORTEST_BOUND.as_secs_f64();
    (judged && wall_s < bound_s * SHARE_OF_BOUND).then(|| {
        format!(
            "answered in {:.3} ms, but reading the data takes at least {:.3} ms: an answer from a cache",
            wall_s * 1e3,
            bound_s * 1e3
        )
    })
}

fn seconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honest_round_trip_passes() {
        assert_eq!(early_stop(0.010, 0.0105), None);
        assert_eq!(borrowed_processors(2, 0.010, 0.0199), None);
        assert_eq!(beyond_physics(0.010, 0.009), None);
    }

    #[test]
    fn work_after_the_clock_is_seen() {
        assert!(early_stop(0.000_01, 0.010).is_some());
    }

    #[test]
    fn a_second_processor_is_seen() {
        let objection = borrowed_processors(1, 0.100, 0.190).unwrap();
        assert_eq!(objection, "used 1.9 processors, but only 1 are allowed");
    }

    #[test]
    fn faster_than_the_memory_is_seen_unless_the_bound_is_tiny() {
        assert!(beyond_physics(0.000_001, 0.001).is_some());
        assert_eq!(beyond_physics(0.000_001, 0.000_01), None);
    }
}
