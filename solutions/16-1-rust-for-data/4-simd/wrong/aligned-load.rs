//! fails: avx_reads_from_any_address
//! hint_en: `_mm256_load_pd` reads from multiples of 32 bytes only; elsewhere the processor stops
//! the program. A `Vec<f64>` promises multiples of 8. Use `_mm256_loadu_pd`, for unaligned.
//! hint_es: `_mm256_load_pd` solo lee de múltiplos de 32 bytes; en otra dirección el procesador
//! detiene el programa. Un `Vec<f64>` promete múltiplos de 8. Usa `_mm256_loadu_pd`, sin alinear.

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx")]
fn sum_avx(data: &[f64]) -> f64 {
    // solution:begin sum_avx
    use std::arch::x86_64::{_mm256_add_pd, _mm256_load_pd, _mm256_setzero_pd, _mm256_storeu_pd};

    let (quads, tail) = data.as_chunks::<4>();
    let mut register = _mm256_setzero_pd();
    for quad in quads {
        // SAFETY: `quad` is four `f64` in a row.
        register = _mm256_add_pd(register, unsafe { _mm256_load_pd(quad.as_ptr()) });
    }
    let mut lanes = [0.0; 4];
    // SAFETY: `lanes` has room for four `f64`, and this store needs no alignment.
    unsafe { _mm256_storeu_pd(lanes.as_mut_ptr(), register) };
    let sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    tail.iter().fold(sum, |sum, x| sum + x)
    // solution:end
}
