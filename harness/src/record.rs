//! The journal of a run: one JSON object per line, appended as things happen.
//!
//! The first line is the [`Header`]; every other line is an [`Entry`]. The report is a pure
//! function of these lines.

use datasets::{Accuracy, Dataset, Source};
use serde::{Deserialize, Serialize};

use crate::environment::Environment;
use crate::limits::{Limits, ReadRate};

/// Version of the journal's lines.
pub const SCHEMA: &str = "harness/1";

/// What a run is about and where it runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// [`SCHEMA`].
    pub schema: String,
    pub run_id: String,
    /// The command that started the run, as typed.
    pub command: String,
    /// Start of the run, RFC 3339 with offset.
    pub started: String,
    pub plan: Plan,
    pub environment: Environment,
    pub limits: Limits,
    pub datasets: Vec<DatasetCard>,
}

/// What a run measures and how. A resumed run must have the same plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Rows of `ventas`, ascending.
    pub sizes: Vec<u64>,
    pub workloads: Vec<String>,
    pub engines: Vec<String>,
    pub sources: Vec<Source>,
    /// Threads for the engines that can use more than one, ascending.
    pub threads: Vec<usize>,
    /// Blocks wanted per cell; slow cells get fewer.
    pub samples: u32,
    /// Seed of the order of the runs.
    pub seed: u64,
    pub timeout_s: f64,
    /// Whether disturbed samples count like any other.
    pub tolerate_noise: bool,
    /// The URL of the scheduler of a cluster that does the work of the engines that can leave it to
    /// one. Journals before 23 November 2026 have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// The knobs of the data; `rows` is set from `sizes`.
    pub dataset: Dataset,
}

/// The dataset behind one size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatasetCard {
    pub id: String,
    pub rows: u64,
    pub files: Vec<FileCard>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileCard {
    pub name: String,
    pub rows: u64,
    pub size_bytes: u64,
    pub compression: String,
    pub blake3: String,
}

/// One place in the result: an engine doing a workload.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// Rows of `ventas`.
    pub rows: u64,
    pub workload: String,
    pub source: Source,
    pub engine: String,
    pub threads: usize,
}

/// A line after the header.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// A worker was started and loaded its job.
    Loaded(Loaded),
    /// A run was measured.
    Sample(Sample),
    /// A cell is finished, one way or another.
    Closed(Closed),
    /// The read rate of memory, measured again after a race.
    Read(ReadRate),
    /// A race begins anew: what stands above about its cells no longer counts.
    Retaken(Retake),
}

impl Entry {
    /// The cell that the line is about, if it is about one.
    pub fn cell(&self) -> Option<&Cell> {
        match self {
            Self::Loaded(loaded) => Some(&loaded.cell),
            Self::Sample(sample) => Some(&sample.cell),
            Self::Closed(closed) => Some(&closed.cell),
            Self::Read(_) | Self::Retaken(_) => None,
        }
    }
}

/// A race that is run again, with all of its engines: they are compared block by block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retake {
    pub rows: u64,
    pub workload: String,
    pub source: Source,
    /// When it was decided, RFC 3339 with offset.
    pub at: String,
}

impl Retake {
    /// The race of `cell`, to be run again.
    pub fn of(cell: &Cell, at: &str) -> Self {
        let Cell { rows, ref workload, source, .. } = *cell;
        Self { rows, workload: workload.clone(), source, at: at.into() }
    }

    /// Whether `cell` belongs to the race.
    pub fn has(&self, cell: &Cell) -> bool {
        (self.rows, &self.workload, self.source) == (cell.rows, &cell.workload, cell.source)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Loaded {
    pub cell: Cell,
    /// Library name and version.
    pub version: String,
    /// Build profile, extra instruction sets and allocator.
    pub build: String,
    /// Column types as the engine holds them.
    pub schema: String,
    pub load_ns: u64,
    /// Resident memory after loading, in bytes. 0 if a cluster does the work, like what follows.
    pub resident_bytes: u64,
    /// The fewest bytes any engine has to read: from memory, or from the Parquet file.
    pub bytes_needed: u64,
}

/// One run. What it used is 0 if a cluster does the work, since only the worker was observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    pub cell: Cell,
    pub phase: Phase,
    /// Which block of the schedule; with `phase` unique within the cell.
    pub block: u32,
    /// Position of the run within its block.
    pub order: u32,
    pub variant: usize,
    /// Time on the worker's clock from request to materialised answer.
    pub wall_ns: u64,
    /// Time on the supervisor's clock from request to reply.
    pub round_trip_ns: u64,
    /// Processor time of the worker during the round trip, as the system counts it.
    pub cpu_ns: u64,
    /// Highest resident memory of the worker during the run, in bytes.
    pub peak_bytes: u64,
    /// Bytes the worker read through system calls, and how many of them came from storage.
    pub read_bytes: u64,
    pub storage_bytes: u64,
    pub minor_faults: u64,
    pub major_faults: u64,
    pub accuracy: Accuracy,
    pub noise: Noise,
}

/// What a sample is for. Only `Measure` enters the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    WarmUp,
    Measure,
    /// A second worker of the same engine in the same blocks: the A/A control.
    Twin,
}

/// What else the machine did around a sample.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Noise {
    /// Share of all processor time that went to other processes, 0 to 1.
    pub foreign: f64,
    /// Share that went to the kernel's own threads, which reclaim memory and write files back for
    /// everyone. Journals before 23 November 2026 count it as foreign.
    #[serde(default)]
    pub kernel: f64,
    /// Share of processor time that the hypervisor took away, 0 to 1.
    pub steal: f64,
    /// Share of wall time in which some task waited for a processor (`/proc/pressure/cpu`), 0 to 1.
    pub cpu_pressure: f64,
    /// The same for input and output.
    pub io_pressure: f64,
    /// Whether the sample is kept out of the results because of this.
    pub dirty: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Closed {
    pub cell: Cell,
    pub state: State,
    /// Why, for every state but `Ok`.
    pub reason: Option<String>,
}

/// How a cell ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Ok,
    /// The answer was not the proven one, or cannot have been computed in the time claimed.
    WrongAnswer,
    Timeout,
    /// The worker ran out of memory.
    Oom,
    Crash,
    /// The engine, the machine or the build has no way to do it.
    Unsupported,
    /// Too many samples were disturbed by other processes.
    Noisy,
    /// Not tried: no memory for it, its worker or environment is missing, or not selected.
    Skipped,
}

impl State {
    /// The word in the journal and the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::WrongAnswer => "wrong_answer",
            Self::Timeout => "timeout",
            Self::Oom => "oom",
            Self::Crash => "crash",
            Self::Unsupported => "unsupported",
            Self::Noisy => "noisy",
            Self::Skipped => "skipped",
        }
    }
}
