//! The engines that can be measured.

use strsim::damerau_levenshtein;

/// One engine: which worker binary runs it and what to expect of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EngineSpec {
    /// Name on the command line and in the report.
    pub name: &'static str,
    /// Package and binary of its worker.
    pub worker: &'static str,
    /// One line for `list` and the report.
    pub about: &'static str,
    /// Whether it can use more than one thread.
    pub parallel: bool,
    /// Whether a run uses it unless told otherwise.
    pub default: bool,
    /// Whether it can leave its work to a cluster elsewhere (`--cluster`).
    pub takes_cluster: bool,
}

/// Every engine, hand-written ones first; reports keep this order.
pub const ENGINES: &[EngineSpec] = &[
    native("scalar", "plain Rust loops, one value at a time", false),
    native("lanes", "portable SIMD: arrays of accumulators, no intrinsics", false),
    native("avx2", "AVX2 intrinsics", false),
    native("avx512", "AVX-512 intrinsics", false),
    native("rayon", "the plain loops, in parallel with Rayon", true),
    native("rayon+avx2", "the widest SIMD kernel here, in parallel with Rayon", true),
    library("polars", "engine-polars", "Polars, in-memory engine", true),
    library("polars-streaming", "engine-polars", "Polars, streaming engine", true),
    library("datafusion", "engine-datafusion", "DataFusion, SQL", true),
    library("duckdb", "engine-duckdb", "DuckDB, SQL", false),
    EngineSpec {
        takes_cluster: true,
        ..library("ballista", "engine-ballista", "Ballista, distributed DataFusion", false)
    },
    library("polars-python", "engine-python", "Polars for Python, default engine", false),
    library("polars-python-memory", "engine-python", "Polars for Python, in-memory engine", false),
    library("pandas", "engine-python", "pandas, for Python", false),
];

const fn native(name: &'static str, about: &'static str, parallel: bool) -> EngineSpec {
    EngineSpec {
        name,
        worker: "engine-native",
        about,
        parallel,
        default: true,
        takes_cluster: false,
    }
}

const fn library(
    name: &'static str,
    worker: &'static str,
    about: &'static str,
    default: bool,
) -> EngineSpec {
    EngineSpec { name, worker, about, parallel: true, default, takes_cluster: false }
}

/// Engines that lie, each in its own way: the test suite requires the harness to catch them. They
/// can be named on the command line, but appear in no list.
pub const SABOTAGE_WORKER: &str = "engine-sabotage";
const SABOTAGE_PREFIX: &str = "sabotage:";

impl EngineSpec {
    /// The engine called `name`.
    ///
    /// # Errors
    ///
    /// If there is none; the error suggests the closest name.
    pub fn find(name: &str) -> anyhow::Result<Self> {
        if let Some(spec) = ENGINES.iter().find(|spec| spec.name == name) {
            return Ok(*spec);
        }
        if name.starts_with(SABOTAGE_PREFIX) {
            let name = String::from(name).leak();
            let about = "an engine that lies";
            return Ok(Self {
                name,
                worker: SABOTAGE_WORKER,
                about,
                parallel: true,
                default: false,
                takes_cluster: false,
            });
        }
        let names = ENGINES.iter().map(|spec| spec.name);
        anyhow::bail!("unknown engine `{name}`{}", suggestion(name, names))
    }

    /// What the worker calls this engine.
    pub fn worker_name(&self) -> &'static str {
        self.name.strip_prefix(SABOTAGE_PREFIX).unwrap_or(self.name)
    }
}

/// The end of an error about an unknown name: the closest known one, or all of them.
pub fn suggestion(typed: &str, known: impl Iterator<Item = &'static str> + Clone) -> String {
    let distance = |name: &&str| damerau_levenshtein(name, typed);
    match known.clone().min_by_key(distance).filter(|name| distance(name) <= 2) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => {
            let names: Vec<String> = known.map(|name| format!("`{name}`")).collect();
            format!("; choose from {}", names.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_gets_a_suggestion() {
        let error = EngineSpec::find("polrs").unwrap_err().to_string();
        assert_eq!(error, "unknown engine `polrs`; did you mean `polars`?");
    }

    #[test]
    fn a_strange_name_gets_the_list() {
        let error = EngineSpec::find("oracle").unwrap_err().to_string();
        assert!(error.starts_with("unknown engine `oracle`; choose from `scalar`, "), "{error}");
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = ENGINES.iter().map(|spec| spec.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ENGINES.len());
    }
}
