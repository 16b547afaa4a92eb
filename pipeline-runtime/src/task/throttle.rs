//! `throttle` of futures: at most so many items in a time.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::clock::{Clock, Sleep};
use super::items::Items;
use crate::current::Current;
use crate::sync::Arc;
use crate::sync::thread::Instant;
use crate::worker::Worker;

impl<S: Stream + Unpin, E> Items<S, E> {
    /// The items, at most `most` of them in any stretch of `time`.
    ///
    /// The first `most` pass at once; each further one when the one `most` before it is `time` ago.
    /// So the moments of the last `most` items are kept.
    ///
    /// # Panics
    ///
    /// If `most` is 0.
    pub fn throttle(self, most: usize, time: Duration) -> Items<Throttle<S, E>, E> {
        assert!(
            most > 0,
            "a throttle of no items lets nothing through: `throttle(0, ...)`"
        );
        // It is made on its worker, and may be polled elsewhere.
        let clock = Current::get().and_then(|current| current.clock().cloned());
        let time_of_run = self.worker.context().time();
        let throttle = Throttle {
            stream: self.stream,
            most,
            time,
            passed: VecDeque::new(),
            next: None,
            clock: clock.unwrap_or_else(|| Clock::new(time_of_run, None)),
            worker: self.worker.clone(),
        };
        Items::new(throttle, self.worker)
    }
}

/// See [`Items::throttle`].
pub struct Throttle<S: Stream, E> {
    stream: S,
    most: usize,
    time: Duration,
    /// When the last items passed, at most `most` of them.
    passed: VecDeque<Instant>,
    /// The item that waits for its time.
    next: Option<Waiting<S::Item>>,
    clock: Arc<Clock>,
    worker: Worker<E>,
}

struct Waiting<T> {
    item: T,
    until: Sleep,
}

impl<S: Stream + Unpin, E> Unpin for Throttle<S, E> {}

impl<S: Stream + Unpin, E> Stream for Throttle<S, E> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        if this.next.is_none() {
            let Poll::Ready(item) = Pin::new(&mut this.stream).poll_next(cx) else {
                return Poll::Pending;
            };
            // Without a further item there is nothing to wait for.
            let Some(item) = item else {
                return Poll::Ready(None);
            };
            let wait = this.wait();
            if wait.is_zero() {
                return Poll::Ready(Some(this.pass(item)));
            }
            match this.clock.sleep(wait) {
                Ok(until) => this.next = Some(Waiting { item, until }),
                Err(error) => {
                    this.worker.fail_to_start(error);
                    return Poll::Ready(Some(this.pass(item)));
                }
            }
            let tally = this.worker.tally();
            tally.held.add(1);
            tally.waited_for_output.start();
        }
        let Some(next) = &mut this.next else {
            return Poll::Ready(None);
        };
        if next.until.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        let next = this.next.take();
        Poll::Ready(next.map(|next| {
            let tally = this.worker.tally();
            tally.held.subtract(1);
            tally.waited_for_output.stop();
            this.pass(next.item)
        }))
    }
}

impl<S: Stream, E> Throttle<S, E> {
    /// How long the next item is to wait.
    fn wait(&mut self) -> Duration {
        if self.passed.len() < self.most {
            return Duration::ZERO;
        }
        let first = self.passed.pop_front();
        first.map_or(Duration::ZERO, |first| {
            self.time.saturating_sub(self.clock.time().since(first))
        })
    }

    fn pass(&mut self, item: S::Item) -> S::Item {
        self.passed.push_back(self.clock.time().now());
        item
    }
}
