//! The experiments whose results you predict in `main.rs`. They are complete: read them, and ask of
//! each value who owns it and where that owner ends.

use std::cell::RefCell;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use checks::allocations::{during, on_this_thread};

use crate::Tracker;

/// What an operation on a column of values costs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) operation: &'static str,
    /// Calls to the allocator.
    pub(crate) allocations: u64,
    /// Whether the values lie where they lay before.
    pub(crate) same_address: bool,
}

/// Five things to do with a column of `rows` values.
pub(crate) fn costs(rows: usize) -> [Cost; 5] {
    let column = vec![1.0; rows];
    let address = column.as_ptr();
    let cost = |operation, made: checks::allocations::Allocations, now: &[f64]| Cost {
        operation,
        allocations: made.count,
        same_address: now.as_ptr() == address,
    };

    let (moved, by_move) = during(|| column);
    let (borrowed, by_borrow) = during(|| &moved[..]);
    let borrow = cost("borrow the column", by_borrow, borrowed);
    let (cloned, by_clone) = during(|| moved.clone());
    let clone = cost("clone the column", by_clone, &cloned);
    let (shared, by_arc_new) = during(|| Arc::new(moved));
    let (second, by_arc_clone) = during(|| Arc::clone(&shared));
    [
        cost("move the column", by_move, &shared),
        borrow,
        clone,
        cost("move it into an Arc", by_arc_new, &shared),
        cost("clone the Arc", by_arc_clone, &second),
    ]
}

/// How many bytes of a column of `rows` values are still live at the end of each function below.
pub(crate) fn live_bytes_at_the_end(rows: usize) -> [(&'static str, i64); 6] {
    [
        ("scope_ended", scope_ended(rows)),
        ("used_for_the_last_time", used_for_the_last_time(rows)),
        ("moved_into_a_function", moved_into_a_function(rows)),
        ("one_arc_dropped", one_arc_dropped(rows)),
        ("forgotten", forgotten(rows)),
        ("in_a_cycle", in_a_cycle(rows)),
    ]
}

fn live_bytes() -> i64 {
    on_this_thread().live_bytes
}

fn scope_ended(rows: usize) -> i64 {
    let before = live_bytes();
    {
        let column = vec![1.0; rows];
        black_box(&column);
    }
    live_bytes() - before
}

fn used_for_the_last_time(rows: usize) -> i64 {
    let before = live_bytes();
    let column = vec![1.0; rows];
    black_box(&column);
    // Nobody uses `column` from here on.
    live_bytes() - before
}

fn moved_into_a_function(rows: usize) -> i64 {
    fn count(column: Vec<f64>) -> usize {
        black_box(&column).len()
    }
    let before = live_bytes();
    let column = vec![1.0; rows];
    black_box(count(column));
    live_bytes() - before
}

fn one_arc_dropped(rows: usize) -> i64 {
    let before = live_bytes();
    let first = Arc::new(vec![1.0; rows]);
    let second = Arc::clone(&first);
    drop(first);
    let live = live_bytes() - before;
    black_box(&second);
    live
}

/// `forget` takes a value and never drops it. It is an ordinary, safe function.
fn forgotten(rows: usize) -> i64 {
    let before = live_bytes();
    let column = vec![1.0; rows];
    std::mem::forget(column);
    live_bytes() - before
}

/// A column that may point to the next one.
struct Link {
    column: Vec<f64>,
    next: RefCell<Option<Rc<Link>>>,
}

fn in_a_cycle(rows: usize) -> i64 {
    let before = live_bytes();
    {
        let link = || Rc::new(Link { column: vec![1.0; rows], next: RefCell::new(None) });
        let (first, second) = (link(), link());
        *first.next.borrow_mut() = Some(Rc::clone(&second));
        *second.next.borrow_mut() = Some(Rc::clone(&first));
        black_box(&first.column);
    }
    live_bytes() - before
}

/// Two trackers in one value.
struct Pair {
    _left: Tracker,
    _right: Tracker,
}

/// Makes ten trackers. In which order do they end? `track` turns a name into a tracker.
pub(crate) fn drop_order(track: impl Fn(&'static str) -> Tracker) {
    let _first = track("first");
    let _ = track("underscore");
    let _table = track("shadowed");
    let _table = track("shadowing");
    let early = track("early");
    drop(early);
    let _pair = Pair { _left: track("left"), _right: track("right") };
    let _rows = Vec::from([track("row 0"), track("row 1")]);
    let moved = track("moved");
    consume(moved);
}

fn consume(_tracker: Tracker) {}
