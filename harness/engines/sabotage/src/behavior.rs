//! Engines whose answer is right, if one comes at all, but not the way it came about.

use std::time::Instant;

use harness_protocol::Reply;

use crate::{State, elapsed_ns, timed};

/// Has the right answer to every literal in a drawer and takes no time to hand it out.
///
/// To be caught by the physical limit: no machine reads the columns in that time.
pub(crate) fn cached_sum(state: &mut State, variant: usize) -> Reply {
    timed(|| state.drawer[variant].clone())
}

/// Stops its clock first and works afterwards, like a query that is planned but never collected.
///
/// To be caught by the supervisor's own clock, which sees a longer round trip, and by the
/// processor time that the system charged.
pub(crate) fn lazy(state: &mut State, variant: usize) -> Reply {
    let start = Instant::now();
    let plan = || state.sales.answer(variant, state.sales.rows());
    let wall_ns = elapsed_ns(start);
    Reply::Ran { wall_ns, answer: plan() }
}

/// Never answers.
///
/// To be caught by the time limit.
pub(crate) fn hangs(_: &mut State, _: usize) -> Reply {
    loop {
        std::thread::park();
    }
}

/// Ends with a signal in the middle of a run.
///
/// To be reported as a crash, without harm to the other engines.
pub(crate) fn crashes(_: &mut State, _: usize) -> Reply {
    std::process::abort()
}

/// Prints a line of its own before it replies, as a library with a debug message left in would.
///
/// To be reported as a failure that shows the line.
pub(crate) fn talks_nonsense(state: &mut State, variant: usize) -> Reply {
    println!("rows processed: many");
    timed(|| state.sales.answer(variant, state.sales.rows()))
}
