//! Portable reductions with independent accumulators.
//!
//! A chain of additions into one variable runs at the latency of an addition, 3 or 4 cycles each,
//! and the compiler may not break the chain, since that would change the rounding. With many lanes
//! the programmer breaks it.
//!
//! The values are read as four streams, each a quarter of the slice, because one stream does not
//! keep the memory busy: on a Sapphire Rapids server, one thread reads 14 GB/s from one stream and
//! 17 GB/s from four.

/// Streams that are read side by side.
pub(crate) const STREAMS: usize = 4;

/// Adds `term(value)` over `values` in `4 * W` lanes.
///
/// The order of additions: with `s` times `4 * W` values, rounded down, stream `q` holds the `s * W`
/// values from `q * s * W`. Lane `q * W + j` starts at +0.0 and adds the terms of stream `q` at `j`,
/// `j + W`, `j + 2W` …; [`fold`] adds up the lanes; the terms of the fewer than `4 * W` values
/// beyond the streams follow from left to right.
#[inline(always)]
pub(crate) fn add_up<const W: usize>(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let (blocks, _) = values.as_chunks::<W>();
    let [a, b, c, d] = streams(blocks);
    let mut lanes = [[0.0; W]; STREAMS];
    for (((a, b), c), d) in a.iter().zip(b).zip(c).zip(d) {
        for (lanes, block) in lanes.iter_mut().zip([a, b, c, d]) {
            for (lane, &value) in lanes.iter_mut().zip(block) {
                *lane += term(value);
            }
        }
    }
    finish(lanes.as_flattened_mut(), &values[a.len() * STREAMS * W..], term)
}

/// The four streams of equal length; up to three blocks at the end belong to none.
#[inline(always)]
pub(crate) fn streams<T>(blocks: &[T]) -> [&[T]; STREAMS] {
    let len = blocks.len() / STREAMS;
    std::array::from_fn(|stream| &blocks[stream * len..][..len])
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
