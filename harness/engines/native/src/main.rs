//! Hand-written Rust: what the libraries are measured against.
//!
//! Six engines from one source. `scalar` is plain Rust as a competent newcomer writes it, one
//! thread, collections of the standard library. `lanes`, `avx2` and `avx512` run the vector forms of
//! [`kernels`] on one thread, and decline the workloads that have none. `rayon` runs the plain loops
//! on all threads; `rayon+avx2` does the same with the widest vector form of the processor.
//!
//! Choices that the numbers depend on:
//!
//! * A column in memory is one flat slice. A missing number is NaN, a missing text a mark of its
//!   own; both are put in place while loading.
//! * Text stays an Arrow string view, 16 bytes per row, as in Polars; a file with dictionaries is
//!   read as one-byte codes.
//! * Threads share chunks that depend on the data alone, so the answer has the same bits for any
//!   number of threads.

mod columns;
mod mode;
mod parquet_file;
mod questions;
mod tables;
mod text;

use std::process::ExitCode;

use harness_protocol::{Engine, EngineEntry, Job, Outcome, Query, serve};
use mimalloc::MiMalloc;

use crate::mode::Mode;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// From the plainest to the fastest.
const ENGINES: &[EngineEntry] = &[
    ("scalar", |_| open(Mode::scalar())),
    ("lanes", |_| open(Mode::lanes())),
    ("avx2", |_| open(Mode::avx2()?)),
    ("avx512", |_| open(Mode::avx512()?)),
    ("rayon", |settings| open(Mode::rayon(settings.threads)?)),
    ("rayon+avx2", |settings| open(Mode::rayon_avx2(settings.threads)?)),
];

fn main() -> ExitCode {
    serve(ENGINES, "mimalloc")
}

fn open(mode: Mode) -> Outcome<Box<dyn Engine>> {
    Ok(Box::new(Native { mode: mode.into() }))
}

struct Native {
    mode: std::sync::Arc<Mode>,
}

impl Engine for Native {
    fn version(&self) -> String {
        format!(
            "hand-written kernels (rustc {}, arrow {})",
            env!("RUSTC_VERSION"),
            arrow::ARROW_VERSION
        )
    }

    fn load(&mut self, job: &Job) -> Outcome<Box<dyn Query>> {
        questions::load(self.mode.clone(), job)
    }
}
