//! Counts memory allocations.
//!
//! It works in a program that says so, and counts nothing in any other:
//!
//! ```
//! #[global_allocator]
//! static ALLOCATOR: checks::allocations::Counting = checks::allocations::Counting;
//!
//! let (column, made) = checks::allocations::during(|| vec![1.0; 1_000]);
//! assert_eq!((made.count, made.live_bytes), (1, 8_000));
//! drop(column);
//! ```

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system allocator with counters in front of it, one set per thread.
#[derive(Debug, Clone, Copy)]
pub struct Counting;

/// What a thread has allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Allocations {
    /// Calls to the allocator. Growing an allocation counts as one.
    pub count: u64,
    /// Bytes allocated and not freed. Negative if memory was freed that came from before, or from
    /// another thread.
    pub live_bytes: i64,
}

thread_local! {
    static NOW: Cell<Allocations> = const { Cell::new(Allocations { count: 0, live_bytes: 0 }) };
}

/// The allocations of the current thread since it started.
pub fn on_this_thread() -> Allocations {
    NOW.get()
}

/// Runs `work` and returns its result with what it allocated on this thread. The memory of the
/// result is live: it is counted.
pub fn during<T>(work: impl FnOnce() -> T) -> (T, Allocations) {
    let before = NOW.get();
    let result = work();
    let after = NOW.get();
    let made = Allocations {
        count: after.count - before.count,
        live_bytes: after.live_bytes - before.live_bytes,
    };
    (result, made)
}

fn record(count: u64, bytes: i64) {
    let now = NOW.get();
    NOW.set(Allocations { count: now.count + count, live_bytes: now.live_bytes + bytes });
}

// SAFETY: every call goes to `System` unchanged. The counter is a thread-local pair of integers
// without destructor: using it neither allocates nor panics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        record(1, layout.size() as i64);
        // SAFETY: the caller keeps the contract of `alloc`, which is the contract of `System`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        record(1, layout.size() as i64);
        // SAFETY: as for `alloc`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        record(0, -(layout.size() as i64));
        // SAFETY: `pointer` came from `System`, because the other functions take it from there.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        record(1, new_size as i64 - layout.size() as i64);
        // SAFETY: as for `dealloc`; the caller vouches for `new_size`.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[global_allocator]
    static ALLOCATOR: Counting = Counting;

    #[test]
    fn a_column_is_one_allocation() {
        let (column, made) = during(|| vec![0.0_f64; 100]);
        assert_eq!(made, Allocations { count: 1, live_bytes: 800 });
        let (_, freed) = during(|| drop(column));
        assert_eq!(freed, Allocations { count: 0, live_bytes: -800 });
    }

    #[test]
    fn growing_counts_the_difference() {
        let mut column: Vec<u8> = Vec::with_capacity(10);
        let (_, made) = during(|| column.reserve_exact(30));
        assert_eq!(made, Allocations { count: 1, live_bytes: 20 });
    }
}
