//! Intervals by resampling (Efron, "Bootstrap methods: another look at the jackknife", 1979).

use datasets::Stream;
use serde::{Deserialize, Serialize};

use super::descriptive::{median_in_place, sorted_quantile};

/// Resamples per interval. With 2 000 the ends of a 95 % interval rest on 50 resamples each.
const RESAMPLES: usize = 2_000;

/// Every interval uses the same random numbers, so that a report has the same bytes each time.
const SEED: u64 = 95;

/// A range of plausible values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// What a statistic could have been: its values over all resamples, ascending.
#[derive(Debug, Clone)]
pub struct Distribution(Vec<f64>);

impl Interval {
    /// Applies a rising function to both ends.
    pub fn map(self, function: impl Fn(f64) -> f64) -> Self {
        Self { low: function(self.low), high: function(self.high) }
    }

    pub fn contains(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

impl Distribution {
    /// Resamples `values` with replacement and takes `statistic` of each resample, which it may
    /// reorder. `None` for fewer than two values.
    pub fn of(values: &[f64], statistic: impl Fn(&mut [f64]) -> f64) -> Option<Self> {
        let draws = Draws::new("values", values)?;
        let mut resample = vec![0.0; values.len()];
        Some(Self::sorted((0..RESAMPLES).map(|round| {
            draws.fill(round, &mut resample);
            statistic(&mut resample)
        })))
    }

    /// The difference `median(left) - median(right)` over independent resamples of both. `None` if
    /// either has fewer than two values.
    pub fn of_median_difference(left: &[f64], right: &[f64]) -> Option<Self> {
        let (left_draws, right_draws) = (Draws::new("left", left)?, Draws::new("right", right)?);
        let (mut left, mut right) = (vec![0.0; left.len()], vec![0.0; right.len()]);
        Some(Self::sorted((0..RESAMPLES).map(|round| {
            left_draws.fill(round, &mut left);
            right_draws.fill(round, &mut right);
            median_in_place(&mut left) - median_in_place(&mut right)
        })))
    }

    /// The percentile interval that holds 95 % of the values.
    pub fn interval(&self) -> Interval {
        Interval { low: sorted_quantile(&self.0, 0.025), high: sorted_quantile(&self.0, 0.975) }
    }

    /// How surprising a true value of zero would be: twice the share of values on the far side of
    /// zero, counting one more, at most 1.
    ///
    /// If no value lies there, the resamples cannot tell how small the share is. It is then taken
    /// from the normal distribution with the same mean and spread, as long as that is smaller;
    /// otherwise no difference would survive a correction for more than some dozens of cells.
    pub fn p_value(&self) -> f64 {
        let not_above = self.0.partition_point(|&value| value <= 0.0);
        let not_below = self.0.len() - self.0.partition_point(|&value| value < 0.0);
        let beyond = not_above.min(not_below);
        let tail = (beyond + 1) as f64 / (self.0.len() + 1) as f64;
        let tail = if beyond == 0 { tail.min(self.normal_tail()) } else { tail };
        (2.0 * tail).min(1.0)
    }

    /// Upper bound of the share beyond zero of a normal distribution: `exp(-z^2 / 2) / (z sqrt(2 pi))`
    /// (Gordon, "Values of Mills' ratio", 1941).
    fn normal_tail(&self) -> f64 {
        let n = self.0.len() as f64;
        let mean = self.0.iter().sum::<f64>() / n;
        let variance = self.0.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
        let z = mean.abs() / variance.sqrt();
        (-z * z / 2.0).exp() / (z * std::f64::consts::TAU.sqrt())
    }

    fn sorted(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_unstable_by(f64::total_cmp);
        Self(values)
    }
}

/// The 95 % interval of the median of `values`. `None` for fewer than two.
pub fn median_interval(values: &[f64]) -> Option<Interval> {
    Some(Distribution::of(values, median_in_place)?.interval())
}

/// Random picks from a sample of at least two values.
struct Draws<'a> {
    stream: Stream,
    values: &'a [f64],
}

impl<'a> Draws<'a> {
    fn new(name: &str, values: &'a [f64]) -> Option<Self> {
        (values.len() >= 2).then(|| Self { stream: Stream::new(SEED, name), values })
    }

    fn fill(&self, round: usize, resample: &mut [f64]) {
        let n = self.values.len();
        for (i, slot) in resample.iter_mut().enumerate() {
            let pick = self.stream.below((round * n + i) as u64, n as u64);
            *slot = self.values[pick as usize];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_no_interval() {
        assert_eq!(median_interval(&[1.0]), None);
        assert!(Distribution::of_median_difference(&[1.0, 2.0], &[1.0]).is_none());
    }

    #[test]
    fn equal_values_have_an_empty_interval() {
        assert_eq!(median_interval(&[3.0; 8]), Some(Interval { low: 3.0, high: 3.0 }));
    }

    #[test]
    fn the_median_of_two_values_is_spread_over_both() {
        // Resamples are (a, a), (b, b) and (a, b) with chances 1/4, 1/4 and 1/2.
        assert_eq!(median_interval(&[1.0, 2.0]), Some(Interval { low: 1.0, high: 2.0 }));
    }

    #[test]
    fn the_interval_covers_the_true_median_about_as_often_as_it_says() {
        let stream = Stream::new(1, "coverage");
        let covered = (0..400).filter(|trial| {
            let uniform: Vec<f64> =
                (0..21).map(|i| stream.below(trial * 21 + i, 1_000_001) as f64 / 1e6).collect();
            median_interval(&uniform).unwrap().contains(0.5)
        });
        // 95 % of 400 is 380; four standard deviations of a binomial are 17.
        assert!((363..=397).contains(&covered.count()));
    }

    #[test]
    fn p_value_is_small_on_one_side_and_one_in_the_middle() {
        let all_above = Distribution((1..=2_000).map(f64::from).collect());
        assert_eq!(all_above.p_value(), 2.0 / 2_001.0);
        let far_above = Distribution((9_000..11_000).map(f64::from).collect());
        // z = 10 000 / 577 = 17.3, and exp(-150) is about 1e-65.
        assert!(far_above.p_value() < 1e-60);
        let centered = Distribution((-1_000..=999).map(f64::from).collect());
        assert!(centered.p_value() > 0.99);
    }
}
