//! `throttle`: at most so many items in a time.

use std::time::Duration;

use crate::context::time::Time;
use crate::edge::supply::Fused;
use crate::report::state::Pause;
use crate::run::current::Current;
use crate::stage::rate::RateLimit;
use crate::sync::Arc;

/// The items of `items`, at most `most` of them in any stretch of `time`.
///
/// The first `most` items pass at once. Each further item passes when the item `most` before it passed `time` ago.
///
/// # Panics
///
/// If `most` is 0.
pub fn throttle<I: IntoIterator>(items: I, most: usize, time: Duration) -> Throttle<I::IntoIter> {
    let current = Current::get();
    let clock = current
        .as_ref()
        .map(|current| current.context().time().clone());
    Throttle {
        items: Fused::of(items),
        limit: RateLimit::new(most, time),
        passes_when_taken: false,
        is_out: false,
        clock: clock.unwrap_or_default(),
        current,
    }
}

/// See [`throttle`].
pub struct Throttle<I> {
    items: Fused<I>,
    limit: RateLimit,
    /// An item passes when the next is asked for.
    passes_when_taken: bool,
    /// One was given, and did not pass.
    is_out: bool,
    clock: Time,
    current: Option<Arc<Current>>,
}

impl<I> Throttle<I> {
    /// Spreads the items evenly over the time: one in each `most`th of it.
    #[must_use]
    pub fn evenly(mut self) -> Self {
        self.limit.spread_evenly();
        self
    }

    /// Counts an item from when it was taken: when the next is asked for. For a worker that sends the
    /// items and does nothing else, into an edge where none waits.
    #[must_use]
    pub fn when_taken(mut self) -> Self {
        self.passes_when_taken = true;
        self
    }

    /// Waits until `item` may pass. Drops it if the run stopped before that.
    fn await_turn<T>(&mut self, item: T) -> Option<T> {
        let wait = self.limit.wait(self.clock.now());
        let Some(current) = &self.current else {
            return Some(item);
        };
        if wait.is_zero() {
            return Some(item);
        }
        current.pause(wait, Pause::Throttle);
        if current.must_stop() {
            current.counters().drop_items(item, 1);
            return None;
        }
        Some(item)
    }

    fn pass(&mut self) {
        self.limit.pass(self.clock.now());
    }
}

impl<I: Iterator> Iterator for Throttle<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        if std::mem::take(&mut self.is_out) {
            self.pass();
        }
        // First of all: without a further item there is nothing to wait for.
        let item = self.items.next()?;
        let item = self.await_turn(item)?;
        self.is_out = self.passes_when_taken;
        if !self.is_out {
            self.pass();
        }
        Some(item)
    }
}
