//! Ballista answers every workload over Parquet right, on clean and on hostile data.

use engine_testing::check_engine;

const WORKER: &str = env!("CARGO_BIN_EXE_engine-ballista");

/// 4 datasets with 8 workloads each. 7 workloads are asked over memory as well.
fn check(threads: usize) {
    let coverage = check_engine(WORKER.as_ref(), "ballista", threads);
    assert_eq!(coverage.checked, 4 * 8);
    assert_eq!(coverage.unsupported.len(), 7);
    for (cell, reason) in coverage.unsupported {
        assert!(cell.ends_with(" over memory"), "{cell}: {reason}");
    }
}

// Two tests, so that they run at the same time: every query takes long in a debug build.

#[test]
fn every_workload_with_one_thread() {
    check(1);
}

#[test]
fn every_workload_with_all_threads() {
    check(std::thread::available_parallelism().unwrap().get());
}
