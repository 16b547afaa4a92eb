//! Counts the items that a worker's methods make and swallow.
//!
//! A method is foreign code, so a chain of methods is counted at its two ends. The items that the worker took
//! go in; the items that come out go into its body, or are sent on. If more items come out than went in, the
//! methods made the difference; if fewer, they swallowed it.

use std::panic::{self, AssertUnwindSafe};

use crate::report::counters::{Counter, Counters};
use crate::sync::{AtomicU8, Ordering};

/// Counts the items that come out of a worker's methods. Only that worker writes it.
#[derive(Default)]
pub(crate) struct Methods {
    /// Where they go: [`UNSEEN`], [`TO_A_BODY`] or [`SENT`].
    way: AtomicU8,
    /// How many went into a body.
    passed: Counter,
    /// The largest number of items that came out of one method.
    most: Counter,
    /// Items that a source left out on purpose, as `debounce` does.
    left_out: Counter,
    /// Items that the methods hold now, of a task: the task may be dropped with them at any time.
    pub(crate) held: Counter,
}

/// There are no methods, or they end in a value.
const UNSEEN: u8 = 0;
/// They go into a body, and are counted there.
const TO_A_BODY: u8 = 1;
/// They are sent on, and are counted as given.
const SENT: u8 = 2;

impl Methods {
    /// What comes out goes into a body, unless what that makes goes through further methods and is
    /// sent on.
    #[inline]
    pub(crate) fn lead_to_a_body(&self) {
        if self.way() == UNSEEN {
            self.way.store(TO_A_BODY, Ordering::Relaxed);
        }
    }

    /// What comes out is sent on.
    pub(crate) fn lead_out(&self) {
        self.way.store(SENT, Ordering::Relaxed);
    }

    // Relaxed: one worker writes it, and orders nothing by it, as with a `Counter`.
    fn way(&self) -> u8 {
        self.way.load(Ordering::Relaxed)
    }

    /// One came out that goes into a body.
    #[inline]
    pub(crate) fn pass(&self) {
        self.passed.add(1);
    }

    /// A source left out an item on purpose.
    pub(crate) fn leave_out(&self) {
        self.left_out.add(1);
    }

    /// So many items came out of one method so far.
    #[inline]
    pub(crate) fn came_out(&self, items: u64) {
        if items > self.most.get() {
            self.most.set(items);
        }
    }
}

impl Counters {
    /// How many items came out of its methods.
    fn passed(&self) -> u64 {
        self.passed_of(self.all_taken())
    }

    /// How many items came out of its methods, of so many that it took.
    pub(crate) fn passed_of(&self, taken: u64) -> u64 {
        match self.methods.way() {
            TO_A_BODY => self.methods.passed.get(),
            SENT => {
                let given: u64 = self.given.iter().map(|given| given.get()).sum();
                let out = given + self.dropped.get();
                let failed = self.failed.get();
                // An item that a method failed on was taken, but did not come out. Items that were made
                // after a failure are dropped.
                out.max(taken.min(out + failed))
                    .max(failed + self.dropped.get())
            }
            _ => {
                let came = taken.saturating_sub(self.methods.left_out.get());
                came.max(self.methods.most.get())
            }
        }
    }

    /// Drops `items`, so many of them, that methods had in hand: see [`clear_items`](Counters::clear_items).
    #[cold]
    pub(crate) fn drop_items<T>(&self, items: T, count: u64) {
        self.clear_items(count, || drop(items));
    }

    /// Calls `clear`, which drops so many items that methods had in hand, and counts each once: as dropped, or as
    /// failed if its own drop panics. So the drop comes first: whoever catches the panic counts a failed item.
    pub(crate) fn clear_items(&self, count: u64, clear: impl FnOnce()) {
        let dropped = panic::catch_unwind(AssertUnwindSafe(clear));
        self.drop_in_methods(count.saturating_sub(u64::from(dropped.is_err())));
        if let Err(payload) = dropped {
            panic::resume_unwind(payload);
        }
    }

    /// Counts items as dropped that methods had in hand.
    pub(crate) fn drop_in_methods(&self, items: u64) {
        let items = if self.methods.way() == UNSEEN {
            // Some of them may have been made from others of them.
            let done = self.failed.get() + self.dropped.get();
            items.min(self.passed().saturating_sub(done))
        } else {
            items
        };
        self.methods.passed.add(items);
        self.dropped.add(items);
    }

    /// A method failed: on an item, unless all that was taken came out.
    pub(crate) fn fail_in_methods(&self) {
        if self.methods.way() == TO_A_BODY && self.passed() < self.all_taken() {
            self.methods.pass();
        }
    }
}
