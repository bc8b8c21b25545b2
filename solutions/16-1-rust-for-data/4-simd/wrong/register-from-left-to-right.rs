//! fails: avx_has_the_bits_of_the_lanes
//! hint_en: `lanes.iter().sum()` is `((lane 0 + lane 1) + lane 2) + lane 3`, which rounds in other
//! places than `(lane 0 + lane 1) + (lane 2 + lane 3)`. Floating-point addition is not associative.
//! hint_es: `lanes.iter().sum()` es `((carril 0 + carril 1) + carril 2) + carril 3`, que redondea
//! en otros sitios que `(carril 0 + carril 1) + (carril 2 + carril 3)`. La suma en coma flotante no
//! es asociativa.

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx")]
fn sum_avx(data: &[f64]) -> f64 {
    // solution:begin sum_avx
    use std::arch::x86_64::{_mm256_add_pd, _mm256_loadu_pd, _mm256_setzero_pd, _mm256_storeu_pd};

    let (quads, tail) = data.as_chunks::<4>();
    let mut register = _mm256_setzero_pd();
    for quad in quads {
        // SAFETY: `quad` is four `f64` in a row, and this load needs no alignment.
        register = _mm256_add_pd(register, unsafe { _mm256_loadu_pd(quad.as_ptr()) });
    }
    let mut lanes = [0.0; 4];
    // SAFETY: `lanes` has room for four `f64`, and this store needs no alignment.
    unsafe { _mm256_storeu_pd(lanes.as_mut_ptr(), register) };
    lanes.iter().chain(tail).fold(0.0, |sum, x| sum + x)
    // solution:end
}
