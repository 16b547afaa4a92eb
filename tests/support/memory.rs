//! A counting global allocator, for tests which show that no memory leaks.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicIsize, Ordering};

/// Counts allocations. Use it as a test's `#[global_allocator]`.
pub struct Counting {
    live: AtomicIsize,
}

impl Counting {
    #[must_use]
    #[expect(clippy::new_without_default, reason = "it is made in a static")]
    pub const fn new() -> Self {
        Counting {
            live: AtomicIsize::new(0),
        }
    }

    /// Returns the number of allocations that are not freed.
    pub fn live(&self) -> isize {
        self.live.load(Ordering::SeqCst)
    }
}

// SAFETY: all calls are forwarded to the system allocator, and counting does not touch the memory.
// The provided `realloc` and `alloc_zeroed` call these two methods.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.live.fetch_add(1, Ordering::SeqCst);
        // SAFETY: the caller upholds the contract of `alloc`, which is the same here.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        self.live.fetch_sub(1, Ordering::SeqCst);
        // SAFETY: the caller upholds the contract of `dealloc`, which is the same here.
        unsafe { System.dealloc(block, layout) }
    }
}
