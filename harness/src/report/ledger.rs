//! How quiet the machine was, and how far two workers of the same engine drift apart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::collect::Twin;
use crate::record::{Entry, Noise, Phase, Plan};
use crate::statistics::{median, quantile};

/// What the run knows about its own noise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// Measured and twin samples, and how many of them were disturbed.
    pub samples: usize,
    pub dirty: usize,
    /// Whether the run was told to count disturbed samples, so that none is marked.
    pub tolerated: bool,
    /// Share of processor time that went to other processes, 0 to 1.
    pub foreign: Spread,
    /// Share that went to the kernel's own threads, 0 to 1; older summaries count it as foreign.
    #[serde(default)]
    pub kernel: Spread,
    /// Share of processor time that the hypervisor took away, 0 to 1.
    pub steal: Spread,
    /// Share of time in which some task waited for a processor, 0 to 1.
    pub cpu_pressure: Spread,
    /// The same for input and output.
    pub io_pressure: Spread,
    /// One per size with twins, ascending.
    pub floors: Vec<Floor>,
}

/// Middle and worst of the samples.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Spread {
    pub median: f64,
    pub max: f64,
}

/// What the A/A control shows for one size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    pub rows: u64,
    /// Blocks in which both workers of the same engine ran undisturbed.
    pub pairs: usize,
    /// Median and 95th percentile of `|ln(twin / measured)|`.
    pub median: f64,
    pub p95: f64,
}

impl Ledger {
    pub(super) fn new(plan: &Plan, entries: &[Entry], twins: &[Twin<'_>]) -> Self {
        let noises: Vec<Noise> = entries.iter().filter_map(noise_of_measured).collect();
        let spread = |value: fn(&Noise) -> f64| {
            let values: Vec<f64> = noises.iter().map(value).collect();
            Spread {
                median: median(&values).unwrap_or(0.0),
                max: values.iter().copied().fold(0.0, f64::max),
            }
        };
        Self {
            samples: noises.len(),
            dirty: noises.iter().filter(|noise| noise.dirty).count(),
            tolerated: plan.tolerate_noise,
            foreign: spread(|noise| noise.foreign),
            kernel: spread(|noise| noise.kernel),
            steal: spread(|noise| noise.steal),
            cpu_pressure: spread(|noise| noise.cpu_pressure),
            io_pressure: spread(|noise| noise.io_pressure),
            floors: floors(twins),
        }
    }

    /// Share of samples that nothing disturbed, 0 to 1; `None` without samples, and if disturbed
    /// ones are not marked.
    pub fn quiet_score(&self) -> Option<f64> {
        (self.samples > 0 && !self.tolerated).then(|| 1.0 - self.dirty as f64 / self.samples as f64)
    }

    /// The noise floor of a size as a logarithm: 0 without twins.
    pub(crate) fn floor(&self, rows: u64) -> f64 {
        self.floors.iter().find(|floor| floor.rows == rows).map_or(0.0, |floor| floor.p95)
    }
}

fn noise_of_measured(entry: &Entry) -> Option<Noise> {
    match entry {
        Entry::Sample(sample) if sample.phase != Phase::WarmUp => Some(sample.noise),
        _ => None,
    }
}

fn floors(twins: &[Twin<'_>]) -> Vec<Floor> {
    let mut by_rows: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    for twin in twins {
        by_rows.entry(twin.cell.rows).or_default().push(twin.log.abs());
    }
    let floors = by_rows.into_iter().filter_map(|(rows, distances)| {
        let (median, p95) = (median(&distances)?, quantile(&distances, 0.95)?);
        Some(Floor { rows, pairs: distances.len(), median, p95 })
    });
    floors.collect()
}
