//! Scales that turn values into pixels, and where to put their ticks.

use super::svg::{Anchor, Svg};

/// A scale between two values and two pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    min: f64,
    max: f64,
    from_px: f64,
    to_px: f64,
    is_log: bool,
}

impl Scale {
    /// A logarithmic scale that covers all positive `values`, with a little air at both ends.
    pub(super) fn log(values: impl Iterator<Item = f64>, from_px: f64, to_px: f64) -> Self {
        let (min, max) = range(values.filter(|&value| value > 0.0)).unwrap_or((1.0, 10.0));
        let air = (max / min).powf(0.05).max(1.005);
        Self { min: min / air, max: max * air, from_px, to_px, is_log: true }
    }

    /// A linear scale from zero to a little above the largest of `values`.
    pub(super) fn linear(values: impl Iterator<Item = f64>, from_px: f64, to_px: f64) -> Self {
        let max = range(values).map_or(1.0, |(_, max)| max).max(f64::MIN_POSITIVE);
        Self { min: 0.0, max: max * 1.08, from_px, to_px, is_log: false }
    }

    /// The pixel of `value`.
    pub(super) fn px(&self, value: f64) -> f64 {
        let share = if self.is_log {
            (value / self.min).ln() / (self.max / self.min).ln()
        } else {
            (value - self.min) / (self.max - self.min)
        };
        self.from_px + (self.to_px - self.from_px) * share
    }

    /// Round values within the scale, at least `gap_px` pixels apart.
    pub(super) fn ticks(&self, gap_px: f64) -> Vec<f64> {
        // Within less than a factor of two, round differences look better than round factors.
        if self.is_log && self.max / self.min > 2.0 {
            self.log_ticks(gap_px)
        } else {
            self.linear_ticks(gap_px)
        }
    }

    fn log_ticks(&self, gap_px: f64) -> Vec<f64> {
        const STEPS: [&[f64]; 5] = [
            &[1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0],
            &[1.0, 1.5, 2.0, 3.0, 5.0, 7.0],
            &[1.0, 2.0, 5.0],
            &[1.0, 3.0],
            &[1.0],
        ];
        let candidates = STEPS.iter().map(|steps| self.multiples_of_decades(steps));
        let fitting = candidates.into_iter().find(|ticks| self.fit(ticks, gap_px));
        fitting.unwrap_or_else(|| {
            let decades = self.multiples_of_decades(&[1.0]);
            let length_px = (self.to_px - self.from_px).abs();
            let step = (decades.len() as f64 * gap_px / length_px).ceil() as usize;
            decades.into_iter().step_by(step.max(1)).collect()
        })
    }

    /// Every power of ten times every one of `steps` that lies within the scale.
    fn multiples_of_decades(&self, steps: &[f64]) -> Vec<f64> {
        let decades = self.min.log10().floor() as i32..=self.max.log10().ceil() as i32;
        let all = decades.flat_map(|decade| steps.iter().map(move |s| s * 10f64.powi(decade)));
        all.filter(|tick| (self.min..=self.max).contains(tick)).collect()
    }

    fn fit(&self, ticks: &[f64], gap_px: f64) -> bool {
        ticks.windows(2).all(|pair| (self.px(pair[1]) - self.px(pair[0])).abs() >= gap_px)
    }

    fn linear_ticks(&self, gap_px: f64) -> Vec<f64> {
        let wanted = ((self.to_px - self.from_px).abs() / gap_px).max(1.0);
        let rough = (self.max - self.min) / wanted;
        let decade = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|s| s * decade).into_iter().find(|&s| s >= rough);
        let step = step.unwrap_or(rough);
        let (first, last) = ((self.min / step).ceil() as i64, (self.max / step).floor() as i64);
        (first..=last).map(|i| i as f64 * step).collect()
    }
}

fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((min, max)) => Some((f64::min(min, value), f64::max(max, value))),
    })
}

/// The rectangle in which values are drawn: pixels of its sides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Frame {
    /// Draws the lower axis with grid lines and labels.
    pub(super) fn x_axis(
        &self,
        svg: &mut Svg,
        ticks: &[f64],
        scale: &Scale,
        label: impl Fn(f64) -> String,
    ) {
        for &tick in ticks {
            let x = scale.px(tick);
            svg.line((x, self.top), (x, self.bottom), "grid");
            svg.text((x, self.bottom + 17.0), Anchor::Middle, "soft small", &label(tick));
        }
        svg.line((self.left, self.bottom), (self.right, self.bottom), "axis");
    }

    /// Draws the left axis with grid lines and labels.
    pub(super) fn y_axis(
        &self,
        svg: &mut Svg,
        ticks: &[f64],
        scale: &Scale,
        label: impl Fn(f64) -> String,
    ) {
        for &tick in ticks {
            let y = scale.px(tick);
            svg.line((self.left, y), (self.right, y), "grid");
            svg.text((self.left - 7.0, y + 4.0), Anchor::End, "soft small", &label(tick));
        }
        svg.line((self.left, self.top), (self.left, self.bottom), "axis");
    }
}

/// A tick's value without needless zeros: `1 ms`, `1.5 ms`, `50 %`.
pub(super) fn short(text: &str) -> String {
    match text.split_once(' ') {
        Some((number, unit)) => format!("{} {unit}", short_number(number)),
        None => {
            short_number(text.trim_end_matches('×')) + if text.ends_with('×') { "×" } else { "" }
        }
    }
}

fn short_number(number: &str) -> String {
    let is_decimal = number.contains('.') && !number.contains('e');
    if is_decimal {
        number.trim_end_matches('0').trim_end_matches('.').into()
    } else {
        number.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_scales_put_equal_factors_at_equal_distances() {
        let scale = Scale::log([1.0, 100.0].into_iter(), 0.0, 200.0);
        let (one, ten, hundred) = (scale.px(1.0), scale.px(10.0), scale.px(100.0));
        assert!(((hundred - ten) - (ten - one)).abs() < 1e-9);
        assert!(one > 0.0 && hundred < 200.0);
    }

    #[test]
    fn ticks_are_round_and_few() {
        let narrow = Scale::log([2.0, 6.0].into_iter(), 0.0, 150.0);
        assert_eq!(narrow.ticks(30.0), [2.0, 3.0, 5.0]);
        let wide = Scale::log([1e-6, 1e3].into_iter(), 0.0, 300.0);
        assert!((3..=5).contains(&wide.ticks(60.0).len()), "{:?}", wide.ticks(60.0));
        let linear = Scale::linear([0.0, 47.0].into_iter(), 0.0, 300.0);
        assert_eq!(linear.ticks(50.0), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        let around_one = Scale::log([0.985, 1.015].into_iter(), 0.0, 500.0);
        assert!(around_one.ticks(60.0).contains(&1.0), "{:?}", around_one.ticks(60.0));
    }

    #[test]
    fn an_empty_scale_still_works() {
        let scale = Scale::log(std::iter::empty(), 0.0, 10.0);
        assert!(scale.px(3.0).is_finite() && !scale.ticks(5.0).is_empty());
        assert!(Scale::linear(std::iter::empty(), 0.0, 10.0).px(0.0).is_finite());
        assert!(Scale::log([5.0].into_iter(), 0.0, 10.0).px(5.0).is_finite());
    }

    #[test]
    fn needless_zeros_go() {
        assert_eq!(short("1.00 ms"), "1 ms");
        assert_eq!(short("1.50 GB"), "1.5 GB");
        assert_eq!(short("100 ms"), "100 ms");
        assert_eq!(short("2.00×"), "2×");
    }
}
