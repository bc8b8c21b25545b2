//! 16.1.4: One instruction, several values.
//!
//! The tests say what each function must do: `cargo ex 16.1.4`. Then `cargo ex run 16.1.4` runs
//! `main`, below: it shows rounding errors, machine instructions and nanoseconds per value.

mod assembly;
#[cfg(target_arch = "x86_64")]
mod intrinsics;
mod speed;

use datasets::{Dataset, Ventas};

/// Adds up from left to right, beginning at `0.0`: one value after the other.
///
/// As in every sum below, NaN or two infinities of opposite sign give NaN, and an empty sum is
/// `0.0`, never `-0.0`.
fn sum_scalar(data: &[f64]) -> f64 {
    todo!("add up {} values from left to right", data.len())
}

/// Adds up in 4 lanes, without `unsafe` and on any processor.
///
/// Every lane begins at `0.0`; lane `k` adds up `data[k]`, `data[k + 4]`, `data[k + 8]` and so on,
/// as far as there are 4 values for the 4 lanes. Then the lanes are added as `(lane 0 + lane 1) +
/// (lane 2 + lane 3)`, and up to 3 values are left: they are added to that, from left to right. The
/// order fixes every bit of the result.
fn sum_lanes(data: &[f64]) -> f64 {
    todo!("add up {} values in 4 lanes", data.len())
}

/// Adds up in `N` lanes, where `N` is 1 or more.
///
/// Every lane begins at `0.0`; lane `k` adds up `data[k]`, `data[k + N]` and so on, as far as there
/// are `N` values for the `N` lanes. Then the lanes are added from left to right, and after them
/// the values that are left, all into one sum that begins at `0.0`.
///
/// An addition takes several cycles, and the next one in the same lane has to wait for it. More
/// lanes give the processor something to do meanwhile.
fn sum_unrolled<const N: usize>(data: &[f64]) -> f64 {
    todo!("add up {} values in {N} lanes", data.len())
}

/// The sum of [`sum_lanes`] with the same bits; the 4 lanes are one register of 256 bits.
///
/// Load with `_mm256_loadu_pd`, add with `_mm256_add_pd`, and store the register with
/// `_mm256_storeu_pd` to get at its lanes. The load and the store go through a raw pointer: only
/// they need `unsafe`, and a `// SAFETY:` comment that says why the pointer is good. The data may
/// lie at any address that suits an `f64`.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx")]
fn sum_avx(data: &[f64]) -> f64 {
    todo!("add up {} values in one register", data.len())
}

/// The sum of [`sum_lanes`]: with `sum_avx` if the processor that runs this program says that it
/// has AVX, or else with `sum_lanes` itself.
///
/// The question is asked at run time: the program may be built on one machine and run on another.
/// `sum_avx` exists on x86-64 only, so the call has to be absent elsewhere. To call it from a
/// function without AVX is `unsafe`: a processor without AVX would meet instructions that it does
/// not know.
fn sum_best(data: &[f64]) -> f64 {
    todo!("choose how to add up {} values", data.len())
}

/// Your prediction: the names of the functions in `kernels.rs`, beside this file, that the compiler
/// turns into packed instructions without being asked to.
///
/// They are compiled with `-C opt-level=3` for any x86-64 processor, without further flags.
fn vectorized() -> Vec<&'static str> {
    todo!("read `kernels.rs` and name the loops that become packed")
}

fn main() {
    println!("1e16 + 1 + 1 + 1 - 1e16 + 1 + 1 + 1 is exactly 6. In floating point:");
    show_sums(&[1e16, 1.0, 1.0, 1.0, -1e16, 1.0, 1.0, 1.0]);

    let ventas = Ventas::new(&Dataset::with_rows(1_000_000));
    let montos = || (0..ventas.rows()).map(|row| ventas.row(row).monto);
    let amounts: Vec<f64> = montos().filter_map(|monto| monto.value()).collect();
    let cents: i64 = montos().filter_map(|monto| monto.cents()).sum();
    println!("\n{} sales are exactly {cents} cents. In floating point:", amounts.len());
    show_sums(&amounts);

    assembly::show(&vectorized());
    speed::show(&amounts);
}

fn show_sums(data: &[f64]) {
    println!("  from left to right  {:.9}", sum_scalar(data));
    println!("  in 4 lanes          {:.9}", sum_lanes(data));
    println!("  on this processor   {:.9}", sum_best(data));
    println!("  in 16 lanes         {:.9}", sum_unrolled::<16>(data));
}

#[cfg(test)]
mod tests;
