//! How many times slower one thing is than another.

use super::bootstrap::{Distribution, Interval};
use super::descriptive::{median, median_in_place};
use super::verdict::MIN_SAMPLES;

/// A ratio of times, left over right: above 1 the left is slower.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    pub estimate: f64,
    pub interval: Interval,
    /// How surprising these times would be if the true ratio were 1, without correction for the
    /// number of comparisons.
    pub p_value: f64,
    /// Values behind the estimate: pairs, or the smaller of the two samples.
    pub samples: usize,
    /// Whether both sides were compared within blocks.
    pub paired: bool,
}

impl Ratio {
    /// Compares two series of `(block, seconds)`: within blocks if they share at least
    /// [`MIN_SAMPLES`] of them, otherwise as two independent samples. Blocks must be unique within a
    /// series and times positive. `None` if either side has fewer than two times.
    pub fn between(left: &[(u32, f64)], right: &[(u32, f64)]) -> Option<Self> {
        let logs = paired_logs(left, right);
        if logs.len() >= MIN_SAMPLES {
            return Self::paired(&logs);
        }
        let seconds = |series: &[(u32, f64)]| series.iter().map(|&(_, s)| s).collect::<Vec<_>>();
        Self::unpaired(&seconds(left), &seconds(right))
    }

    /// The Hodges-Lehmann estimate from `ln(left / right)` of each block.
    pub fn paired(logs: &[f64]) -> Option<Self> {
        let distribution = Distribution::of(logs, |resample| hodges_lehmann_of(resample))?;
        Some(Self::new(hodges_lehmann(logs)?, &distribution, logs.len(), true))
    }

    /// The ratio of the medians.
    pub fn unpaired(left: &[f64], right: &[f64]) -> Option<Self> {
        let logs = |seconds: &[f64]| seconds.iter().map(|s| s.ln()).collect::<Vec<_>>();
        let distribution = Distribution::of_median_difference(&logs(left), &logs(right))?;
        let estimate = (median(left)? / median(right)?).ln();
        Some(Self::new(estimate, &distribution, left.len().min(right.len()), false))
    }

    fn new(log: f64, distribution: &Distribution, samples: usize, paired: bool) -> Self {
        Self {
            estimate: log.exp(),
            interval: distribution.interval().map(f64::exp),
            p_value: distribution.p_value(),
            samples,
            paired,
        }
    }
}

/// `ln(left / right)` of every block that both series have, in the order of `left`.
fn paired_logs(left: &[(u32, f64)], right: &[(u32, f64)]) -> Vec<f64> {
    let find = |block| right.iter().find(|(other, _)| *other == block);
    left.iter().filter_map(|&(block, l)| find(block).map(|&(_, r)| (l / r).ln())).collect()
}

/// The median of the means of all pairs of values, each value also paired with itself (Hodges and
/// Lehmann, "Estimates of location based on rank tests", 1963): nearly as precise as the mean, and a
/// few wild values do not move it. `None` without values.
pub fn hodges_lehmann(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| hodges_lehmann_of(values))
}

fn hodges_lehmann_of(values: &[f64]) -> f64 {
    let pairs = values
        .iter()
        .enumerate()
        .flat_map(|(i, left)| values[i..].iter().map(move |right| (left + right) / 2.0));
    median_in_place(&mut pairs.collect::<Vec<f64>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times of `factor` in each of `n` blocks; every block is disturbed by a factor of its own.
    fn series(n: u32, factor: f64) -> Vec<(u32, f64)> {
        (0..n).map(|block| (block, factor * (1.0 + f64::from(block % 5)))).collect()
    }

    #[test]
    fn hodges_lehmann_by_hand() {
        // Means of pairs of 1, 2, 6: 1, 1.5, 3.5, 2, 4, 6. Their median is (2 + 3.5) / 2.
        assert_eq!(hodges_lehmann(&[1.0, 2.0, 6.0]), Some(2.75));
        assert_eq!(hodges_lehmann(&[4.0]), Some(4.0));
        assert_eq!(hodges_lehmann(&[]), None);
    }

    #[test]
    fn pairs_cancel_what_disturbs_a_whole_block() {
        let ratio = Ratio::between(&series(10, 2.0), &series(10, 1.0)).unwrap();
        assert!(ratio.paired);
        assert!((ratio.estimate - 2.0).abs() < 1e-12);
        assert!(ratio.interval.high - ratio.interval.low < 1e-9, "{ratio:?}");
        assert!(ratio.p_value < 1e-6, "{ratio:?}");
    }

    #[test]
    fn without_common_blocks_medians_are_compared() {
        let other: Vec<(u32, f64)> = series(10, 1.0).iter().map(|&(b, s)| (b + 50, s)).collect();
        let ratio = Ratio::between(&series(10, 2.0), &other).unwrap();
        assert!(!ratio.paired);
        assert!((ratio.estimate - 2.0).abs() < 1e-12);
        assert!(ratio.interval.high / ratio.interval.low > 2.0, "{ratio:?}");
    }

    #[test]
    fn swapping_the_sides_inverts_the_estimate() {
        let (left, right) = ([1.0, 1.2, 1.1, 5.0, 1.3], [2.0, 2.1, 2.3, 1.9, 2.2]);
        let forward = Ratio::unpaired(&left, &right).unwrap();
        let backward = Ratio::unpaired(&right, &left).unwrap();
        assert!((forward.estimate * backward.estimate - 1.0).abs() < 1e-12);
    }

    #[test]
    fn one_time_is_not_enough() {
        assert_eq!(Ratio::between(&series(1, 1.0), &series(10, 1.0)), None);
    }
}
