//! The same sum with intrinsics, twice: with `#[target_feature]` and without it.
//!
//! `main` measures the two, and shows the instructions that they become.

use std::arch::x86_64::{_mm256_add_pd, _mm256_loadu_pd, _mm256_setzero_pd, _mm256_storeu_pd};

/// The sum of all lanes of four; values beyond the last four are left out.
///
/// The attribute allows AVX in this function. The intrinsics are inlined: each becomes one
/// instruction.
#[unsafe(no_mangle)]
#[target_feature(enable = "avx")]
pub(crate) fn sum_with_attribute(data: &[f64]) -> f64 {
    let (quads, _) = data.as_chunks::<4>();
    let mut register = _mm256_setzero_pd();
    for quad in quads {
        // SAFETY: `quad` is four `f64`, and this load needs no alignment.
        register = _mm256_add_pd(register, unsafe { _mm256_loadu_pd(quad.as_ptr()) });
    }
    let mut lanes = [0.0; 4];
    // SAFETY: `lanes` is four `f64`, and this store needs no alignment.
    unsafe { _mm256_storeu_pd(lanes.as_mut_ptr(), register) };
    lanes.iter().sum()
}

/// The same, but code without AVX cannot inline code with AVX: each intrinsic is a function call,
/// and the register travels through memory.
///
/// # Safety
///
/// The processor must have AVX.
#[unsafe(no_mangle)]
pub(crate) unsafe fn sum_without_attribute(data: &[f64]) -> f64 {
    let (quads, _) = data.as_chunks::<4>();
    // SAFETY: the caller vouches for AVX, here and below.
    let mut register = unsafe { _mm256_setzero_pd() };
    for quad in quads {
        // SAFETY: `quad` is four `f64`, and this load needs no alignment.
        register = unsafe { _mm256_add_pd(register, _mm256_loadu_pd(quad.as_ptr())) };
    }
    let mut lanes = [0.0; 4];
    // SAFETY: `lanes` is four `f64`, and this store needs no alignment.
    unsafe { _mm256_storeu_pd(lanes.as_mut_ptr(), register) };
    lanes.iter().sum()
}
