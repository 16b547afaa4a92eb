//! Counts the items that a worker's methods make and swallow.
//!
//! A method is foreign code, so a chain of methods is counted at its two ends. The items that the
//! worker took go in. The items that come out go into the worker's body, or are sent on. If more
//! items come out than went in, the methods made the difference. If fewer come out, the methods
//! swallowed it.

use std::panic::{self, AssertUnwindSafe};

use crate::report::counters::{Counter, Counters};
use crate::sync::{AtomicU8, Ordering};

/// Counts the items that come out of a worker's methods. Only the worker writes these counters.
#[derive(Default)]
pub(crate) struct Methods {
    /// Where the items go: [`UNSEEN`], [`TO_A_BODY`] or [`SENT`].
    way: AtomicU8,
    /// Number of items that went into a body.
    passed: Counter,
    /// Largest number of items that came out of any one method.
    most: Counter,
    /// Items that a source left out on purpose, as `debounce` does.
    left_out: Counter,
    /// Items that the methods of a task hold now. The task may be dropped together with them at any
    /// time.
    pub(crate) held: Counter,
}

/// There are no methods, or they end in a value.
const UNSEEN: u8 = 0;
/// The items go into a body, and are counted there.
const TO_A_BODY: u8 = 1;
/// The items are sent on, and are counted as given.
const SENT: u8 = 2;

impl Methods {
    /// Notes that the items go into a body. Does nothing if the body's results go through further
    /// methods and are sent on.
    #[inline]
    pub(crate) fn lead_to_a_body(&self) {
        if self.way() == UNSEEN {
            self.way.store(TO_A_BODY, Ordering::Relaxed);
        }
    }

    /// Notes that the items are sent on.
    pub(crate) fn lead_out(&self) {
        self.way.store(SENT, Ordering::Relaxed);
    }

    // Relaxed is enough: one worker writes it, and orders nothing by it, as with a `Counter`.
    fn way(&self) -> u8 {
        self.way.load(Ordering::Relaxed)
    }

    /// Counts an item that goes into a body.
    #[inline]
    pub(crate) fn pass(&self) {
        self.passed.add(1);
    }

    /// Returns whether all items that were taken and not left out count as passed: those in hand,
    /// too.
    pub(super) fn pass_all(&self) -> bool {
        self.way() == UNSEEN
    }

    /// Counts an item that a source left out on purpose.
    pub(crate) fn leave_out(&self) {
        self.left_out.add(1);
    }

    /// Notes that one method has given `items` items so far.
    #[inline]
    pub(crate) fn came_out(&self, items: u64) {
        if items > self.most.get() {
            self.most.set(items);
        }
    }
}

impl Counters {
    /// Returns how many items came out of the worker's methods.
    fn passed(&self) -> u64 {
        self.passed_of(self.all_taken())
    }

    /// Returns how many items came out of the worker's methods, if the worker took `taken` items.
    pub(crate) fn passed_of(&self, taken: u64) -> u64 {
        match self.methods.way() {
            TO_A_BODY => self.methods.passed.get(),
            SENT => {
                let given: u64 = self.given.iter().map(|given| given.get()).sum();
                let out = given + self.dropped.get();
                let failed = self.failed.get();
                // An item on which a method failed was taken, but did not come out. Items that were
                // made after a failure are dropped.
                out.max(taken.min(out + failed))
                    .max(failed + self.dropped.get())
            }
            _ => {
                let came = taken.saturating_sub(self.methods.left_out.get());
                came.max(self.methods.most.get())
            }
        }
    }

    /// Drops `items`, which are `count` items that methods had in hand. See
    /// [`clear_items`](Counters::clear_items).
    #[cold]
    pub(crate) fn drop_items<T>(&self, items: T, count: u64) {
        self.clear_items(count, || drop(items));
    }

    /// Calls `clear`, which drops `count` items that methods had in hand. Counts each of them once:
    /// as dropped, or as failed if its own drop panics. The drop comes first, because the caller
    /// that catches the panic counts one failed item.
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
            // Some of these items may have been made from others of them.
            let done = self.failed.get() + self.dropped.get();
            items.min(self.passed().saturating_sub(done))
        } else {
            items
        };
        self.methods.passed.add(items);
        self.dropped.add(items);
    }

    /// Counts a failure of a method. It failed on an item, unless all taken items have come out.
    pub(crate) fn fail_in_methods(&self) {
        if self.methods.way() == TO_A_BODY && self.passed() < self.all_taken() {
            self.methods.pass();
        }
    }
}
