//! The reductions of [`crate::lanes`] in 256-bit and 512-bit registers.
//!
//! Each of the four streams has `R` registers, each of them 4 or 8 lanes. The order of additions is
//! that of [`crate::lanes::add_up`] with as many lanes, bit for bit. An addition takes 4 cycles and
//! two start in each, so at least 8 registers keep the adders busy.

use std::arch::x86_64::*;

use crate::lanes::{STREAMS, finish, streams};

/// Adds `term(value)` over `values` in `16 * R` lanes. `tail_term` is the same for one value.
#[inline]
#[target_feature(enable = "avx2")]
pub(crate) fn add_up_256<const R: usize>(
    values: &[f64],
    term: impl Fn(__m256d) -> __m256d,
    tail_term: impl Fn(f64) -> f64,
) -> f64 {
    let (quads, _) = values.as_chunks::<4>();
    let (blocks, _) = quads.as_chunks::<R>();
    let [a, b, c, d] = streams(blocks);
    let mut registers = [[_mm256_setzero_pd(); R]; STREAMS];
    for (((a, b), c), d) in a.iter().zip(b).zip(c).zip(d) {
        for (registers, block) in registers.iter_mut().zip([a, b, c, d]) {
            for (register, quad) in registers.iter_mut().zip(block) {
                // SAFETY: `quad` is four `f64`, and this load needs no alignment.
                let quad = unsafe { _mm256_loadu_pd(quad.as_ptr()) };
                *register = _mm256_add_pd(*register, term(quad));
            }
        }
    }
    let mut lanes = [[[0.0; 4]; R]; STREAMS];
    for (lanes, &register) in lanes.as_flattened_mut().iter_mut().zip(registers.as_flattened()) {
        // SAFETY: `lanes` is four `f64`, and this store needs no alignment.
        unsafe { _mm256_storeu_pd(lanes.as_mut_ptr(), register) };
    }
    let lanes = lanes.as_flattened_mut().as_flattened_mut();
    finish(lanes, &values[a.len() * lanes.len()..], tail_term)
}

/// Adds `term(value)` over `values` in `32 * R` lanes. `tail_term` is the same for one value.
#[inline]
#[target_feature(enable = "avx512f")]
pub(crate) fn add_up_512<const R: usize>(
    values: &[f64],
    term: impl Fn(__m512d) -> __m512d,
    tail_term: impl Fn(f64) -> f64,
) -> f64 {
    let (octets, _) = values.as_chunks::<8>();
    let (blocks, _) = octets.as_chunks::<R>();
    let [a, b, c, d] = streams(blocks);
    let mut registers = [[_mm512_setzero_pd(); R]; STREAMS];
    for (((a, b), c), d) in a.iter().zip(b).zip(c).zip(d) {
        for (registers, block) in registers.iter_mut().zip([a, b, c, d]) {
            for (register, octet) in registers.iter_mut().zip(block) {
                // SAFETY: `octet` is eight `f64`, and this load needs no alignment.
                let octet = unsafe { _mm512_loadu_pd(octet.as_ptr()) };
                *register = _mm512_add_pd(*register, term(octet));
            }
        }
    }
    let mut lanes = [[[0.0; 8]; R]; STREAMS];
    for (lanes, &register) in lanes.as_flattened_mut().iter_mut().zip(registers.as_flattened()) {
        // SAFETY: `lanes` is eight `f64`, and this store needs no alignment.
        unsafe { _mm512_storeu_pd(lanes.as_mut_ptr(), register) };
    }
    let lanes = lanes.as_flattened_mut().as_flattened_mut();
    finish(lanes, &values[a.len() * lanes.len()..], tail_term)
}
