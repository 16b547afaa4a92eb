//! `throttle`: limits the number of items per time.

use std::time::Duration;

use crate::context::time::Time;
use crate::edge::supply::Fused;
use crate::report::state::Pause;
use crate::run::current::Current;
use crate::stage::rate::RateLimit;
use crate::sync::Arc;
use crate::sync::thread::Instant;

/// Yields the items of `items`, at most `most` of them in any span of `time`.
///
/// The first `most` items pass at once. Each further item passes when `time` has elapsed since the
/// item `most` places before it passed.
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
    /// Whether an item counts as passed only when the next one is asked for.
    passes_when_taken: bool,
    /// Whether an item was yielded that does not count as passed yet.
    is_out: bool,
    clock: Time,
    current: Option<Arc<Current>>,
}

impl<I> Throttle<I> {
    /// Spreads the items evenly over the time: one in each `most`th of `time`.
    #[must_use]
    pub fn evenly(mut self) -> Self {
        self.limit.spread_evenly();
        self
    }

    /// Counts an item from the moment when it was taken, which is when the next one is asked for.
    /// For a worker that only sends the items, into an edge of capacity 0.
    #[must_use]
    pub fn when_taken(mut self) -> Self {
        self.passes_when_taken = true;
        self
    }

    /// Waits until `item` may pass. Returns it and the time. Drops it if the worker must stop before
    /// that.
    fn await_turn<T>(&mut self, item: T) -> Option<(T, Instant)> {
        let now = self.clock.now();
        let wait = self.limit.wait(now);
        let Some(current) = &self.current else {
            return Some((item, now));
        };
        if wait.is_zero() {
            return Some((item, now));
        }
        current.pause(wait, Pause::Throttle);
        if current.must_stop() {
            current.counters().drop_items(item, 1);
            return None;
        }
        Some((item, self.clock.now()))
    }

    fn pass(&mut self, now: Instant) {
        self.limit.pass(now);
    }
}

impl<I: Iterator> Iterator for Throttle<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        if std::mem::take(&mut self.is_out) {
            self.pass(self.clock.now());
        }
        // Take the item before any wait: without a further item there is nothing to wait for.
        let item = self.items.next()?;
        let (item, now) = self.await_turn(item)?;
        self.is_out = self.passes_when_taken;
        if !self.is_out {
            self.pass(now);
        }
        Some(item)
    }
}
