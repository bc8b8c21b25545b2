//! Engines that use more than they were given, or seem to.

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::Context;
use harness_protocol::Reply;
use rustix::thread::{CpuSet, sched_setaffinity};

use crate::honest::honest;
use crate::{State, timed};

const MIB: usize = 1 << 20;

/// What [`fat_parent`] holds before it becomes the worker.
const INHERITED_MIB: usize = 300;

/// Set once the process has replaced itself.
const REPLACED: &str = "ENGINE_SABOTAGE_REPLACED";

/// Takes every processor of the machine and works with twice the threads that it was given.
///
/// To be caught by the processor time, which exceeds wall time times threads.
pub(crate) fn more_threads(state: &mut State, variant: usize) -> Reply {
    let mut all = CpuSet::new();
    (0..CpuSet::MAX_CPU).for_each(|cpu| all.set(cpu));
    // Failure leaves the affinity as it was, and the lie smaller.
    sched_setaffinity(None, &all).ok();
    let sales = &state.sales;
    timed(|| {
        std::thread::scope(|scope| {
            (0..state.threads * 2).for_each(|_| drop(scope.spawn(keep_busy)));
        });
        sales.answer(variant, sales.rows())
    })
}

/// Long enough for the system's accounting of processor time, which may count in ticks of 10 ms.
fn keep_busy() {
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(100) {
        black_box(start);
    }
}

/// Is honest, but starts with the memory peak of another program: see [`inherit_a_peak`].
///
/// To be *accepted*, with a peak well below 300 MiB: `ru_maxrss` survives `exec`, so a harness that
/// reads it would charge the worker for what its parent held.
pub(crate) fn fat_parent(state: &mut State, variant: usize) -> Reply {
    honest(state, variant)
}

/// Touches 300 MiB and replaces this process by itself.
pub(crate) fn inherit_a_peak() -> anyhow::Result<()> {
    use std::os::unix::process::CommandExt;

    if std::env::var_os(REPLACED).is_some() {
        return Ok(());
    }
    drop(black_box(vec![1_u8; INHERITED_MIB * MIB]));
    let executable = std::env::current_exe().context("cannot find this executable")?;
    let mut again = std::process::Command::new(executable);
    again.args(std::env::args_os().skip(1)).env(REPLACED, "1");
    Err(again.exec()).context("cannot start this executable again")
}

/// Takes memory until there is none left, in the middle of a run.
///
/// To be reported as out of memory. Without a limit it stops at 8 GiB, so that a harness that sets
/// none gets a wrong verdict and not a dead machine.
pub(crate) fn eats_memory(_: &mut State, _: usize) -> Reply {
    let mut eaten = Vec::new();
    while eaten.len() < 8 * 1024 {
        eaten.push(black_box(vec![1_u8; MIB]));
    }
    Reply::Failed { error: "8 GiB were not enough to run out of memory".into() }
}
