//! What a run found, cell by cell: `summary.json`.

use datasets::{Accuracy, Workload};
use serde::{Deserialize, Serialize};

use super::collect::{Lines, collect, twins};
use super::ledger::Ledger;
use super::{limit, race};
use crate::record::{Cell, Entry, Header, Sample, State};
use crate::statistics::{
    Interval, Verdict, coefficient_of_variation, median, median_absolute_deviation, median_interval,
};

/// Version of `summary.json`.
const SCHEMA: &str = "harness-summary/1";

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// `harness-summary/1`.
    pub schema: String,
    pub header: Header,
    pub noise: Ledger,
    /// Sizes ascending, then workloads, sources and engines as planned, then threads ascending.
    pub cells: Vec<CellSummary>,
}

/// The result of one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellSummary {
    pub cell: Cell,
    pub state: State,
    /// Why, for every state but `ok`.
    pub reason: Option<String>,
    /// `None` if no worker ever loaded the cell.
    pub loaded: Option<Load>,
    /// `None` if there is no undisturbed sample.
    pub timing: Option<Timing>,
    /// Measured samples left out because something else disturbed them.
    pub dirty: usize,
    /// `None` without timing, or if the bound is not known.
    pub limit: Option<Limit>,
    /// Whether the cell is the fastest of its race.
    pub is_fastest: bool,
    /// How the cell compares with the fastest; `None` for the fastest itself, and for every cell that
    /// is not `ok`.
    pub versus: Option<Versus>,
}

/// The worker of a cell and what it loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Load {
    pub version: String,
    pub build: String,
    /// Column types as the engine holds them.
    pub schema: String,
    pub seconds: f64,
    /// Resident memory of the worker after loading.
    pub resident_bytes: u64,
    /// The fewest bytes any engine has to read.
    pub bytes_needed: u64,
}

/// Statistics over the undisturbed measured samples of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    pub samples: usize,
    pub median_s: f64,
    /// Of the median; `None` for a single sample.
    pub ci95: Option<Interval>,
    pub min_s: f64,
    /// Median distance from the median.
    pub mad_s: f64,
    /// Standard deviation as a share of the mean; `None` for a single sample.
    pub cv: Option<f64>,
    /// Rows of the largest table read, per second.
    pub rows_per_s: f64,
    /// Median of processor time per elapsed time: the number of busy threads.
    pub cpu_over_wall: f64,
    /// Highest resident memory of the worker in any of the runs.
    pub peak_bytes: u64,
    /// Median bytes read through system calls per run, and how many of them came from storage.
    pub read_bytes: u64,
    pub storage_bytes: u64,
    /// Median page faults per run.
    pub minor_faults: u64,
    pub major_faults: u64,
    /// The worst of the runs.
    pub accuracy: Accuracy,
    /// The times themselves, in the order of the journal.
    pub walls_ns: Vec<u64>,
}

/// A measured lower bound and how close the cell comes to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// What binds: `memory read` or `page cache`.
    pub name: String,
    pub seconds: f64,
    /// `seconds` as a percentage of the median. Above 100 if the engine found a way not to touch
    /// every byte.
    pub percent: f64,
}

/// A comparison with the fastest cell of the same race.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Versus {
    /// Engine and threads of the fastest.
    pub engine: String,
    pub threads: usize,
    /// Time of this cell over time of the fastest.
    pub ratio: f64,
    /// `None` if either side has a single sample.
    pub ci95: Option<Interval>,
    /// After Holm's correction over the race.
    pub p_value: Option<f64>,
    /// Whether times were compared block by block.
    pub paired: bool,
    pub verdict: Verdict,
}

/// Summarizes a run. The same lines always give the same result, bit for bit.
pub fn summarize(header: &Header, entries: &[Entry]) -> Summary {
    let header = &Header { limits: limit::best(header, entries), ..header.clone() };
    let cells = collect(&header.plan, entries);
    let noise = Ledger::new(&header.plan, entries, &twins(&cells));
    let mut summaries: Vec<CellSummary> =
        cells.iter().map(|(cell, lines)| summarize_cell(header, cell, lines)).collect();
    let series: Vec<_> = cells.iter().map(|(_, lines)| lines.series()).collect();
    race::judge(&mut summaries, &series, &noise);
    Summary { schema: SCHEMA.into(), header: header.clone(), noise, cells: summaries }
}

fn summarize_cell(header: &Header, cell: &Cell, lines: &Lines<'_>) -> CellSummary {
    let loaded = lines.loaded.map(|loaded| Load {
        version: loaded.version.clone(),
        build: loaded.build.clone(),
        schema: loaded.schema.clone(),
        seconds: loaded.load_ns as f64 / 1e9,
        resident_bytes: loaded.resident_bytes,
        bytes_needed: loaded.bytes_needed,
    });
    let clean: Vec<&Sample> = lines.clean().collect();
    let timing = Timing::of(&clean, rows_read(header, cell));
    let (state, reason) = state_of(lines, timing.is_some());
    let limit = loaded.as_ref().zip(timing.as_ref()).and_then(|(loaded, timing)| {
        let bound = limit::bound(&header.limits, cell, loaded.bytes_needed)?;
        let percent = bound.seconds / timing.median_s * 100.0;
        Some(Limit { name: bound.name.into(), seconds: bound.seconds, percent })
    });
    CellSummary {
        cell: cell.clone(),
        state,
        reason,
        loaded,
        timing,
        dirty: lines.dirty(),
        limit,
        is_fastest: false,
        versus: None,
    }
}

/// How a cell ended. A journal that stops early leaves cells without a last line.
fn state_of(lines: &Lines<'_>, has_timing: bool) -> (State, Option<String>) {
    match lines.closed {
        None => (State::Skipped, Some("the run ended before this cell was complete".into())),
        Some(closed) if closed.state == State::Ok && !has_timing => {
            (State::Noisy, Some("no undisturbed sample".into()))
        }
        Some(closed) => (closed.state, closed.reason.clone()),
    }
}

/// Rows of the largest table that the cell's workload reads.
fn rows_read(header: &Header, cell: &Cell) -> u64 {
    let dataset = datasets::Dataset { rows: cell.rows, ..header.plan.dataset.clone() };
    Workload::find(&cell.workload).map_or(cell.rows, |workload| workload.rows(&dataset))
}

impl Summary {
    /// The content of `summary.json`: one line for the header, one for the noise, one per cell.
    ///
    /// # Errors
    ///
    /// If a value has no JSON form, which no value here lacks.
    pub fn to_json(&self) -> serde_json::Result<String> {
        let lines = self.cells.iter().map(serde_json::to_string);
        let cells = lines.collect::<Result<Vec<_>, _>>()?.join(",\n");
        Ok(format!(
            "{{\"schema\":{},\n\"header\":{},\n\"noise\":{},\n\"cells\":[\n{cells}\n]}}\n",
            serde_json::to_string(&self.schema)?,
            serde_json::to_string(&self.header)?,
            serde_json::to_string(&self.noise)?
        ))
    }
}

impl CellSummary {
    /// The timing of a cell whose result counts.
    pub fn ok(&self) -> Option<&Timing> {
        self.timing.as_ref().filter(|_| self.state == State::Ok)
    }

    /// Time over the time of the fastest of the race: 1 for the fastest itself.
    pub fn ratio(&self) -> Option<f64> {
        let versus = self.versus.as_ref().map(|versus| versus.ratio);
        versus.or(self.is_fastest.then_some(1.0))
    }
}

impl Timing {
    /// `None` without samples. `rows` is what every sample reads.
    fn of(samples: &[&Sample], rows: u64) -> Option<Self> {
        let seconds: Vec<f64> = samples.iter().map(|sample| sample.wall_ns as f64 / 1e9).collect();
        let median_s = median(&seconds)?;
        let of_all = |value: fn(&Sample) -> f64| {
            let values: Vec<f64> = samples.iter().map(|sample| value(sample)).collect();
            median(&values).unwrap_or(0.0)
        };
        Some(Self {
            samples: samples.len(),
            median_s,
            ci95: median_interval(&seconds),
            min_s: seconds.iter().copied().fold(f64::INFINITY, f64::min),
            mad_s: median_absolute_deviation(&seconds)?,
            cv: coefficient_of_variation(&seconds),
            rows_per_s: rows as f64 / median_s,
            cpu_over_wall: of_all(|sample| {
                sample.cpu_ns as f64 / sample.round_trip_ns.max(1) as f64
            }),
            peak_bytes: samples.iter().map(|sample| sample.peak_bytes).max()?,
            read_bytes: of_all(|sample| sample.read_bytes as f64) as u64,
            storage_bytes: of_all(|sample| sample.storage_bytes as f64) as u64,
            minor_faults: of_all(|sample| sample.minor_faults as f64) as u64,
            major_faults: of_all(|sample| sample.major_faults as f64) as u64,
            accuracy: worst(samples),
            walls_ns: samples.iter().map(|sample| sample.wall_ns).collect(),
        })
    }
}

fn worst(samples: &[&Sample]) -> Accuracy {
    let mut worst = Accuracy::default();
    for sample in samples {
        worst.ulps = worst.ulps.max(sample.accuracy.ulps);
        worst.share_of_bound = worst.share_of_bound.max(sample.accuracy.share_of_bound);
    }
    worst
}
