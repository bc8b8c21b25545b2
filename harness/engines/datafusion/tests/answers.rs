//! DataFusion answers every workload right, on clean and on hostile data.

use engine_testing::{ALL_CELLS, check_engine};

const WORKER: &str = env!("CARGO_BIN_EXE_engine-datafusion");

/// With one thread and with all that the machine has.
fn check(engine: &str) {
    let all = std::thread::available_parallelism().unwrap().get();
    for threads in [1, all] {
        assert_eq!(check_engine(WORKER.as_ref(), engine, threads).checked, ALL_CELLS);
    }
}

#[test]
fn every_workload() {
    check("datafusion");
}
