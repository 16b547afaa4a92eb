//! Feeds of futures: streams that wait until the feed has an item.

use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::task::{Context as Task, Poll, ready};
use std::thread::panicking;

use futures_core::Stream;

use super::items::Items;
use super::port::Wait;
use super::source::Source;
use crate::context::clock::Sleep;
use crate::context::time::End;
use crate::edge::{Edge, Receiver};
use crate::run::budget;
use crate::run::foreign;
use crate::run::worker::Worker;
use crate::stage::feed::{Feed, Inlet, Streams};
use crate::sync::Arc;
use crate::sync::thread::Instant;

#[diagnostic::do_not_recommend]
impl<S: Streams, E> Source<E> for S {
    type Items = Items<AsyncFeed<S::Feed, E>, E>;

    fn open(self, worker: &Worker<E>) -> Self::Items {
        let feed = Streams::open(self, worker);
        Items::new(AsyncFeed::new(feed, worker), worker.clone())
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        Streams::edges(self)
    }
}

/// An edge, in the task of the worker that reads it.
pub type Reading<T, E> = AsyncFeed<Inlet<T>, E>;

impl<T, E> Source<E> for Receiver<T> {
    type Items = Items<Reading<T, E>, E>;

    fn open(self, worker: &Worker<E>) -> Self::Items {
        let inlet = Inlet::open(self, worker);
        Items::new(AsyncFeed::new(inlet, worker), worker.clone())
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        vec![Arc::clone(self.edge())]
    }
}

/// A feed, in the task of the worker that reads it.
pub struct AsyncFeed<F: Feed, E> {
    feed: F,
    wait: Wait,
    /// The wait until the feed is due, if it has begun, and its end.
    sleep: Option<(Instant, Sleep)>,
    worker: Worker<E>,
}

impl<F: Feed, E> Unpin for AsyncFeed<F, E> {}

impl<F: Feed, E> AsyncFeed<F, E> {
    pub(crate) fn new(feed: F, worker: &Worker<E>) -> Self {
        AsyncFeed {
            feed,
            wait: Wait::default(),
            sleep: None,
            worker: worker.clone(),
        }
    }

    pub(super) fn feed(&mut self) -> &mut F {
        &mut self.feed
    }

    /// Records that the worker no longer waits for an item.
    pub(super) fn end_wait(&mut self) {
        self.wait
            .note(&self.worker.counters().waited_for_input, true);
    }

    #[inline]
    fn poll_further(&mut self, cx: &mut Task<'_>) -> Poll<Option<F::Item>> {
        let mut polled = self.feed.poll_next(Some(cx.waker()));
        if polled.is_pending() && self.feed.due().is_some() {
            polled = self.poll_due(cx);
        }
        if polled.is_ready() && self.sleep.is_some() {
            self.end_sleep();
        }
        self.wait
            .note(&self.worker.counters().waited_for_input, polled.is_ready());
        polled
    }

    /// Waits until the feed is due. Then returns the item with which it expires.
    fn poll_due(&mut self, cx: &mut Task<'_>) -> Poll<Option<F::Item>> {
        let mut passed = None;
        loop {
            let due = self.feed.due();
            // The budget may be used up. Then the feed may have items that it did not look at, and
            // must not expire.
            let Some(end) = due.filter(|_| budget::left() > 0) else {
                return Poll::Pending;
            };
            if due == passed {
                return Poll::Ready(self.feed.expire());
            }
            ready!(self.poll_sleep(end, cx));
            passed = due;
            // Look once more: items may have been put in after the last look, but before a test
            // advanced its clock.
            let polled = self.feed.poll_next(Some(cx.waker()));
            if polled.is_ready() {
                return polled;
            }
        }
    }

    /// Waits until `due`.
    fn poll_sleep(&mut self, due: Instant, cx: &mut Task<'_>) -> Poll<()> {
        if self.sleep.as_ref().is_none_or(|(until, _)| *until != due) {
            let Some(clock) = self.worker.clock() else {
                return Poll::Pending;
            };
            match clock.sleep_until(&End::new(due, clock.time()), clock.now()) {
                Ok(sleep) => self.sleep = Some((due, sleep)),
                Err(error) => self.worker.fail_to_start(error),
            }
        }
        let slept = match &mut self.sleep {
            Some((_, sleep)) => sleep.as_mut().poll(cx),
            None => Poll::Ready(()),
        };
        if slept.is_ready() {
            self.end_sleep();
        }
        slept
    }

    /// Drops the sleep. Until then, a test's clock counts the worker as a sleeper.
    fn end_sleep(&mut self) {
        let sleep = self.sleep.take();
        // The sleep may be the user's. If its drop panics, the worker still gets its item.
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(|| drop(sleep))) {
            self.worker.panicked(payload);
        }
    }
}

impl<F: Feed, E> Stream for AsyncFeed<F, E> {
    type Item = F::Item;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<F::Item>> {
        match self.feed.next_ready() {
            Some(item) => Poll::Ready(Some(item)),
            None => self.poll_further(cx),
        }
    }
}

impl<F: Feed, E> Drop for AsyncFeed<F, E> {
    fn drop(&mut self) {
        // The worker counts the items that the feed holds. A second panic would abort the process.
        if panicking() {
            foreign::call_quietly(|| self.feed.clear());
        }
    }
}
