//! The physical limits of this machine, measured.

use serde::{Deserialize, Serialize};

/// Rates are decimal bytes per second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Fastest read of a flat `f64` column: one entry per thread count and working-set size.
    pub read: Vec<ReadRate>,
    /// Rate of `read(2)` over a file in the page cache, per thread count.
    pub page_cache: Vec<PageCacheRate>,
    /// Rate of reading a file that is not in the page cache, one thread; `None` if it could not be
    /// evicted.
    pub storage_bytes_per_s: Option<f64>,
    /// Smallest difference the clock can tell and the cost of asking it, in nanoseconds.
    pub timer_resolution_ns: f64,
    pub timer_cost_ns: f64,
    /// When this was measured, RFC 3339.
    pub measured: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReadRate {
    pub threads: usize,
    pub working_set_bytes: u64,
    pub bytes_per_s: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageCacheRate {
    pub threads: usize,
    pub bytes_per_s: f64,
}

/// A lower bound on the time of a cell, and what sets it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    pub seconds: f64,
    /// What binds: `memory read` or `page cache`.
    pub name: &'static str,
}
