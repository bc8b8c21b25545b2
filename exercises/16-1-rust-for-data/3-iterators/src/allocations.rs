//! Counts memory allocations, thread by thread. Complete as it is: nothing to solve here.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

/// The system allocator with a counter in front of it.
struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

/// Allocations of the current thread since it started. Growing an allocation counts as one.
pub(crate) fn on_this_thread() -> u64 {
    COUNT.get()
}

/// Runs `work` and returns its result with the number of allocations it made on this thread.
pub(crate) fn during<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = on_this_thread();
    let result = work();
    (result, on_this_thread() - before)
}

fn count_one() {
    COUNT.set(COUNT.get() + 1);
}

// SAFETY: every call goes to `System` unchanged. The counter is a thread-local integer without
// destructor: using it neither allocates nor panics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count_one();
        // SAFETY: the caller keeps the contract of `alloc`, which is the contract of `System`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `System`, because `alloc` and `realloc` take it from there.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count_one();
        // SAFETY: as for `dealloc`; the caller vouches for `new_size`.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}
