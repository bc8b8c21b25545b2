//! The machine instructions of `kernels.rs` and `intrinsics.rs`.

use std::collections::BTreeMap;

use checks::rustc;

/// The source of the eight loops.
const KERNELS: &str = include_str!("kernels.rs");
const INTRINSICS: &str = include_str!("intrinsics.rs");

/// What every x86-64 processor has: registers of 128 bits, for two `f64`.
pub(crate) const BASELINE: &str = "x86-64";

/// Processors since about 2013: AVX, AVX2 and FMA, registers of 256 bits.
const WITH_AVX2: &str = "x86-64-v3";

/// The packed arithmetic instructions of each kernel, in order, when compiled for `cpu`.
///
/// The assembly of x86-64 can be had on x86-64 only.
pub(crate) fn packed_instructions(cpu: &str) -> BTreeMap<String, Vec<String>> {
    let mut kernels = rustc::assembly(KERNELS, cpu);
    kernels.retain(|name, _| KERNELS.contains(&format!("fn {name}(")));
    kernels.values_mut().for_each(|instructions| instructions.retain(|name| is_packed(name)));
    kernels
}

/// Whether an instruction does arithmetic on several `f64` or `i64` at a time. AVX puts a `v` in
/// front.
///
/// `addpd` adds packed doubles, `paddq` packed quadwords, which are `i64`; `addsd` adds a single
/// double.
fn is_packed(mnemonic: &str) -> bool {
    let name = mnemonic.strip_prefix('v').unwrap_or(mnemonic);
    let arithmetic = ["add", "sub", "mul", "div", "min", "max", "cmp"];
    let doubles = name.ends_with("pd") && arithmetic.iter().any(|start| name.starts_with(start));
    doubles || ["paddq", "psubq"].contains(&name)
}

/// Prints the number of packed instructions in each kernel, beside the prediction, and the function
/// calls in the code with intrinsics.
pub(crate) fn show(predicted: &[&str]) {
    if !cfg!(target_arch = "x86_64") {
        println!("\nThe assembly of x86-64 can be had on x86-64 only.");
        return;
    }
    let (baseline, with_avx2) = (packed_instructions(BASELINE), packed_instructions(WITH_AVX2));
    println!("\nPacked instructions  predicted   {BASELINE:>7}  {WITH_AVX2:>9}");
    for (name, packed) in &baseline {
        let prediction = if predicted.contains(&name.as_str()) { "some" } else { "none" };
        println!("  {name:<18} {prediction:>9} {:>9} {:>10}", packed.len(), with_avx2[name].len());
    }

    let functions = rustc::assembly(INTRINSICS, BASELINE);
    println!("\nFunction calls in code with intrinsics, on {BASELINE}");
    for name in ["sum_with_attribute", "sum_without_attribute"] {
        let calls = functions[name].iter().filter(|name| name.starts_with("call")).count();
        println!("  {name:<24} {calls}");
    }
}
