//! The lines of the journal, sorted into cells.

use std::collections::BTreeMap;

use datasets::WORKLOADS;

use crate::record::{Cell, Closed, Entry, Loaded, Phase, Plan, Sample};

/// Everything the journal says about one cell.
#[derive(Debug, Default)]
pub(super) struct Lines<'a> {
    /// The last time a worker loaded the cell.
    pub(super) loaded: Option<&'a Loaded>,
    pub(super) samples: Vec<&'a Sample>,
    /// How the cell ended; `None` if the run was interrupted.
    pub(super) closed: Option<&'a Closed>,
}

/// Groups `entries` by cell: sizes ascending, then workloads, sources and engines as planned, then
/// threads ascending.
pub(super) fn collect<'a>(plan: &Plan, entries: &'a [Entry]) -> Vec<(&'a Cell, Lines<'a>)> {
    let mut cells: BTreeMap<&Cell, Lines<'a>> = BTreeMap::new();
    for entry in entries {
        match entry {
            Entry::Loaded(loaded) => cells.entry(&loaded.cell).or_default().loaded = Some(loaded),
            Entry::Sample(sample) => cells.entry(&sample.cell).or_default().samples.push(sample),
            Entry::Read(_) | Entry::Retaken(_) => {}
            Entry::Closed(closed) => cells.entry(&closed.cell).or_default().closed = Some(closed),
        }
    }
    let mut cells: Vec<_> = cells.into_iter().collect();
    cells.sort_by_key(|(cell, _)| {
        let workload = WORKLOADS.iter().position(|workload| workload.id == cell.workload);
        let engine = plan.engines.iter().position(|engine| *engine == cell.engine);
        let last = usize::MAX;
        (cell.rows, workload.unwrap_or(last), cell.source, engine.unwrap_or(last), cell.threads)
    });
    cells
}

impl Lines<'_> {
    /// Undisturbed measured samples in the order of the journal.
    pub(super) fn clean(&self) -> impl Iterator<Item = &Sample> {
        self.samples.iter().copied().filter(|sample| {
            sample.phase == Phase::Measure && !sample.noise.dirty && sample.wall_ns > 0
        })
    }

    /// Number of measured samples that something disturbed.
    pub(super) fn dirty(&self) -> usize {
        let is_dirty = |s: &&&Sample| s.phase == Phase::Measure && s.noise.dirty;
        self.samples.iter().filter(is_dirty).count()
    }

    /// Block and seconds of every undisturbed measured sample; the last one if a block was repeated.
    pub(super) fn series(&self) -> Vec<(u32, f64)> {
        let by_block: BTreeMap<u32, f64> =
            self.clean().map(|sample| (sample.block, sample.wall_ns as f64 / 1e9)).collect();
        by_block.into_iter().collect()
    }
}

/// A block in which two workers of the same engine ran undisturbed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Twin<'a> {
    pub(super) cell: &'a Cell,
    pub(super) block: u32,
    /// `ln(second / first)` of their times.
    pub(super) log: f64,
}

/// Every such block, in the order of `cells`.
pub(super) fn twins<'a>(cells: &[(&'a Cell, Lines<'a>)]) -> Vec<Twin<'a>> {
    let of_cell = |(cell, lines): &(&'a Cell, Lines<'a>)| {
        let measured: BTreeMap<u32, f64> = lines.series().into_iter().collect();
        let twins = lines.samples.iter().filter(|sample| {
            sample.phase == Phase::Twin && !sample.noise.dirty && sample.wall_ns > 0
        });
        let pairs = twins.filter_map(|twin| {
            let log = (twin.wall_ns as f64 / 1e9 / measured.get(&twin.block)?).ln();
            Some(Twin { cell, block: twin.block, log })
        });
        pairs.collect::<Vec<_>>()
    };
    cells.iter().flat_map(of_cell).collect()
}
