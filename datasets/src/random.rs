//! Random numbers by position instead of by sequence.

/// The increment of SplitMix64: 2^64 divided by the golden ratio, rounded to odd.
const GOLDEN_GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// A stream of 64-bit random numbers in which every position can be read alone.
///
/// Position `i` holds the `i`-th output of SplitMix64 (Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014), whose state is a counter and can therefore be
/// reached by one multiplication.
#[derive(Debug, Clone, Copy)]
pub struct Stream {
    key: u64,
}

impl Stream {
    /// The stream of one column: the same `seed` and `name` always give the same numbers.
    pub fn new(seed: u64, name: &str) -> Self {
        let key = name.bytes().fold(mix(seed), |key, byte| mix(key ^ u64::from(byte)));
        Self { key }
    }

    /// The number at `position`, uniform over all of `u64`.
    #[inline]
    pub fn at(&self, position: u64) -> u64 {
        mix(self.key.wrapping_add(position.wrapping_add(1).wrapping_mul(GOLDEN_GAMMA)))
    }

    /// The number at `position`, uniform over `0..bound`. Returns 0 for `bound` 0.
    #[inline]
    pub fn below(&self, position: u64, bound: u64) -> u64 {
        scale(self.at(position), bound)
    }
}

/// Maps a uniform `u64` to `0..bound` by multiplication (Lemire, "Fast random integer generation in
/// an interval", 2019). The bias is below `bound` / 2^64.
#[inline]
pub(crate) fn scale(uniform: u64, bound: u64) -> u64 {
    ((u128::from(uniform) * u128::from(bound)) >> 64) as u64
}

/// Turns a probability into the threshold below which a uniform `u64` falls with that probability.
pub(crate) fn threshold(probability: f64) -> u64 {
    // The cast saturates, so that 1.0 becomes `u64::MAX`.
    (probability * 2f64.powi(64)) as u64
}

/// The finalizer of SplitMix64: a bijection on `u64` in which each input bit moves half the output.
#[inline]
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_independent_of_the_order_in_which_they_are_read() {
        let stream = Stream::new(42, "ventas.monto");
        let forward: Vec<u64> = (0..100).map(|i| stream.at(i)).collect();
        let backward: Vec<u64> = (0..100).rev().map(|i| stream.at(i)).collect();
        assert!(forward.iter().eq(backward.iter().rev()));
    }

    #[test]
    fn columns_and_seeds_have_streams_of_their_own() {
        let first = Stream::new(42, "ventas.monto").at(0);
        assert_ne!(first, Stream::new(42, "ventas.region").at(0));
        assert_ne!(first, Stream::new(43, "ventas.monto").at(0));
    }

    #[test]
    fn every_bit_is_set_half_the_time() {
        let stream = Stream::new(7, "bits");
        let draws = 100_000;
        for bit in 0..64 {
            let ones = (0..draws).filter(|&i| stream.at(i) >> bit & 1 == 1).count() as f64;
            // Six standard deviations of a fair coin: sqrt(100 000) / 2 = 158.
            assert!((ones - 50_000.0).abs() < 950.0, "bit {bit} was set {ones} times");
        }
    }

    #[test]
    fn below_covers_its_range_evenly() {
        let stream = Stream::new(7, "range");
        let mut counts = [0u32; 10];
        for i in 0..100_000 {
            counts[stream.below(i, 10) as usize] += 1;
        }
        assert!(counts.iter().all(|&n| (9_400..10_600).contains(&n)), "{counts:?}");
    }

    #[test]
    fn thresholds_of_certain_and_impossible() {
        assert_eq!(threshold(0.0), 0);
        assert_eq!(threshold(0.5), 1 << 63);
        assert_eq!(threshold(1.0), u64::MAX);
    }
}
