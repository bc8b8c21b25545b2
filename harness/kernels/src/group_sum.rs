//! Filter, group and sum in one pass, for few groups.
//!
//! Three things slow down the obvious loop, and the vector forms avoid each. A branch on the
//! threshold is mispredicted: they add [`EMPTY`] instead. A hash table compares and probes: they
//! use a perfect hash. And `total[group] += value` waits for the last addition to the same group:
//! row `i` adds to column `i % 8` of the group's totals.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
use std::collections::{BTreeMap, HashMap};

use crate::isa::{InstructionSet, Kind};
use crate::lanes::fold;
use crate::slots::KeySlots;

/// Number of groups that a one-byte code can name.
pub const GROUPS: usize = 256;

/// The sum of a group without rows: -0.0, the one number that changes no other when added to it.
///
/// A group with rows never has this sum, because each value is added as `x + 0.0`, which turns -0.0
/// into +0.0. Compare bits: `-0.0 == 0.0`.
pub const EMPTY: f64 = -0.0;

/// The sum of each group by its code; [`EMPTY`] for a group without rows.
pub type Totals = [f64; GROUPS];

/// Columns per group in the vector forms, and rows between two rounds of them.
const COLUMNS: usize = 8;

/// Rows whose codes are looked up before their values are added. A multiple of [`COLUMNS`].
const BLOCK_ROWS: usize = 256;

/// Bytes that travel from memory together.
#[cfg(target_arch = "x86_64")]
const CACHE_LINE_BYTES: usize = 64;

/// Rows between a block and the one that is fetched meanwhile. The processor fetches ahead by
/// itself, but not beyond a page of memory: 4 KiB, a single block of keys.
const ROWS_AHEAD: usize = 2 * BLOCK_ROWS;

/// The sum of `values[i]` by `codes[i]`, over the rows with `values[i] > threshold`.
///
/// Both slices have `n` rows. The scalar form adds from left to right. The vector forms keep eight
/// partial sums per group: row `i` goes to number `i % 8`, and at the end the upper half is added to
/// the lower half until one is left. The error of each sum is bounded as in [`crate::sum`]. NaN is
/// filtered out.
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
    match isa.kind() {
        Kind::Scalar => codes_scalar(codes, values, threshold),
        Kind::Lanes => codes_in_columns(codes, values, threshold),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX2.
        Kind::Avx2 => unsafe { codes_avx2(codes, values, threshold) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX-512.
        Kind::Avx512 => unsafe { codes_avx512(codes, values, threshold) },
    }
}

/// The sum of `values[i]` by `keys[i]`, over the rows with `values[i] > threshold`. Groups without
/// such a row are left out.
///
/// A key is an Arrow string view: 16 bytes that hold the length and the text itself if that has at
/// most 12 bytes. A longer text has the place where it is stored instead, so that one text may have
/// several keys, whose sums the caller adds up.
///
/// The vector forms work like [`group_sum_codes`] after looking up a code for each key. Once there
/// are more than 31 distinct keys, the remaining rows go through the scalar form, and its sums are
/// added at the end.
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
    match isa.kind() {
        Kind::Scalar => keys_scalar(keys, values, threshold),
        Kind::Lanes => keys_in_blocks(keys, values, threshold),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX2.
        Kind::Avx2 => unsafe { keys_avx2(keys, values, threshold) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX-512.
        Kind::Avx512 => unsafe { keys_avx512(keys, values, threshold) },
    }
}

fn codes_scalar(codes: &[u8], values: &[f64], threshold: f64) -> Totals {
    let mut totals = [EMPTY; GROUPS];
    for (&code, &value) in codes.iter().zip(values) {
        if value > threshold {
            totals[usize::from(code)] += value + 0.0;
        }
    }
    totals
}

fn keys_scalar(keys: &[u128], values: &[f64], threshold: f64) -> BTreeMap<u128, f64> {
    let mut totals = HashMap::new();
    for (&key, &value) in keys.iter().zip(values) {
        if value > threshold {
            *totals.entry(key).or_insert(0.0) += value;
        }
    }
    totals.into_iter().collect()
}

#[inline(always)]
fn codes_in_columns(codes: &[u8], values: &[f64], threshold: f64) -> Totals {
    let mut columns = Columns::new();
    columns.add(codes, values, threshold);
    std::array::from_fn(|code| columns.total(code as u8))
}

#[inline(always)]
fn keys_in_blocks(keys: &[u128], values: &[f64], threshold: f64) -> BTreeMap<u128, f64> {
    let mut slots = KeySlots::new();
    let mut columns = Columns::new();
    let mut codes = [0; BLOCK_ROWS];
    let mut done = 0;
    for start in (0..keys.len()).step_by(BLOCK_ROWS) {
        fetch(block(keys, start + ROWS_AHEAD));
        fetch(block(values, start + ROWS_AHEAD));
        let (keys, values) = (block(keys, start), block(values, start));
        let codes = &mut codes[..keys.len()];
        if !slots.look_up(keys, codes) {
            if columns.learn(&mut slots, keys).is_err() {
                break;
            }
            slots.look_up(keys, codes);
        }
        columns.add(codes, values, threshold);
        done += keys.len();
    }
    let mut totals = keys_scalar(&keys[done..], &values[done..], threshold);
    merge(&mut totals, slots.entries().map(|(key, code)| (key, columns.total(code))));
    totals
}

/// The rows of the block that begins at `start`: none beyond the end.
#[inline(always)]
fn block<T>(rows: &[T], start: usize) -> &[T] {
    let end = (start + BLOCK_ROWS).min(rows.len());
    rows.get(start..end).unwrap_or_default()
}

/// Asks for `rows` to be brought into the first cache.
#[inline(always)]
fn fetch<T>(rows: &[T]) {
    #[cfg(target_arch = "x86_64")]
    for line in rows.chunks(CACHE_LINE_BYTES / size_of::<T>()) {
        // SAFETY: every x86-64 processor has SSE; fetching ahead reads nothing that a program can
        // see, and the address is that of a row.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = rows;
}

/// Adds sums to the groups in `totals`, and leaves out those without rows.
pub(crate) fn merge(totals: &mut BTreeMap<u128, f64>, more: impl IntoIterator<Item = (u128, f64)>) {
    for (key, total) in more {
        if total.to_bits() != EMPTY.to_bits() {
            *totals.entry(key).or_insert(EMPTY) += total;
        }
    }
}

/// Eight partial sums for each of 256 groups; a group's sums share one cache line.
#[repr(align(64))]
struct Columns([[f64; COLUMNS]; GROUPS]);

impl Columns {
    fn new() -> Self {
        Self([[EMPTY; COLUMNS]; GROUPS])
    }

    fn total(&self, code: u8) -> f64 {
        fold(&mut self.0[usize::from(code)].clone())
    }

    #[inline(always)]
    fn add(&mut self, codes: &[u8], values: &[f64], threshold: f64) {
        let (code_rounds, codes) = codes.as_chunks::<COLUMNS>();
        let (value_rounds, values) = values.as_chunks::<COLUMNS>();
        for (codes, values) in code_rounds.iter().zip(value_rounds) {
            let terms = values.map(|value| term(value, threshold));
            for column in 0..COLUMNS {
                self.0[usize::from(codes[column])][column] += terms[column];
            }
        }
        for (column, (&code, &value)) in codes.iter().zip(values).enumerate() {
            self.0[usize::from(code)][column] += term(value, threshold);
        }
    }

    /// Makes `slots` learn the unknown ones among `keys`, and moves the sums of the known ones to
    /// their new slots.
    #[cold]
    fn learn(
        &mut self,
        slots: &mut KeySlots,
        keys: &[u128],
    ) -> Result<(), crate::slots::TooManyKeys> {
        let before: Vec<_> = slots.entries().collect();
        slots.learn(keys)?;
        let old = std::mem::replace(self, Self::new());
        // Known keys come first, in the same order.
        for ((_, from), (_, to)) in before.into_iter().zip(slots.entries()) {
            self.0[usize::from(to)] = old.0[usize::from(from)];
        }
        Ok(())
    }
}

/// What a row adds to its group.
#[inline(always)]
fn term(value: f64, threshold: f64) -> f64 {
    if value > threshold { value + 0.0 } else { EMPTY }
}

// The same source, compiled for wider registers: the compiler turns the comparison with the
// threshold into vector instructions. The look-up and the scattered additions are scalar on every
// processor.

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn codes_avx2(codes: &[u8], values: &[f64], threshold: f64) -> Totals {
    codes_in_columns(codes, values, threshold)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl")]
fn codes_avx512(codes: &[u8], values: &[f64], threshold: f64) -> Totals {
    codes_in_columns(codes, values, threshold)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn keys_avx2(keys: &[u128], values: &[f64], threshold: f64) -> BTreeMap<u128, f64> {
    keys_in_blocks(keys, values, threshold)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl")]
fn keys_avx512(keys: &[u128], values: &[f64], threshold: f64) -> BTreeMap<u128, f64> {
    keys_in_blocks(keys, values, threshold)
}
