//! Every engine of this worker gives the exact answers.

use std::path::Path;

use engine_testing::{ALL_CELLS, Coverage, check_engine};

/// Cells of the four workloads with vector forms: 4 datasets, 2 sources.
const VECTOR_CELLS: usize = 4 * 4 * 2;

fn check(engine: &str, threads: usize) -> Coverage {
    check_engine(Path::new(env!("CARGO_BIN_EXE_engine-native")), engine, threads)
}

#[track_caller]
fn supports_everything(engine: &str, threads: usize) {
    let coverage = check(engine, threads);
    assert_eq!(coverage, Coverage { checked: ALL_CELLS, ..Coverage::default() });
}

/// On a machine without the instructions, the engine has to say so.
#[track_caller]
fn supports_vector_forms(engine: &str, threads: usize, detected: bool) {
    let coverage = check(engine, threads);
    if !detected {
        let reason = coverage.not_here.expect("the engine declines to start");
        assert!(reason.starts_with("this processor has no AVX"), "{reason}");
        return;
    }
    assert_eq!(coverage.checked, VECTOR_CELLS);
    let declined: Vec<&str> = coverage.unsupported.keys().map(String::as_str).collect();
    let expected = ["etl over parquet", "join over memory", "join over parquet"];
    assert_eq!(declined[..3], expected);
    assert_eq!(declined[3..5], ["star over memory", "star over parquet"]);
    assert_eq!(declined[5..], ["top-k over memory", "top-k over parquet"]);
    for reason in coverage.unsupported.values() {
        assert_eq!(reason, "no vector form of this workload");
    }
}

#[test]
fn scalar() {
    supports_everything("scalar", 1);
}

#[test]
fn rayon_on_one_thread() {
    supports_everything("rayon", 1);
}

#[test]
fn rayon_on_two_threads() {
    supports_everything("rayon", 2);
}

#[test]
fn lanes() {
    supports_vector_forms("lanes", 1, true);
}

#[test]
fn avx2() {
    supports_vector_forms("avx2", 1, kernels::InstructionSet::avx2().is_ok());
}

#[test]
fn avx512() {
    supports_vector_forms("avx512", 1, kernels::InstructionSet::avx512().is_ok());
}

#[test]
fn rayon_with_vectors() {
    supports_vector_forms("rayon+avx2", 2, kernels::InstructionSet::avx2().is_ok());
}
