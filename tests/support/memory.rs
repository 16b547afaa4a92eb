//! A global allocator that counts, for tests which show that nothing stays allocated.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicIsize, Ordering};

/// To be a test's `#[global_allocator]`.
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

    /// How many allocations are not freed.
    pub fn live(&self) -> isize {
        self.live.load(Ordering::SeqCst)
    }
}

// SAFETY: all is the system allocator's work; counting changes nothing of it. The provided
// `realloc` and `alloc_zeroed` go through these two.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.live.fetch_add(1, Ordering::SeqCst);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        self.live.fetch_sub(1, Ordering::SeqCst);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(block, layout) }
    }
}
