//! The least time that this machine leaves to a cell.

use datasets::Source;

use crate::limits::{Bound, Limits};
use crate::record::{Cell, Entry, Header};

/// The best of the limits measured before the run and of those measured after its races.
pub fn best(header: &Header, entries: &[Entry]) -> Limits {
    let mut limits = header.limits.clone();
    for entry in entries {
        if let Entry::Read(rate) = entry {
            limits.keep_best(rate);
        }
    }
    limits
}

/// The time it takes to move the bytes that `cell` cannot do without: from memory at the measured
/// read bandwidth, or from the page cache at the measured rate of `read(2)`. `None` if nothing is
/// known or needed.
pub fn bound(limits: &Limits, cell: &Cell, bytes_needed: u64) -> Option<Bound> {
    let (rate, name) = match cell.source {
        Source::Memory => (read_bandwidth(limits, cell.threads, bytes_needed)?, "memory read"),
        Source::Parquet => (page_cache_rate(limits, cell.threads)?, "page cache"),
    };
    let seconds = bytes_needed as f64 / rate;
    (bytes_needed > 0 && rate > 0.0).then_some(Bound { seconds, name })
}

/// Read bandwidth in bytes per second with `threads` over `working_set` bytes, on a straight line
/// over the logarithm of the working set between the two nearest measurements; beyond the smallest
/// and the largest it is constant.
pub fn read_bandwidth(limits: &Limits, threads: usize, working_set: u64) -> Option<f64> {
    let threads = nearest_not_above(limits.read.iter().map(|rate| rate.threads), threads)?;
    let mut ladder: Vec<_> = limits.read.iter().filter(|rate| rate.threads == threads).collect();
    ladder.sort_by_key(|rate| rate.working_set_bytes);
    let above = ladder.partition_point(|rate| rate.working_set_bytes < working_set);
    match (above.checked_sub(1).map(|below| ladder[below]), ladder.get(above)) {
        (Some(low), Some(high)) => {
            let log = |bytes: u64| (bytes.max(1) as f64).ln();
            let (from, to) = (log(low.working_set_bytes), log(high.working_set_bytes));
            let position = (log(working_set) - from) / (to - from);
            Some(low.bytes_per_s + (high.bytes_per_s - low.bytes_per_s) * position)
        }
        (Some(end), None) => Some(end.bytes_per_s),
        (None, end) => end.map(|rate| rate.bytes_per_s),
    }
}

fn page_cache_rate(limits: &Limits, threads: usize) -> Option<f64> {
    let threads = nearest_not_above(limits.page_cache.iter().map(|rate| rate.threads), threads)?;
    let rate = limits.page_cache.iter().find(|rate| rate.threads == threads)?;
    Some(rate.bytes_per_s)
}

/// The largest of `measured` that is not above `wanted`, or else the smallest.
fn nearest_not_above(
    measured: impl Iterator<Item = usize> + Clone,
    wanted: usize,
) -> Option<usize> {
    measured.clone().filter(|&threads| threads <= wanted).max().or(measured.min())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{PageCacheRate, ReadRate};

    fn limits() -> Limits {
        let read = |threads, working_set_bytes, bytes_per_s| ReadRate {
            threads,
            working_set_bytes,
            bytes_per_s,
        };
        Limits {
            read: vec![read(1, 1_000, 100e9), read(1, 1_000_000, 40e9), read(2, 1_000_000, 80e9)],
            page_cache: vec![PageCacheRate { threads: 1, bytes_per_s: 10e9 }],
            storage_bytes_per_s: None,
            timer_resolution_ns: 1.0,
            timer_cost_ns: 20.0,
            measured: String::new(),
        }
    }

    #[track_caller]
    fn check(threads: usize, working_set: u64, expected: f64) {
        let found = read_bandwidth(&limits(), threads, working_set).unwrap();
        assert!((found / expected - 1.0).abs() < 1e-12, "{found}");
    }

    #[test]
    fn bandwidth_lies_between_measured_working_sets() {
        check(1, 1_000, 100e9);
        // A third of the way from 10^3 to 10^6 on the logarithm.
        check(1, 10_000, 80e9);
        check(1, 1_000_000, 40e9);
    }

    #[test]
    fn beyond_the_ladder_its_ends_hold() {
        check(1, 10, 100e9);
        check(1, 1 << 40, 40e9);
    }

    #[test]
    fn unmeasured_thread_counts_use_the_next_lower() {
        check(8, 5_000_000, 80e9);
        let mut only_two = limits();
        only_two.read.retain(|rate| rate.threads == 2);
        assert_eq!(read_bandwidth(&only_two, 1, 1), Some(80e9));
    }

    #[test]
    fn the_source_decides_what_binds() {
        let memory = Cell {
            rows: 1,
            workload: "sum".into(),
            source: Source::Memory,
            engine: "scalar".into(),
            threads: 1,
        };
        let found = bound(&limits(), &memory, 8_000_000).unwrap();
        assert_eq!((found.name, found.seconds), ("memory read", 8e6 / 40e9));
        let parquet = Cell { source: Source::Parquet, ..memory.clone() };
        let found = bound(&limits(), &parquet, 8_000_000).unwrap();
        assert_eq!((found.name, found.seconds), ("page cache", 8e6 / 10e9));
        assert_eq!(bound(&limits(), &memory, 0), None);
    }
}
