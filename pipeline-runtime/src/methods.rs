//! The books of what a worker's methods make and swallow.
//!
//! A method is foreign code, so a chain of them is seen from its two ends: what the worker took goes in,
//! and what comes out goes into its body or is sent on. If more came out, the methods made it; if less,
//! they swallowed it.

use crate::sync::{AtomicU8, Ordering};
use crate::tally::{Counter, Tally};

/// What is known of the items that come out of a worker's methods.
#[derive(Default)]
pub(crate) struct Methods {
    /// Where they go: [`UNSEEN`], [`TO_A_BODY`] or [`SENT`].
    way: AtomicU8,
    /// How many went into a body.
    passed: Counter,
    /// The most that came out of any of them.
    most: Counter,
    /// Items in their hands now, of a task: it may be dropped with them at any time.
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

    // Like a counter, it has one writer.
    fn way(&self) -> u8 {
        self.way.load(Ordering::Relaxed)
    }

    /// One came out that goes into a body.
    #[inline]
    pub(crate) fn pass(&self) {
        self.passed.add(1);
    }

    /// That many came out of one of them so far.
    #[inline]
    pub(crate) fn came_out(&self, items: u64) {
        if items > self.most.get() {
            self.most.set(items);
        }
    }
}

impl Tally {
    /// How many items came out of its methods.
    pub(crate) fn passed(&self) -> u64 {
        let taken = self.all_taken();
        match self.methods.way() {
            TO_A_BODY => self.methods.passed.get(),
            SENT => {
                let given: u64 = self.given.iter().map(|given| given.get()).sum();
                let out = given + self.dropped.get();
                let failed = self.failed.get();
                // What a method failed on was taken, and did not come out. What was made after a
                // failure is dropped.
                out.max(taken.min(out + failed))
                    .max(failed + self.dropped.get())
            }
            _ => taken.max(self.methods.most.get()),
        }
    }

    /// Counts items as dropped that methods had in hand.
    pub(crate) fn drop_in_methods(&self, items: u64) {
        let items = if self.methods.way() == UNSEEN {
            // Some may be made of others of these.
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
