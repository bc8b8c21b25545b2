//! Portable reductions with independent accumulators.
//!
//! A chain of additions into one variable runs at the latency of an addition, 3 or 4 cycles each,
//! and the compiler may not break the chain, since that would change the rounding. With `N` lanes
//! the programmer breaks it: value `i` goes to lane `i % N`.

/// Adds `term(value)` over `values` in `N` lanes.
///
/// The order of additions: lane `j` starts at +0.0 and adds the terms at `j`, `j + N`, `j + 2N` …
/// as far as whole blocks of `N` go; [`fold`] adds up the lanes; the terms of the last, incomplete
/// block follow from left to right.
#[inline(always)]
pub(crate) fn add_up<const N: usize>(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let (blocks, tail) = values.as_chunks::<N>();
    let mut lanes = [0.0; N];
    for block in blocks {
        for (lane, &value) in lanes.iter_mut().zip(block) {
            *lane += term(value);
        }
    }
    finish(&mut lanes, tail, term)
}

/// Folds the lanes and adds the terms of `tail` from left to right.
#[inline(always)]
pub(crate) fn finish(lanes: &mut [f64], tail: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    tail.iter().fold(fold(lanes), |total, &value| total + term(value))
}

/// Adds the upper half of the lanes to the lower half, until one is left.
///
/// The number of lanes must be a power of two.
#[inline(always)]
pub(crate) fn fold(lanes: &mut [f64]) -> f64 {
    debug_assert!(lanes.len().is_power_of_two());
    let mut len = lanes.len();
    while len > 1 {
        len /= 2;
        for lane in 0..len {
            lanes[lane] += lanes[lane + len];
        }
    }
    lanes[0]
}
