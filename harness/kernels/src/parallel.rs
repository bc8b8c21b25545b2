//! The kernels on all threads of the current Rayon pool.
//!
//! The rows are cut into chunks, each chunk runs one kernel, and the results are combined in a binary
//! tree. Chunks and tree depend on the number of rows alone: neither the number of threads nor the
//! order in which they finish changes a bit of the answer.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::group_sum::merge;
use crate::{Distance, InstructionSet, Routes, Totals};

/// Fewest rows of a chunk: half a mebibyte per column of numbers, small enough to share 1M rows
/// among 16 threads and large enough that handing it out costs nothing.
pub const CHUNK_ROWS: usize = 1 << 16;

/// Calls `kernel` for each chunk of `0..rows` and combines the results with `merge`, two neighbors
/// at a time.
///
/// The chunks and the tree of merges depend only on `rows` and `chunk_rows`, and results are merged
/// as soon as both are there, so that few are held at once. Without rows, the kernel is called once
/// with `0..0`.
///
/// # Panics
///
/// If `chunk_rows` is 0.
pub fn reduce<T: Send>(
    rows: usize,
    chunk_rows: usize,
    kernel: impl Fn(Range<usize>) -> T + Sync,
    merge: impl Fn(T, T) -> T + Sync,
) -> T {
    let chunks = rows.div_ceil(chunk_rows).max(1);
    let chunk = |index: usize| kernel(index * chunk_rows..((index + 1) * chunk_rows).min(rows));
    reduce_chunks(0..chunks, &chunk, &merge)
}

fn reduce_chunks<T: Send>(
    chunks: Range<usize>,
    chunk: &(impl Fn(usize) -> T + Sync),
    merge: &(impl Fn(T, T) -> T + Sync),
) -> T {
    if chunks.len() == 1 {
        return chunk(chunks.start);
    }
    let middle = chunks.start + chunks.len() / 2;
    let (left, right) = rayon::join(
        || reduce_chunks(chunks.start..middle, chunk, merge),
        || reduce_chunks(middle..chunks.end, chunk, merge),
    );
    merge(left, right)
}

/// [`crate::sum`] of each chunk, added up in the tree.
pub fn sum(isa: InstructionSet, values: &[f64]) -> f64 {
    add_up(values.len(), |rows| crate::sum(isa, &values[rows]))
}

/// [`crate::sum_numbers`] of each chunk, added up in the tree.
pub fn sum_numbers(isa: InstructionSet, values: &[f64]) -> f64 {
    add_up(values.len(), |rows| crate::sum_numbers(isa, &values[rows]))
}

/// [`crate::filter_map_sum`] of each chunk, added up in the tree.
pub fn filter_map_sum(isa: InstructionSet, values: &[f64], threshold: f64) -> f64 {
    add_up(values.len(), |rows| crate::filter_map_sum(isa, &values[rows], threshold))
}

/// [`crate::group_sum_codes`] of each chunk, added up in the tree.
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
    let merge = |left: Totals, right: Totals| std::array::from_fn(|code| left[code] + right[code]);
    reduce(values.len(), CHUNK_ROWS, of_chunk, merge)
}

/// [`crate::group_sum`] of each chunk, added up in the tree.
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
    let merge = |mut left, right| {
        merge(&mut left, right);
        left
    };
    reduce(values.len(), CHUNK_ROWS, of_chunk, merge)
}

/// [`crate::haversine`] of each chunk, added up in the tree.
///
/// # Panics
///
/// If the slices differ in length.
pub fn haversine(isa: InstructionSet, routes: Routes<'_>, min_km: f64) -> Distance {
    let of_chunk = |rows| crate::haversine(isa, routes.slice(rows), min_km);
    reduce(routes.len(), CHUNK_ROWS, of_chunk, |left, right| left + right)
}

fn add_up(rows: usize, kernel: impl Fn(Range<usize>) -> f64 + Sync) -> f64 {
    reduce(rows, CHUNK_ROWS, kernel, |left, right| left + right)
}
