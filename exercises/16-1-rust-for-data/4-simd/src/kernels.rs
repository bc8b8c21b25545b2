//! Eight loops over a column. The tests give this file to `rustc -C opt-level=3` and look at the
//! instructions of each function. Nothing here uses intrinsics: what becomes packed instructions,
//! which work on several values at a time, is the compiler's choice.

/// The sum, from left to right.
#[unsafe(no_mangle)]
fn sum_f64(data: &[f64]) -> f64 {
    let mut sum = 0.0;
    for value in data {
        sum += value;
    }
    sum
}

/// The same loop on integers, which wrap around where they overflow.
#[unsafe(no_mangle)]
fn sum_i64(data: &[i64]) -> i64 {
    let mut sum = 0_i64;
    for value in data {
        sum = sum.wrapping_add(*value);
    }
    sum
}

/// Multiplies each value by `factor`, in place.
#[unsafe(no_mangle)]
fn scale_f64(data: &mut [f64], factor: f64) {
    for value in data {
        *value *= factor;
    }
}

/// Eight sums side by side: `sums[k]` adds up every eighth value, beginning at `k`.
#[unsafe(no_mangle)]
fn sum_8_f64(data: &[f64], sums: &mut [f64; 8]) {
    let (blocks, _) = data.as_chunks::<8>();
    let mut lanes = *sums;
    for block in blocks {
        for k in 0..8 {
            lanes[k] += block[k];
        }
    }
    *sums = lanes;
}

/// The smallest value; infinity if there is none.
#[unsafe(no_mangle)]
fn min_f64(data: &[f64]) -> f64 {
    data.iter().copied().fold(f64::INFINITY, f64::min)
}

/// How many values are above `threshold`.
#[unsafe(no_mangle)]
fn count_above(data: &[f64], threshold: f64) -> usize {
    data.iter().filter(|&&value| value > threshold).count()
}

/// Replaces each value by the sum of all values up to it.
#[unsafe(no_mangle)]
fn running_sum(data: &mut [i64]) {
    let mut sum = 0_i64;
    for value in data {
        sum = sum.wrapping_add(*value);
        *value = sum;
    }
}

/// The position of the first value that equals `wanted`.
#[unsafe(no_mangle)]
fn find_first(data: &[i64], wanted: i64) -> Option<usize> {
    data.iter().position(|&value| value == wanted)
}
