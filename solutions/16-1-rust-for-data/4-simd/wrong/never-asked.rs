//! fails: best_asks_the_processor_first
//! hint_en: `cfg(target_arch)` says for what the program was built, not where it runs: there are
//! x86-64 processors without AVX. Ask `is_x86_feature_detected!("avx")` before you call `sum_avx`.
//! hint_es: `cfg(target_arch)` dice para qué se compiló el programa, no dónde corre: hay
//! procesadores x86-64 sin AVX. Pregunta `is_x86_feature_detected!("avx")` antes de llamar a
//! `sum_avx`.

fn sum_best(data: &[f64]) -> f64 {
    // solution:begin sum_best
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every processor that can run this program is one of x86-64.
    return unsafe { sum_avx(data) };
    #[cfg(not(target_arch = "x86_64"))]
    return sum_lanes(data);
    // solution:end
}
