//! Nanoseconds per value of each sum, for data that fit in the nearest cache or only in memory.

use std::hint::black_box;
use std::time::Instant;

use crate::{sum_lanes, sum_scalar, sum_unrolled};

pub(crate) type Sum = fn(&[f64]) -> f64;

/// Numbers of values: 8 kB, 32 kB, 800 kB and 160 MB.
const SIZES: [usize; 4] = [1_000, 4_000, 100_000, 20_000_000];

/// A time is measured over at least this many values.
const VALUES_PER_RUN: usize = 1_000_000;

/// Prints a table for `values`, repeated until there are enough of them.
pub(crate) fn show(values: &[f64]) {
    if cfg!(debug_assertions) {
        println!("\nTimes need an optimized build: `cargo ex run 16.1.4` makes one.");
        return;
    }
    let largest = SIZES[SIZES.len() - 1];
    let buffer: Vec<f64> = values.iter().copied().cycle().take(largest + 8).collect();
    // The first value at the beginning of a cache line, which has 64 bytes.
    let data = &buffer[buffer.as_ptr().align_offset(64)..];

    print!("\n{:<24}", "ns per value, best of 9");
    SIZES.iter().for_each(|n| print!("{n:>12}"));
    println!();
    for (name, sum) in portable_sums().into_iter().chain(avx_sums()) {
        print!("  {name:<22}");
        for n in SIZES {
            print!("{:>12.3}", best_of_9(sum, &data[..n]));
        }
        println!();
    }
}

fn portable_sums() -> [(&'static str, Sum); 5] {
    [
        ("left to right", sum_scalar),
        ("4 lanes", sum_lanes),
        ("8 lanes", sum_unrolled::<8>),
        ("16 lanes", sum_unrolled::<16>),
        ("32 lanes", sum_unrolled::<32>),
    ]
}

/// The sums that need AVX. None if the processor does not have it.
#[cfg(target_arch = "x86_64")]
fn avx_sums() -> Vec<(&'static str, Sum)> {
    if !std::arch::is_x86_feature_detected!("avx") {
        return vec![];
    }
    vec![
        // SAFETY: the processor has AVX.
        ("AVX", |data| unsafe { crate::sum_avx(data) }),
        // SAFETY: the processor has AVX.
        ("AVX, 8 bytes off", |data| unsafe { crate::sum_avx(&data[1..]) }),
        // SAFETY: the processor has AVX.
        ("AVX without attribute", |data| unsafe { crate::intrinsics::sum_without_attribute(data) }),
    ]
}

#[cfg(not(target_arch = "x86_64"))]
fn avx_sums() -> Vec<(&'static str, Sum)> {
    vec![]
}

/// The shortest of nine runs, in nanoseconds per value.
fn best_of_9(sum: Sum, data: &[f64]) -> f64 {
    let repetitions = VALUES_PER_RUN.div_ceil(data.len());
    let run = || {
        let start = Instant::now();
        for _ in 0..repetitions {
            black_box(sum(black_box(data)));
        }
        start.elapsed().as_nanos() as f64 / (repetitions * data.len()) as f64
    };
    (0..9).map(|_| run()).fold(f64::INFINITY, f64::min)
}
