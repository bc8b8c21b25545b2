//! Parallel work with results in order.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};
use std::thread;

use anyhow::Result;

/// Makes the products of parts `0..parts` on `threads` threads and appends them to `sink` in order.
///
/// Each thread claims the next part, makes its product, waits until all earlier parts are appended,
/// and appends its own. So at most `threads` products exist at any time, and what `sink` receives
/// does not depend on `threads`.
///
/// # Errors
///
/// The first error of `make` or `append`; the other threads then stop after their current part.
pub(crate) fn in_order<P, S: Send>(
    parts: u64,
    threads: usize,
    sink: S,
    make: impl Fn(u64) -> Result<P> + Sync,
    append: impl Fn(&mut S, P) -> Result<()> + Sync,
) -> Result<S> {
    let unclaimed = AtomicU64::new(0);
    let queue = Queue::new(sink);
    let work = || {
        let _guard = AbandonOnPanic(&queue);
        loop {
            let part = unclaimed.fetch_add(1, Relaxed);
            if part >= parts {
                return;
            }
            let product = make(part);
            let appended = queue.in_turn(part, |sink| append(sink, product?));
            if !appended {
                return;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..parts.min(threads as u64) {
            scope.spawn(work);
        }
    });
    queue.into_sink()
}

/// The sink and whose turn it is to append to it.
struct Queue<S> {
    state: Mutex<State<S>>,
    moved: Condvar,
}

struct State<S> {
    sink: S,
    turn: u64,
    /// Set once nobody appends any more.
    stopped: Option<Stop>,
}

/// Why the work ended early.
enum Stop {
    Failed(anyhow::Error),
    /// A thread panicked. The scope of the threads passes the panic on.
    Panicked,
}

impl<S> Queue<S> {
    fn new(sink: S) -> Self {
        let state = State { sink, turn: 0, stopped: None };
        Self { state: Mutex::new(state), moved: Condvar::new() }
    }

    /// Waits for the turn of `part`, then runs `append`. Returns whether to go on.
    fn in_turn(&self, part: u64, append: impl FnOnce(&mut S) -> Result<()>) -> bool {
        let state = self.state.lock().expect("no thread panics while it appends");
        let mut state = self
            .moved
            .wait_while(state, |state| state.turn != part && state.stopped.is_none())
            .expect("no thread panics while it appends");
        if state.stopped.is_some() {
            return false;
        }
        match append(&mut state.sink) {
            Ok(()) => state.turn += 1,
            Err(error) => state.stopped = Some(Stop::Failed(error)),
        }
        self.moved.notify_all();
        state.stopped.is_none()
    }

    fn into_sink(self) -> Result<S> {
        let state = self.state.into_inner().expect("no thread panics while it appends");
        match state.stopped {
            None => Ok(state.sink),
            Some(Stop::Failed(error)) => Err(error),
            Some(Stop::Panicked) => unreachable!("the scope has panicked as well"),
        }
    }
}

/// Wakes the threads that wait for a turn which a panic keeps from coming.
struct AbandonOnPanic<'a, S>(&'a Queue<S>);

impl<S> Drop for AbandonOnPanic<'_, S> {
    fn drop(&mut self) {
        if thread::panicking() {
            // A poisoned lock has already told the others.
            if let Ok(mut state) = self.0.state.lock() {
                state.stopped.get_or_insert(Stop::Panicked);
            }
            self.0.moved.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    fn squares(threads: usize) -> Vec<u64> {
        let append = |sink: &mut Vec<u64>, square| {
            sink.push(square);
            Ok(())
        };
        in_order(100, threads, Vec::new(), |part| Ok(part * part), append).unwrap()
    }

    #[test]
    fn products_come_in_order_for_any_number_of_threads() {
        let expected: Vec<u64> = (0..100).map(|part| part * part).collect();
        for threads in [1, 2, 7, 200] {
            assert_eq!(squares(threads), expected, "{threads} threads");
        }
    }

    #[test]
    fn no_parts_leave_the_sink_as_it_is() {
        let sink = in_order(0, 4, 7, |_| Ok(()), |_, ()| bail!("no part to append")).unwrap();
        assert_eq!(sink, 7);
    }

    #[test]
    fn the_first_failing_part_ends_the_work() {
        let make = |part| if part == 30 { bail!("part {part}") } else { Ok(part) };
        let last = Mutex::new(0);
        let append = |_: &mut (), part| {
            *last.lock().unwrap() = part;
            Ok(())
        };
        let error = in_order(100, 3, (), make, append).unwrap_err();
        assert_eq!(error.to_string(), "part 30");
        assert_eq!(*last.lock().unwrap(), 29);
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_does_not_leave_the_others_waiting() {
        let make = |part| if part == 3 { panic!("on purpose") } else { Ok(part) };
        let _ = in_order(100, 3, (), make, |_, _| Ok(()));
    }
}
