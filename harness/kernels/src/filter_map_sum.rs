//! Filter, map and sum in one pass.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

use crate::isa::{InstructionSet, Kind};
use crate::lanes::add_up;
#[cfg(target_arch = "x86_64")]
use crate::x86::{add_up_256, add_up_512};

/// Lanes per stream of the vector forms. Half as many as in [`crate::sum`], because the comparison
/// needs registers as well.
const LANES: usize = 8;

/// The sum of `2 * x` over the `x` among `n` values with `x > threshold`.
///
/// Half of the tests may go either way, so a branch would be mispredicted all the time: the vector
/// forms add zero for a value that is filtered out. The order of additions is that of
/// [`crate::sum`] with half as many lanes, and so is the error, over the terms `2 * x`. NaN compares false and
/// is filtered out, as by `WHERE` in SQL; infinities follow IEEE 754. Without any such `x` the sum
/// is +0.0.
pub fn filter_map_sum(isa: InstructionSet, values: &[f64], threshold: f64) -> f64 {
    match isa.kind() {
        Kind::Scalar => scalar(values, threshold),
        Kind::Lanes => add_up::<LANES>(values, |value| term(value, threshold)),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX2.
        Kind::Avx2 => unsafe { avx2(values, threshold) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX-512.
        Kind::Avx512 => unsafe { avx512(values, threshold) },
    }
}

fn scalar(values: &[f64], threshold: f64) -> f64 {
    let mut total = 0.0;
    for &value in values {
        if value > threshold {
            total += value * 2.0;
        }
    }
    total
}

#[inline(always)]
fn term(value: f64, threshold: f64) -> f64 {
    if value > threshold { value * 2.0 } else { 0.0 }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(values: &[f64], threshold: f64) -> f64 {
    let limit = _mm256_set1_pd(threshold);
    let double_above = |values| {
        let above = _mm256_cmp_pd::<_CMP_GT_OQ>(values, limit);
        _mm256_and_pd(_mm256_add_pd(values, values), above)
    };
    add_up_256::<{ LANES / 4 }>(values, double_above, |value| term(value, threshold))
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512(values: &[f64], threshold: f64) -> f64 {
    let limit = _mm512_set1_pd(threshold);
    let double_above = |values| {
        let above = _mm512_cmp_pd_mask::<_CMP_GT_OQ>(values, limit);
        _mm512_maskz_add_pd(above, values, values)
    };
    add_up_512::<{ LANES / 8 }>(values, double_above, |value| term(value, threshold))
}
