//! Statistics of measured times: pure functions, without files and without a clock.
//!
//! Times are skewed to the right and change together when the machine is disturbed. Hence medians
//! instead of means, ratios instead of differences, and ratios taken within a block, where both
//! sides met the same machine.

mod bootstrap;
mod descriptive;
mod power_law;
mod ratio;
mod verdict;

pub use bootstrap::{Distribution, Interval, median_interval};
pub use descriptive::{
    coefficient_of_variation, geometric_mean, median, median_absolute_deviation, quantile,
};
pub use power_law::PowerLaw;
pub use ratio::{Ratio, hodges_lehmann};
pub use verdict::{MIN_SAMPLES, TOLERANCE, Verdict, holm};
