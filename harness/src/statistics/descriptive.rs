//! Numbers that describe one sample.

/// The value below which a share `q` of `values` lies, interpolated linearly between neighbors
/// (Hyndman and Fan's type 7). `None` without values.
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    (!sorted.is_empty()).then(|| sorted_quantile(&sorted, q))
}

/// [`quantile`] of values that are sorted already. There must be at least one.
pub(super) fn sorted_quantile(sorted: &[f64], q: f64) -> f64 {
    let position = q.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = position.ceil() as usize;
    sorted[below] + (sorted[above] - sorted[below]) * position.fract()
}

/// The middle of `values`. `None` without values.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The middle of at least one value; reorders them.
pub(super) fn median_in_place(values: &mut [f64]) -> f64 {
    let (middle, is_even) = (values.len() / 2, values.len().is_multiple_of(2));
    let (below, &mut upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    match below.iter().copied().max_by(f64::total_cmp) {
        Some(lower) if is_even => (lower + upper) / 2.0,
        _ => upper,
    }
}

/// The median distance from the median, in the unit of `values`. `None` without values.
pub fn median_absolute_deviation(values: &[f64]) -> Option<f64> {
    let center = median(values)?;
    let distances: Vec<f64> = values.iter().map(|value| (value - center).abs()).collect();
    median(&distances)
}

/// Standard deviation (with `n - 1`) as a share of the mean. `None` for fewer than two values.
pub fn coefficient_of_variation(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    if n < 2.0 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    Some(variance.sqrt() / mean)
}

/// The n-th root of the product of positive `values`. `None` without values.
pub fn geometric_mean(values: &[f64]) -> Option<f64> {
    let logs: f64 = values.iter().map(|value| value.ln()).sum();
    (!values.is_empty()).then(|| (logs / values.len() as f64).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        let values = [40.0, 10.0, 20.0, 30.0];
        assert_eq!(quantile(&values, 0.0), Some(10.0));
        assert_eq!(quantile(&values, 0.5), Some(25.0));
        // Position 0.95 * 3 = 2.85.
        assert!((quantile(&values, 0.95).unwrap() - 38.5).abs() < 1e-12);
        assert_eq!(quantile(&values, 1.0), Some(40.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn both_medians_agree() {
        for values in [&[7.0][..], &[3.0, 1.0], &[5.0, 1.0, 4.0], &[9.0, 2.0, 2.0, 8.0, 5.0, 1.0]] {
            assert_eq!(Some(median_in_place(&mut values.to_vec())), median(values), "{values:?}");
        }
    }

    #[test]
    fn deviations_by_hand() {
        // Median 3; distances 2, 1, 0, 1, 97.
        assert_eq!(median_absolute_deviation(&[1.0, 2.0, 3.0, 4.0, 100.0]), Some(1.0));
        // Mean 5, squared distances 9 + 1 + 1 + 9 = 20, variance 20 / 3.
        let cv = coefficient_of_variation(&[2.0, 4.0, 6.0, 8.0]).unwrap();
        assert!((cv - (20.0f64 / 3.0).sqrt() / 5.0).abs() < 1e-15);
        assert_eq!(coefficient_of_variation(&[1.0]), None);
    }

    #[test]
    fn geometric_mean_of_a_half_and_a_double_is_one() {
        assert!((geometric_mean(&[0.5, 2.0]).unwrap() - 1.0).abs() < 1e-15);
        assert_eq!(geometric_mean(&[]), None);
    }
}
