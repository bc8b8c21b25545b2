//! When a difference may be called one.

use serde::{Deserialize, Serialize};

use super::ratio::Ratio;

/// Differences up to this share are of no practical interest.
pub const TOLERANCE: f64 = 0.03;

/// With fewer samples no resampling can tell signal from luck: the range of five values covers the
/// true median with a chance of 94 %, that of four with 88 %.
pub const MIN_SAMPLES: usize = 5;

/// Accepted chance of calling at least one difference in a table that is none.
const ALPHA: f64 = 0.05;

/// What a ratio shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Faster,
    Slower,
    /// The difference, if any, is within [`TOLERANCE`].
    Tie,
    /// The samples do not decide.
    Inconclusive,
}

impl Verdict {
    /// Judges `ratio`, whose p-value after correction is `adjusted_p`.
    ///
    /// A difference has to exclude 1, survive the correction and be larger than both [`TOLERANCE`]
    /// and `noise_floor`, the difference that two workers of the same engine show (as a logarithm).
    pub fn of(ratio: &Ratio, adjusted_p: f64, noise_floor: f64) -> Self {
        let threshold = TOLERANCE.max(noise_floor.exp_m1());
        let real = ratio.samples >= MIN_SAMPLES
            && !ratio.interval.contains(1.0)
            && adjusted_p < ALPHA
            && ratio.estimate.max(1.0 / ratio.estimate) - 1.0 > threshold;
        let within = |bound: f64| (1.0 / (1.0 + TOLERANCE)..=1.0 + TOLERANCE).contains(&bound);
        match ratio.estimate {
            estimate if real && estimate < 1.0 => Self::Faster,
            _ if real => Self::Slower,
            _ if ratio.samples < MIN_SAMPLES => Self::Inconclusive,
            _ if within(ratio.interval.low) && within(ratio.interval.high) => Self::Tie,
            _ => Self::Inconclusive,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Faster => "faster",
            Self::Slower => "slower",
            Self::Tie => "tie",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// Corrects p-values for their number (Holm, "A simple sequentially rejective multiple test
/// procedure", 1979): the i-th smallest of `m` is multiplied by `m - i`, and none may end up below a
/// smaller one. The order is kept.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut ascending: Vec<usize> = (0..p_values.len()).collect();
    ascending.sort_by(|&i, &j| p_values[i].total_cmp(&p_values[j]));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut largest = 0.0f64;
    for (rank, &index) in ascending.iter().enumerate() {
        let remaining = (p_values.len() - rank) as f64;
        largest = largest.max((p_values[index] * remaining).min(1.0));
        adjusted[index] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::super::Interval;
    use super::*;

    #[track_caller]
    fn check(estimate: f64, low: f64, high: f64, noise_floor: f64, expected: Verdict) {
        let interval = Interval { low, high };
        let ratio = Ratio { estimate, interval, p_value: 0.001, samples: 10, paired: true };
        assert_eq!(Verdict::of(&ratio, 0.001, noise_floor), expected);
    }

    #[test]
    fn clear_differences() {
        check(1.20, 1.15, 1.25, 0.01, Verdict::Slower);
        check(0.80, 0.75, 0.85, 0.01, Verdict::Faster);
    }

    #[test]
    fn small_differences_are_ties_even_if_certain() {
        check(1.02, 1.01, 1.029, 0.0, Verdict::Tie);
        check(0.99, 0.98, 1.00, 0.0, Verdict::Tie);
    }

    #[test]
    fn differences_below_the_noise_floor_are_inconclusive() {
        check(1.08, 1.05, 1.12, 0.10, Verdict::Inconclusive);
        check(1.08, 1.05, 1.12, 0.05, Verdict::Slower);
    }

    #[test]
    fn wide_intervals_are_inconclusive() {
        check(1.10, 0.95, 1.30, 0.01, Verdict::Inconclusive);
    }

    #[test]
    fn neither_a_weak_p_value_nor_few_samples_decide() {
        let interval = Interval { low: 1.4, high: 1.6 };
        let ratio = Ratio { estimate: 1.5, interval, p_value: 0.02, samples: 10, paired: true };
        assert_eq!(Verdict::of(&ratio, 0.08, 0.0), Verdict::Inconclusive);
        let few = Ratio { samples: MIN_SAMPLES - 1, ..ratio };
        assert_eq!(Verdict::of(&few, 0.001, 0.0), Verdict::Inconclusive);
    }

    #[test]
    fn holm_by_hand() {
        // Sorted 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1: 0.04, 0.06, 0.06, and 0.04 raised to 0.06.
        let adjusted = holm(&[0.03, 0.01, 0.04, 0.02]);
        for (found, expected) in adjusted.iter().zip([0.06, 0.04, 0.06, 0.06]) {
            assert!((found - expected).abs() < 1e-15, "{adjusted:?}");
        }
        assert!(holm(&[]).is_empty());
        assert_eq!(holm(&[0.7, 0.9]), [1.0, 1.0]);
    }
}
