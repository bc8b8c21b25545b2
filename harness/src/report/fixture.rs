//! A journal made up for tests: plausible times, every state, noise and twins.

use datasets::{Accuracy, Dataset, Source, Stream, WORKLOADS, Workload};

use crate::environment::{Cache, Environment};
use crate::limits::{Limits, PageCacheRate, ReadRate};
use crate::record::{
    Cell, Closed, DatasetCard, Entry, FileCard, Header, Loaded, Noise, Phase, Plan, SCHEMA, Sample,
    State,
};

/// What to make up.
#[derive(Debug, Clone)]
pub(crate) struct Fixture {
    pub(crate) sizes: Vec<u64>,
    pub(crate) workloads: Vec<&'static str>,
    pub(crate) engines: Vec<&'static str>,
    pub(crate) threads: Vec<usize>,
    pub(crate) samples: u32,
    /// Multiplies the times of one engine.
    pub(crate) slowdown: (&'static str, f64),
    pub(crate) seed: u64,
}

/// Engine, nanoseconds per row of `sum` with one thread, whether it can use more than one.
const ENGINES: [(&str, f64, bool); 10] = [
    ("scalar", 0.75, false),
    ("lanes", 0.24, false),
    ("avx2", 0.21, false),
    ("avx512", 0.205, false),
    ("rayon", 0.26, true),
    ("rayon+avx2", 0.212, true),
    ("polars", 0.31, true),
    ("polars-streaming", 0.48, true),
    ("datafusion", 0.62, true),
    ("duckdb", 0.95, true),
];

impl Fixture {
    /// One size, two workloads and four engines.
    pub(crate) fn small() -> Self {
        Self {
            sizes: vec![1_000_000],
            workloads: vec!["sum", "revenue-by-region"],
            engines: vec!["scalar", "rayon+avx2", "polars", "duckdb"],
            threads: vec![2],
            samples: 12,
            slowdown: ("", 1.0),
            seed: 1,
        }
    }

    pub(crate) fn header(&self) -> Header {
        let datasets = self.sizes.iter().map(|&rows| DatasetCard {
            id: Dataset::with_rows(rows).id(),
            rows,
            files: ["ventas", "clientes", "entregas"].map(|name| file(name, rows)).into(),
        });
        Header {
            schema: SCHEMA.into(),
            run_id: "2026-11-22-example".into(),
            command: format!("cargo harness run --rows {}", self.sizes[0]),
            started: "2026-11-22T10:00:00+00:00".into(),
            plan: Plan {
                sizes: self.sizes.clone(),
                workloads: self.workloads.iter().map(|id| (*id).into()).collect(),
                engines: self.engines.iter().map(|name| (*name).into()).collect(),
                sources: vec![Source::Memory, Source::Parquet],
                threads: self.threads.clone(),
                samples: self.samples,
                seed: 42,
                timeout_s: 60.0,
                tolerate_noise: false,
                cluster: None,
                dataset: Dataset::default(),
            },
            environment: environment(),
            limits: limits(),
            datasets: datasets.collect(),
        }
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for &rows in &self.sizes {
            for workload in self.workloads.iter().filter_map(|id| Workload::find(id)) {
                for &source in workload.sources {
                    self.race(rows, workload, source, &mut entries);
                }
            }
        }
        entries
    }

    fn race(&self, rows: u64, workload: &Workload, source: Source, entries: &mut Vec<Entry>) {
        for (engine, ns_per_row, is_parallel) in
            ENGINES.iter().filter(|engine| self.engines.contains(&engine.0))
        {
            let threads = if *is_parallel { self.threads.as_slice() } else { &[1] };
            for &threads in threads {
                let (workload_id, engine) = (workload.id.to_owned(), (*engine).to_owned());
                let cell = Cell { rows, workload: workload_id, source, engine, threads };
                self.cell(&cell, workload, *ns_per_row, entries);
            }
        }
    }

    fn cell(&self, cell: &Cell, workload: &Workload, ns_per_row: f64, entries: &mut Vec<Entry>) {
        let (state, reason) = state(cell);
        let dataset = Dataset::with_rows(cell.rows);
        let bytes_needed = match cell.source {
            Source::Memory => workload.bytes_in_memory(&dataset),
            Source::Parquet => workload.bytes_in_memory(&dataset) * 2 / 5,
        };
        if !matches!(state, State::Unsupported | State::Skipped) {
            entries.push(Entry::Loaded(Loaded {
                cell: cell.clone(),
                version: format!("{} 1.2.3", cell.engine),
                build: "release, no extra instruction sets, mimalloc".into(),
                schema: "monto: f64, region: dictionary(u8)".into(),
                load_ns: cell.rows * 20,
                resident_bytes: 40_000_000 + bytes_needed * 2,
                bytes_needed,
            }));
        }
        if matches!(state, State::Ok | State::Noisy) {
            let base_ns = self.base_ns(cell, workload, ns_per_row);
            let blocks = if base_ns > 1e9 { 6 } else { self.samples };
            for block in 0..blocks {
                entries.push(self.sample(cell, Phase::Measure, block, base_ns, bytes_needed));
                if cell.engine == "polars" {
                    entries.push(self.sample(cell, Phase::Twin, block, base_ns, bytes_needed));
                }
            }
        }
        entries.push(Entry::Closed(Closed { cell: cell.clone(), state, reason }));
    }

    /// Time without noise.
    fn base_ns(&self, cell: &Cell, workload: &Workload, ns_per_row: f64) -> f64 {
        let position = WORKLOADS.iter().position(|other| other.id == workload.id).unwrap_or(0);
        let weight = [1.0, 1.1, 3.0, 9.0, 11.0, 2.4, 14.0, 8.0][position];
        let engine_taste = 0.6 + draw(&cell.engine, position as u64);
        let decode = if cell.source == Source::Parquet { 1.6 } else { 0.0 };
        let parallel = 1.0 / (1.0 + 0.75 * (cell.threads as f64 - 1.0));
        let own = if self.slowdown.0 == cell.engine { self.slowdown.1 } else { 1.0 };
        let start_ns = if ns_per_row > 0.3 { 300_000.0 } else { 4_000.0 };
        let per_row = (ns_per_row * weight * engine_taste + decode) * parallel * own;
        // Nothing reads faster than memory.
        let bytes = workload.bytes_in_memory(&Dataset::with_rows(cell.rows));
        let least_ns = bytes as f64 / if cell.threads > 1 { 47.0 } else { 39.0 };
        start_ns + (cell.rows as f64 * per_row).max(least_ns)
    }

    fn sample(&self, cell: &Cell, phase: Phase, block: u32, base_ns: f64, bytes: u64) -> Entry {
        let name = format!("{}{phase:?}{}{:?}", cell.engine, cell.workload, cell.source);
        let own = draw(&name, u64::from(block) ^ cell.rows ^ self.seed << 32 ^ cell.threads as u64);
        let shared = draw("block", u64::from(block) ^ cell.rows);
        let dirty = draw(&name, u64::from(block) + 1_000) > 0.99;
        let wall_ns = base_ns * (1.0 + 0.12 * own + 0.05 * shared + if dirty { 0.6 } else { 0.0 });
        let foreign = if dirty { 0.02 + 0.2 * own } else { 0.004 * own };
        Entry::Sample(Sample {
            cell: cell.clone(),
            phase,
            block,
            order: 0,
            variant: block as usize % 4,
            wall_ns: wall_ns as u64,
            round_trip_ns: wall_ns as u64 + 40_000,
            cpu_ns: (wall_ns * cell.threads as f64 * 0.97) as u64,
            peak_bytes: 40_000_000 + bytes * 2 + (base_ns * 0.3) as u64,
            read_bytes: if cell.source == Source::Parquet { bytes } else { 0 },
            storage_bytes: 0,
            minor_faults: (base_ns / 20_000.0) as u64,
            major_faults: 0,
            accuracy: Accuracy { ulps: (own * 8.0).floor(), share_of_bound: own * 1e-6 },
            noise: Noise {
                foreign,
                kernel: foreign / 4.0,
                steal: 0.001 * own,
                cpu_pressure: foreign / 2.0,
                io_pressure: 0.0,
                dirty,
            },
        })
    }
}

/// A fixed number between 0 and 1.
fn draw(name: &str, position: u64) -> f64 {
    Stream::new(11, name).at(position) as f64 / u64::MAX as f64
}

/// Some cells end badly, always the same ones.
fn state(cell: &Cell) -> (State, Option<String>) {
    let is_large = cell.rows >= 100_000_000;
    match (cell.engine.as_str(), cell.workload.as_str(), cell.source) {
        ("avx512", ..) => (State::Unsupported, Some("this processor has no AVX-512".into())),
        ("scalar" | "lanes" | "avx2" | "rayon" | "rayon+avx2", _, Source::Parquet) => {
            (State::Unsupported, Some("the kernels work on columns in memory".into()))
        }
        ("polars", "join", Source::Memory) if is_large => {
            (State::Oom, Some("killed at 14.2 GB".into()))
        }
        ("datafusion", "top-k", _) if is_large => {
            (State::Timeout, Some("no answer within 60 s".into()))
        }
        ("duckdb", "star", Source::Parquet) => {
            (State::WrongAnswer, Some("row 0, column `revenue`: 1.0 instead of 2.0 ± 1e-9".into()))
        }
        ("polars-streaming", "etl", _) => {
            (State::Noisy, Some("8 of 20 samples were disturbed".into()))
        }
        _ => (State::Ok, None),
    }
}

fn file(name: &str, rows: u64) -> FileCard {
    FileCard {
        name: format!("{name}.parquet"),
        rows,
        size_bytes: rows * 17,
        compression: "snappy".into(),
        blake3: format!("{:064x}", Stream::new(rows, name).at(0)),
    }
}

fn environment() -> Environment {
    let cache = |name: &str, size_bytes| Cache { name: name.into(), size_bytes };
    Environment {
        cpu: "Example CPU 9000 (family 26, model 2, stepping 1)".into(),
        cores: 2,
        memory_bytes: 25_000_000_000,
        caches: vec![cache("L1d", 48 << 10), cache("L2", 1 << 20), cache("L3", 32 << 20)],
        instruction_sets: ["sse4_2", "avx", "avx2", "fma"].map(Into::into).into(),
        hypervisor: Some("KVM".into()),
        os: "Example Linux 12".into(),
        kernel: "6.12.3".into(),
        governor: None,
        huge_pages: Some("madvise".into()),
        swap_bytes: 0,
        rustc: "rustc 1.95.0".into(),
        rustflags: String::new(),
        commit: "0123456789abcdef".into(),
        lock: "fedcba9876543210".into(),
    }
}

fn limits() -> Limits {
    let ladder = [
        (32 << 10, 160e9),
        (256 << 10, 120e9),
        (1 << 20, 95e9),
        (8 << 20, 68e9),
        (64 << 20, 44e9),
        (512 << 20, 40e9),
    ];
    let read = [(1usize, 1.0), (2, 1.2)].into_iter().flat_map(|(threads, factor)| {
        ladder.map(|(working_set_bytes, rate)| ReadRate {
            threads,
            working_set_bytes,
            bytes_per_s: rate
                * factor
                * if working_set_bytes < 2 << 20 { threads as f64 } else { 1.0 },
        })
    });
    Limits {
        read: read.collect(),
        page_cache: vec![
            PageCacheRate { threads: 1, bytes_per_s: 11e9 },
            PageCacheRate { threads: 2, bytes_per_s: 18e9 },
        ],
        storage_bytes_per_s: Some(1.9e9),
        timer_resolution_ns: 10.0,
        timer_cost_ns: 22.0,
        measured: "2026-11-22T09:59:00+00:00".into(),
    }
}
