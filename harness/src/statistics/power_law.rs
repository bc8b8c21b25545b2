//! How time grows with the number of rows.

/// `seconds = factor * rows^exponent`. An exponent of 1 means that twice the rows take twice as long.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerLaw {
    pub factor: f64,
    pub exponent: f64,
}

impl PowerLaw {
    /// Least squares through the logarithms of `(rows, seconds)`, all positive. `None` for fewer
    /// than two different numbers of rows.
    pub fn fit(points: &[(f64, f64)]) -> Option<Self> {
        let n = points.len() as f64;
        let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
        let mean_x = logs.iter().map(|(x, _)| x).sum::<f64>() / n;
        let mean_y = logs.iter().map(|(_, y)| y).sum::<f64>() / n;
        let spread: f64 = logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
        let together: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
        let exponent = together / spread;
        (spread > 0.0).then(|| Self { factor: (mean_y - exponent * mean_x).exp(), exponent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_power_law_is_found() {
        let points = [1e6, 1e7, 1e8].map(|n: f64| (n, 3e-9 * n.powf(1.25)));
        let law = PowerLaw::fit(&points).unwrap();
        assert!((law.exponent - 1.25).abs() < 1e-12, "{law:?}");
        assert!((law.factor / 3e-9 - 1.0).abs() < 1e-9, "{law:?}");
    }

    #[test]
    fn one_size_has_no_exponent() {
        assert_eq!(PowerLaw::fit(&[(1e6, 1.0), (1e6, 2.0)]), None);
        assert_eq!(PowerLaw::fit(&[]), None);
    }
}
