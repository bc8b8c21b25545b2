//! The test that every engine has to pass: every workload over small datasets that are easy to get
//! wrong, asked of the real worker binary over the real protocol, and compared with the exact
//! answers.
//!
//! An engine's package calls it from an integration test:
//!
//! ```no_run
//! # const WORKER: &str = "target/debug/engine-native";
//! let coverage = engine_testing::check_engine(WORKER.as_ref(), "scalar", 1);
//! assert_eq!(coverage.checked, engine_testing::ALL_CELLS);
//! ```
//!
//! with `env!("CARGO_BIN_EXE_engine-native")` for the path.

mod worker;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dataset_files::{Folder, Options, ensure, read_answer};
use datasets::{Answer, Dataset, Format, Source, Strings, Table, WORKLOADS, Workload};
use harness_protocol::{Hello, Job, Reply, Request};

use crate::worker::Worker;

/// Cells of an engine that supports everything: 4 datasets, each with 7 workloads over both sources
/// and one over Parquet alone.
pub const ALL_CELLS: usize = 4 * 15;

/// What [`check_engine`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Cells (dataset, workload, source) whose answers are right for every literal.
    pub checked: usize,
    /// Workloads and sources that the engine declined, such as `join over memory`, and why.
    pub unsupported: BTreeMap<String, String>,
    /// Why this machine cannot run the engine at all. Then nothing else was found.
    pub not_here: Option<String>,
}

/// Runs every workload over every source with every literal and checks each answer.
///
/// Loads each job once and asks for its first literal again at the end, so that an engine which
/// keeps something from one run to the next is found out.
///
/// # Panics
///
/// If an answer is wrong, the engine fails, or the worker does not keep to the protocol. The message
/// names the engine, the dataset, the workload, the source and the literal.
pub fn check_engine(worker: &Path, engine: &str, threads: usize) -> Coverage {
    let (mut worker, hello) = Worker::start(worker, engine, threads);
    let mut coverage = Coverage::default();
    match hello {
        Hello::Ready { version, .. } => assert!(!version.is_empty(), "{engine} has no version"),
        Hello::Unsupported { reason } | Hello::NotSetUp { reason } => {
            println!("not tested here: {reason}");
            coverage.not_here = Some(reason);
            return coverage;
        }
    }
    let root = tempfile::tempdir().expect("cannot make a temporary folder");
    for dataset in datasets() {
        let folder = generate(&dataset, root.path());
        for workload in WORKLOADS {
            for &source in workload.sources {
                let job = job(workload, source, &folder, root.path());
                let name = format!("{engine}, {}, {} over {source}", dataset.id(), workload.id);
                match check_job(&mut worker, &job, workload, &folder, &name) {
                    Ok(()) => coverage.checked += 1,
                    Err(reason) => {
                        let cell = format!("{} over {source}", workload.id);
                        coverage.unsupported.insert(cell, reason);
                    }
                }
            }
        }
    }
    worker.finish();
    coverage
}

/// Plain data, data with nulls, NaN and heavy skew, a single row, and text as dictionaries.
fn datasets() -> [Dataset; 4] {
    [
        Dataset::with_rows(20_000),
        Dataset::hostile(20_000, 7),
        Dataset::with_rows(1),
        Dataset { strings: Strings::Dictionary, ..Dataset::hostile(20_000, 8) },
    ]
}

/// The files, in row groups so small that there are several.
fn generate(dataset: &Dataset, root: &Path) -> Folder {
    let options = Options { group_rows: 7_000, ..Options::default() };
    let tables = [Table::Ventas, Table::Clientes, Table::Entregas];
    ensure(dataset, &tables, root, &options).expect("cannot generate a small dataset")
}

fn job(workload: &Workload, source: Source, folder: &Folder, root: &Path) -> Job {
    let path = |table: Table| -> PathBuf {
        folder.file(table, Format::Parquet).expect("the table was generated")
    };
    Job {
        workload: workload.id.into(),
        source,
        dataset: folder.manifest().dataset.clone(),
        tables: workload.reads.iter().map(|&(table, _)| (table, path(table))).collect(),
        output: root.join("answer.parquet"),
    }
}

/// Checks one job with all its literals; an error is the engine's reason to decline it.
fn check_job(
    worker: &mut Worker,
    job: &Job,
    workload: &Workload,
    folder: &Folder,
    name: &str,
) -> Result<(), String> {
    match worker.ask(&Request::Load(job.clone())) {
        Reply::Loaded { schema, .. } => assert!(!schema.is_empty(), "{name}: no schema"),
        Reply::Unsupported { reason } => return Err(reason),
        other => panic!("{name}: {other:?} instead of loading"),
    }
    let variants = 0..workload.literals.len();
    for variant in variants.chain([0]) {
        let answer = run(worker, job, variant, name);
        let exact = &folder.manifest().answers[workload.id][variant];
        if let Err(mismatch) = exact.check(&answer) {
            panic!("{name}, literal {}: {mismatch}", workload.literals[variant]);
        }
    }
    Ok(())
}

fn run(worker: &mut Worker, job: &Job, variant: usize, name: &str) -> Answer {
    match worker.ask(&Request::Run { variant }) {
        Reply::Ran { answer, .. } => answer,
        Reply::Wrote { .. } => {
            let answer = read_answer(&job.output).expect("cannot read the engine's file");
            // The next run has to write it again.
            std::fs::remove_file(&job.output).expect("cannot remove the engine's file");
            answer
        }
        other => panic!("{name}, variant {variant}: {other:?} instead of an answer"),
    }
}
