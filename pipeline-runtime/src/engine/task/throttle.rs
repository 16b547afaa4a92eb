//! `throttle` of futures: limits the number of items per time.

use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::items::Items;
use crate::context::clock::{Clock, Sleep};
use crate::context::time::{LONGEST, after};
use crate::report::state::Pause;
use crate::run::current::Current;
use crate::run::worker::Worker;
use crate::stage::rate::RateLimit;
use crate::sync::Arc;
use crate::sync::thread::Instant;

impl<S: Stream + Unpin, E> Items<S, E> {
    /// Yields the items, at most `most` of them in any span of `time`.
    ///
    /// The first `most` items pass at once. Each further item passes when `time` has elapsed since
    /// the item `most` places before it passed.
    ///
    /// # Panics
    ///
    /// If `most` is 0.
    pub fn throttle(self, most: usize, time: Duration) -> Items<Throttle<S, E>, E> {
        // The throttle is made on its worker, but may be polled elsewhere.
        let clock = Current::get().and_then(|current| current.clock().cloned());
        let time_of_run = self.worker.context().time();
        let throttle = Throttle {
            stream: self.stream,
            limit: RateLimit::new(most, time),
            passes_when_taken: false,
            is_out: false,
            next: None,
            clock: clock.unwrap_or_else(|| Clock::new(time_of_run, None)),
            ahead: Duration::ZERO,
            worker: self.worker.clone(),
        };
        Items::of_method(throttle, self.worker)
    }
}

impl<S: Stream + Unpin, E> Items<Throttle<S, E>, E> {
    /// Spreads the items evenly over the time: one in each `most`th of `time`.
    #[must_use]
    pub fn evenly(mut self) -> Self {
        self.stream.limit.spread_evenly();
        self
    }

    /// Counts an item from the moment when it was taken, which is when the next one is asked for.
    /// For a worker that only sends the items, into an edge of capacity 0.
    #[must_use]
    pub fn when_taken(mut self) -> Self {
        self.stream.passes_when_taken = true;
        self
    }
}

/// See [`Items::throttle`].
pub struct Throttle<S: Stream, E> {
    stream: S,
    limit: RateLimit,
    /// Whether an item counts as passed only when the next one is asked for.
    passes_when_taken: bool,
    /// Whether an item was yielded that does not count as passed yet.
    is_out: bool,
    /// The item that waits until it may pass.
    next: Option<WaitingItem<S::Item>>,
    clock: Arc<Clock>,
    /// How much more time has passed by the user's sleep than by the clock: a test's sleep may
    /// return at once.
    ahead: Duration,
    worker: Worker<E>,
}

struct WaitingItem<T> {
    item: T,
    until: Sleep,
    /// When the wait ends.
    end: Instant,
}

impl<S: Stream + Unpin, E> Unpin for Throttle<S, E> {}

impl<S: Stream + Unpin, E> Stream for Throttle<S, E> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        if this.next.is_none() {
            if std::mem::take(&mut this.is_out) {
                this.limit.pass(this.now());
            }
            let Poll::Ready(item) = Pin::new(&mut this.stream).poll_next(cx) else {
                return Poll::Pending;
            };
            // Take the item before any wait: without a further item there is nothing to wait for.
            let Some(item) = item else {
                return Poll::Ready(None);
            };
            if let Some((item, now)) = this.hold_back(item) {
                return Poll::Ready(Some(this.give(item, now)));
            }
        }
        let Some(next) = &mut this.next else {
            return Poll::Ready(None);
        };
        if next.until.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        let next = this.next.take();
        Poll::Ready(next.map(|next| {
            let counters = this.worker.counters();
            counters.methods.held.subtract(1);
            counters.end_pause();
            // The sleep decides how much time has passed, because it may be the user's own.
            this.ahead += next.end.saturating_duration_since(this.now());
            this.give(next.item, this.now())
        }))
    }
}

impl<S: Stream, E> Throttle<S, E> {
    fn now(&self) -> Instant {
        self.clock.now() + self.ahead
    }

    /// Holds `item` back until it may pass. If it may pass now, returns it, and the time.
    fn hold_back(&mut self, item: S::Item) -> Option<(S::Item, Instant)> {
        let now = self.now();
        let wait = self.limit.wait(now).min(LONGEST);
        if wait.is_zero() {
            return Some((item, now));
        }
        match self.clock.sleep(wait) {
            Ok(until) => {
                let end = after(now, wait);
                self.next = Some(WaitingItem { item, until, end });
            }
            Err(error) => {
                self.worker.fail_to_start(error);
                return Some((item, now));
            }
        }
        let counters = self.worker.counters();
        counters.methods.held.add(1);
        counters.begin_pause(Pause::Throttle);
        None
    }

    fn give(&mut self, item: S::Item, now: Instant) -> S::Item {
        self.is_out = self.passes_when_taken;
        if !self.is_out {
            self.limit.pass(now);
        }
        item
    }
}
