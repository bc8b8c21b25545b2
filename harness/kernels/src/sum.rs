//! The sum of a column.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

use crate::isa::{InstructionSet, Kind};
use crate::lanes::add_up;
#[cfg(target_arch = "x86_64")]
use crate::x86::{add_up_256, add_up_512};

/// Lanes per stream of the vector forms: for all four streams, 16 registers of 256 bits or 8 of 512.
const LANES: usize = 16;

/// The sum of `n` values.
///
/// The scalar form adds from left to right, the others in four streams of 16 lanes: the slice, as far
/// as its length is a multiple of 64, is cut into quarters; in quarter `q`, value `i` goes to lane
/// `16 q + i % 16`; the upper half of the lanes is added to the lower half until one is left; and the
/// rest follows from left to right.
///
/// The error is at most `(n - 1) * 2^-53 * Σ|x|` to first order, for any order of additions
/// (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., section 4.2). NaN and
/// `inf - inf` give NaN. An empty slice, and one of nothing but -0.0, gives +0.0.
pub fn sum(isa: InstructionSet, values: &[f64]) -> f64 {
    match isa.kind() {
        Kind::Scalar => scalar(values),
        Kind::Lanes => add_up::<LANES>(values, |value| value),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX2.
        Kind::Avx2 => unsafe { avx2(values) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX-512.
        Kind::Avx512 => unsafe { avx512(values) },
    }
}

/// The sum of the values that are numbers: NaN counts as missing. Otherwise like [`sum`].
pub fn sum_numbers(isa: InstructionSet, values: &[f64]) -> f64 {
    match isa.kind() {
        Kind::Scalar => scalar_numbers(values),
        Kind::Lanes => add_up::<LANES>(values, zero_for_nan),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX2.
        Kind::Avx2 => unsafe { avx2_numbers(values) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX-512.
        Kind::Avx512 => unsafe { avx512_numbers(values) },
    }
}

fn scalar(values: &[f64]) -> f64 {
    let mut total = 0.0;
    for value in values {
        total += value;
    }
    total
}

fn scalar_numbers(values: &[f64]) -> f64 {
    let mut total = 0.0;
    for value in values {
        if !value.is_nan() {
            total += value;
        }
    }
    total
}

#[inline(always)]
fn zero_for_nan(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(values: &[f64]) -> f64 {
    add_up_256::<{ LANES / 4 }>(values, |values| values, |value| value)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512(values: &[f64]) -> f64 {
    add_up_512::<{ LANES / 8 }>(values, |values| values, |value| value)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2_numbers(values: &[f64]) -> f64 {
    // A value compares as ordered with itself unless it is NaN; the mask is all ones or all zeros.
    let term = |values| {
        let is_number = _mm256_cmp_pd::<_CMP_ORD_Q>(values, values);
        _mm256_and_pd(values, is_number)
    };
    add_up_256::<{ LANES / 4 }>(values, term, zero_for_nan)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512_numbers(values: &[f64]) -> f64 {
    let term = |values| {
        let is_number = _mm512_cmp_pd_mask::<_CMP_ORD_Q>(values, values);
        _mm512_maskz_mov_pd(is_number, values)
    };
    add_up_512::<{ LANES / 8 }>(values, term, zero_for_nan)
}
