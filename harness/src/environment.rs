//! The machine and the build a run belongs to.

use serde::{Deserialize, Serialize};

/// What has to be known to judge a number, and whether two runs may be compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Environment {
    pub cpu: String,
    /// Processors this process may use.
    pub cores: usize,
    pub memory_bytes: u64,
    pub caches: Vec<Cache>,
    /// Instruction sets that matter to the kernels, of those the processor has.
    pub instruction_sets: Vec<String>,
    pub hypervisor: Option<String>,
    pub os: String,
    pub kernel: String,
    pub governor: Option<String>,
    /// Setting of transparent huge pages, such as `madvise`.
    pub huge_pages: Option<String>,
    pub swap_bytes: u64,
    pub rustc: String,
    pub rustflags: String,
    /// Commit of the repository, with `+` if there were uncommitted changes.
    pub commit: String,
    /// BLAKE3 of `Cargo.lock`, first 16 hexadecimal digits.
    pub lock: String,
}

/// One level of cache as the operating system reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    /// `L1d`, `L2`, `L3`.
    pub name: String,
    pub size_bytes: u64,
}
