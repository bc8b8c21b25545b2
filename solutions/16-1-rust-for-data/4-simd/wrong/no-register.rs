//! fails: avx_adds_whole_registers
//! hint_en: The bits are right, and nothing here is AVX by your own hand. Keep the 4 lanes in one
//! register: load 4 values with `_mm256_loadu_pd` and add them with `_mm256_add_pd`.
//! hint_es: Los bits son correctos, pero aquí no hay AVX de tu mano. Guarda los 4 carriles en un
//! registro: carga 4 valores con `_mm256_loadu_pd` y súmalos con `_mm256_add_pd`.

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx")]
fn sum_avx(data: &[f64]) -> f64 {
    // solution:begin sum_avx
    sum_lanes(data)
    // solution:end
}
