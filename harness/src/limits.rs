//! The physical limits of this machine, measured.

use std::hint::black_box;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use fs_err::File;
use kernels::InstructionSet;
use serde::{Deserialize, Serialize};

use crate::system;

/// Rates are decimal bytes per second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Fastest read of a flat `f64` column: one entry per thread count and working-set size.
    pub read: Vec<ReadRate>,
    /// Rate of `read(2)` over a file in the page cache, per thread count.
    pub page_cache: Vec<PageCacheRate>,
    /// Rate of reading a file that is not in the page cache, one thread; `None` if it could not be
    /// evicted.
    pub storage_bytes_per_s: Option<f64>,
    /// Smallest difference the clock can tell and the cost of asking it, in nanoseconds.
    pub timer_resolution_ns: f64,
    pub timer_cost_ns: f64,
    /// When this was measured, RFC 3339.
    pub measured: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReadRate {
    pub threads: usize,
    pub working_set_bytes: u64,
    pub bytes_per_s: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageCacheRate {
    pub threads: usize,
    pub bytes_per_s: f64,
}

/// A lower bound on the time of a cell, and what sets it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    pub seconds: f64,
    /// What binds: `memory read` or `page cache`.
    pub name: &'static str,
}

/// Working sets for the read rate, in bytes: from within the first cache to far out of the last.
const WORKING_SETS: [u64; 9] =
    [32 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20, 64 << 20, 256 << 20, 1 << 30, 2 << 30];

/// About this long per kernel and measurement, and this many passes at least; the best pass counts,
/// as in STREAM (McCalpin 1995).
const MEASURE_S: f64 = 0.1;
const MIN_PASSES: usize = 4;

/// A pass reads at least this much, so that it takes long against the clock and the barrier: a small
/// slice is read several times.
const PASS_BYTES: usize = 16 << 20;

/// Size of the file for the page-cache and storage rates.
const FILE_BYTES: u64 = 256 << 20;

impl Limits {
    /// Measures again, with each thread count known, the read rates that bound a cell which needs
    /// `bytes`: those of the working sets on either side.
    ///
    /// The speed of memory drifts while a run takes an hour, above all on a machine shared with
    /// others. What an engine reached may not be held against what memory gave an hour before.
    pub fn measure_read_again(&self, bytes: u64) -> Vec<ReadRate> {
        let sizes = self.read.iter().map(|rate| rate.working_set_bytes);
        let below = sizes.clone().filter(|&size| size < bytes).max();
        let above = sizes.filter(|&size| size >= bytes).min();
        let Some(largest) = above.or(below) else { return vec![] };
        let buffer = vec![1.0; (largest / 8) as usize];
        let nearby = |rate: &&ReadRate| [below, above].contains(&Some(rate.working_set_bytes));
        let again = |&rate: &ReadRate| {
            let values = &buffer[..(rate.working_set_bytes / 8) as usize];
            ReadRate { bytes_per_s: read_rate(values, rate.threads), ..rate }
        };
        self.read.iter().filter(nearby).map(again).collect()
    }

    /// Keeps the faster of the known and the given rate.
    pub fn keep_best(&mut self, measured: &ReadRate) {
        let same = |rate: &&mut ReadRate| {
            (rate.threads, rate.working_set_bytes) == (measured.threads, measured.working_set_bytes)
        };
        if let Some(known) = self.read.iter_mut().find(same) {
            known.bytes_per_s = known.bytes_per_s.max(measured.bytes_per_s);
        }
    }

    /// Measures the limits for each of `threads`, using `folder` for a temporary file. Takes about
    /// 10 seconds; `progress` is told what is being measured.
    ///
    /// # Errors
    ///
    /// If the temporary file cannot be written or read.
    pub fn measure(
        threads: &[usize],
        folder: &Path,
        progress: &dyn Fn(&str),
    ) -> anyhow::Result<Self> {
        let memory = system::available_memory_bytes();
        let sets = WORKING_SETS.into_iter().filter(|&bytes| bytes <= memory / 4);
        let largest = sets.clone().max().unwrap_or(WORKING_SETS[0]);
        // One buffer for all: its pages are touched once, before any clock starts.
        let buffer = vec![1.0; (largest / 8) as usize];
        let mut read = Vec::new();
        for working_set_bytes in sets {
            progress(&format!("memory read, {} KiB", working_set_bytes >> 10));
            for &threads in threads {
                let values = &buffer[..(working_set_bytes / 8) as usize];
                let bytes_per_s = read_rate(values, threads);
                read.push(ReadRate { threads, working_set_bytes, bytes_per_s });
            }
        }
        drop(buffer);
        progress("page cache and storage");
        let file = ScratchFile::create(folder)?;
        let page_cache = threads
            .iter()
            .map(|&threads| {
                let bytes_per_s = file.page_cache_rate(threads)?;
                Ok(PageCacheRate { threads, bytes_per_s })
            })
            .collect::<anyhow::Result<_>>()?;
        let (timer_resolution_ns, timer_cost_ns) = timer();
        Ok(Self {
            read,
            page_cache,
            storage_bytes_per_s: file.storage_rate()?,
            timer_resolution_ns,
            timer_cost_ns,
            measured: jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        })
    }
}

/// The rate of the fastest kernel. The widest registers are not always the fastest: on a Rocket Lake
/// Xeon, one thread reads 16.5 GB/s with AVX-512 and 18.8 GB/s with AVX2.
fn read_rate(values: &[f64], threads: usize) -> f64 {
    let kernels = InstructionSet::available();
    let vectors = kernels.into_iter().filter(|&kernel| kernel != InstructionSet::SCALAR);
    vectors.map(|kernel| read_rate_of(kernel, values, threads)).fold(0.0, f64::max)
}

/// The rate of the fastest pass over `values` by `threads` threads, each over a part of its own.
/// A pass is as slow as its slowest thread.
fn read_rate_of(kernel: InstructionSet, values: &[f64], threads: usize) -> f64 {
    let part = values.len().div_ceil(threads);
    let rounds = PASS_BYTES.div_ceil(size_of_val(&values[..part]).max(1));
    let pass_s = |values| pass_s(kernel, values, rounds);
    let passes = MIN_PASSES.max((MEASURE_S / pass_s(&values[..part])) as usize);
    let barrier = Barrier::new(threads);
    let times: Vec<Vec<f64>> = thread::scope(|scope| {
        let start = |values| {
            let (barrier, pass_s) = (&barrier, &pass_s);
            scope.spawn(move || (0..passes).map(|_| (barrier.wait(), pass_s(values)).1).collect())
        };
        let readers: Vec<_> = values.chunks(part).map(start).collect();
        readers.into_iter().map(|reader| reader.join().expect("a sum does not panic")).collect()
    });
    let slowest = |pass: usize| times.iter().map(|thread| thread[pass]).fold(0.0, f64::max);
    let best_s = (0..passes).map(slowest).fold(f64::INFINITY, f64::min);
    (rounds * size_of_val(values)) as f64 / best_s
}

/// Seconds to read `values` as often as `rounds` says.
fn pass_s(kernel: InstructionSet, values: &[f64], rounds: usize) -> f64 {
    let start = Instant::now();
    for _ in 0..rounds {
        black_box(kernels::sum(kernel, black_box(values)));
    }
    start.elapsed().as_secs_f64()
}

/// A file to read, deleted at the end.
struct ScratchFile {
    path: PathBuf,
}

impl ScratchFile {
    fn create(folder: &Path) -> anyhow::Result<Self> {
        fs_err::create_dir_all(folder)?;
        let scratch = Self { path: folder.join(format!("limits-{}.tmp", std::process::id())) };
        let mut file = File::create(&scratch.path)?;
        // Not all zeros: some file systems store those without a block.
        let block: Vec<u8> = (0..1 << 20).map(|i| ((i * 31) >> 3) as u8).collect();
        for _ in 0..FILE_BYTES >> 20 {
            file.write_all(&block).context("cannot write the file that measures read rates")?;
        }
        file.sync_all()?;
        Ok(scratch)
    }

    /// Best of five reads by `threads` threads, each of its own part of the file.
    fn page_cache_rate(&self, threads: usize) -> anyhow::Result<f64> {
        let mut best_s = f64::INFINITY;
        for _ in 0..5 {
            best_s = best_s.min(self.read_in_parts(threads)?);
        }
        Ok(FILE_BYTES as f64 / best_s)
    }

    fn read_in_parts(&self, threads: usize) -> anyhow::Result<f64> {
        let part = FILE_BYTES.div_ceil(threads as u64);
        let start = Instant::now();
        thread::scope(|scope| {
            let readers: Vec<_> = (0..threads as u64)
                .map(|index| scope.spawn(move || self.read_part(index * part, part)))
                .collect();
            readers.into_iter().try_for_each(|reader| reader.join().expect("a read does not panic"))
        })?;
        Ok(start.elapsed().as_secs_f64())
    }

    fn read_part(&self, offset: u64, length: u64) -> anyhow::Result<()> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(offset))?;
        let mut rest = file.take(length);
        let mut block = vec![0; 1 << 20];
        while rest.read(&mut block)? > 0 {
            black_box(&block);
        }
        Ok(())
    }

    /// One read after the file was evicted from the page cache.
    fn storage_rate(&self) -> anyhow::Result<Option<f64>> {
        if !evict(&File::open(&self.path)?) {
            return Ok(None);
        }
        Ok(Some(FILE_BYTES as f64 / self.read_in_parts(1)?))
    }
}

impl Drop for ScratchFile {
    fn drop(&mut self) {
        // Nothing to be done if it is gone already.
        let _ = fs_err::remove_file(&self.path);
    }
}

#[cfg(target_os = "linux")]
fn evict(file: &File) -> bool {
    rustix::fs::fadvise(file.file(), 0, None, rustix::fs::Advice::DontNeed).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn evict(_: &File) -> bool {
    false
}

/// Smallest step of the clock that was seen, and the mean cost of reading it, in nanoseconds.
fn timer() -> (f64, f64) {
    const READS: u32 = 100_000;
    let start = Instant::now();
    let mut last = start;
    let mut smallest = Duration::MAX;
    for _ in 0..READS {
        let now = Instant::now();
        if now > last {
            smallest = smallest.min(now - last);
        }
        last = now;
    }
    (smallest.as_nanos() as f64, start.elapsed().as_nanos() as f64 / f64::from(READS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Working sets of 32, 64 and 128 KiB at 1 byte per second.
    fn limits() -> Limits {
        let rate = |working_set_bytes| ReadRate { threads: 1, working_set_bytes, bytes_per_s: 1.0 };
        Limits {
            read: [32 << 10, 64 << 10, 128 << 10].map(rate).to_vec(),
            page_cache: vec![],
            storage_bytes_per_s: None,
            timer_resolution_ns: 1.0,
            timer_cost_ns: 1.0,
            measured: String::new(),
        }
    }

    #[track_caller]
    fn check_again(bytes: u64, expected_kib: &[u64]) {
        let again = limits().measure_read_again(bytes);
        let sizes: Vec<u64> = again.iter().map(|rate| rate.working_set_bytes >> 10).collect();
        assert_eq!(sizes, expected_kib);
        assert!(again.iter().all(|rate| rate.bytes_per_s > 1.0), "{again:?}");
    }

    #[test]
    fn the_neighbors_of_a_working_set_are_measured_again() {
        check_again(1, &[32]);
        check_again(40 << 10, &[32, 64]);
        check_again(64 << 10, &[32, 64]);
        check_again(1 << 20, &[128]);
        let nothing_known = Limits { read: vec![], ..limits() };
        assert_eq!(nothing_known.measure_read_again(1), []);
    }

    #[test]
    fn only_a_better_rate_of_the_same_kind_counts() {
        let mut known = limits();
        let rate =
            |threads, bytes_per_s| ReadRate { threads, working_set_bytes: 64 << 10, bytes_per_s };
        known.keep_best(&rate(1, 0.5));
        known.keep_best(&rate(2, 9.0));
        assert_eq!(known, limits());
        known.keep_best(&rate(1, 3.0));
        assert_eq!(known.read[1].bytes_per_s, 3.0);
    }
}
