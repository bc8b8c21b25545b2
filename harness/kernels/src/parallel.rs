//! The kernels on all threads of the current Rayon pool.
//!
//! The rows are cut into chunks of a fixed size, each chunk runs one kernel, and the results are
//! combined from left to right. Neither the number of threads nor the order in which they finish
//! changes a bit of the answer.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::group_sum::merge;
use crate::{Distance, EMPTY, GROUPS, InstructionSet, Routes, Totals};

/// Rows per chunk: half a mebibyte per column of numbers, small enough to share 1M rows among 16
/// threads and large enough that handing it out costs nothing.
pub const CHUNK_ROWS: usize = 1 << 16;

/// Calls `kernel` for each chunk of `0..rows` and returns the results in order.
pub fn map_chunks<T: Send>(rows: usize, kernel: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let chunk = |index: usize| index * CHUNK_ROWS..((index + 1) * CHUNK_ROWS).min(rows);
    let chunks = 0..rows.div_ceil(CHUNK_ROWS);
    chunks.into_par_iter().map(|index| kernel(chunk(index))).collect()
}

/// [`crate::sum`] of each chunk, added up from left to right.
pub fn sum(isa: InstructionSet, values: &[f64]) -> f64 {
    add_up(map_chunks(values.len(), |rows| crate::sum(isa, &values[rows])))
}

/// [`crate::sum_numbers`] of each chunk, added up from left to right.
pub fn sum_numbers(isa: InstructionSet, values: &[f64]) -> f64 {
    add_up(map_chunks(values.len(), |rows| crate::sum_numbers(isa, &values[rows])))
}

/// [`crate::filter_map_sum`] of each chunk, added up from left to right.
pub fn filter_map_sum(isa: InstructionSet, values: &[f64], threshold: f64) -> f64 {
    let of_chunk = |rows| crate::filter_map_sum(isa, &values[rows], threshold);
    add_up(map_chunks(values.len(), of_chunk))
}

/// [`crate::group_sum_codes`] of each chunk, added up from left to right.
///
/// # Panics
///
/// If the slices differ in length.
pub fn group_sum_codes(
    isa: InstructionSet,
    codes: &[u8],
    values: &[f64],
    threshold: f64,
) -> Totals {
    assert_eq!(codes.len(), values.len(), "one code per value");
    let of_chunk = |rows: Range<usize>| {
        crate::group_sum_codes(isa, &codes[rows.clone()], &values[rows], threshold)
    };
    let mut totals = [EMPTY; GROUPS];
    for chunk in map_chunks(values.len(), of_chunk) {
        totals.iter_mut().zip(chunk).for_each(|(total, more)| *total += more);
    }
    totals
}

/// [`crate::group_sum`] of each chunk, added up from left to right.
///
/// # Panics
///
/// If the slices differ in length.
pub fn group_sum(
    isa: InstructionSet,
    keys: &[u128],
    values: &[f64],
    threshold: f64,
) -> BTreeMap<u128, f64> {
    assert_eq!(keys.len(), values.len(), "one key per value");
    let of_chunk =
        |rows: Range<usize>| crate::group_sum(isa, &keys[rows.clone()], &values[rows], threshold);
    let mut totals = BTreeMap::new();
    for chunk in map_chunks(values.len(), of_chunk) {
        merge(&mut totals, chunk);
    }
    totals
}

/// [`crate::haversine`] of each chunk, added up from left to right.
///
/// # Panics
///
/// If the slices differ in length.
pub fn haversine(isa: InstructionSet, routes: Routes<'_>, min_km: f64) -> Distance {
    let of_chunk = |rows| crate::haversine(isa, routes.slice(rows), min_km);
    let mut total = Distance::default();
    for chunk in map_chunks(routes.len(), of_chunk) {
        total.routes += chunk.routes;
        total.km += chunk.km;
    }
    total
}

fn add_up(chunks: Vec<f64>) -> f64 {
    chunks.into_iter().fold(0.0, |total, chunk| total + chunk)
}
