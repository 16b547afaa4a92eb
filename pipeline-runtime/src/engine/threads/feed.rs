//! Feeds on threads: iterators that block until the feed has an item.

use std::mem;
use std::task::{Poll, Waker};
use std::thread::panicking;
use std::time::Duration;

use crate::context::time::{End, Time};
use crate::edge::Edge;
use crate::edge::blocking::{BURST, block};
use crate::edge::supply::{FoldStep, Supply};
use crate::engine::threads::source::Source;
use crate::report::counters::Counters;
use crate::run::foreign;
use crate::run::stopper::Stopper;
use crate::run::worker::Worker;
use crate::stage::feed::{Feed, Streams};
use crate::sync::thread::{Instant, Patience};
use crate::sync::{Arc, Listener};

#[diagnostic::do_not_recommend]
impl<S: Streams, E> Source<E> for S {
    type Item = S::Item;
    type Crossing = S::Crossing;
    type Iter = BlockingFeed<S::Feed>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        Ok(BlockingFeed::new(Streams::open(self, worker), worker))
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        Streams::edges(self)
    }
}

/// A feed, on the thread of the worker that reads it.
pub struct BlockingFeed<F: Feed> {
    feed: F,
    counters: Arc<Counters>,
    stopper: Arc<Stopper>,
    listener: Listener,
    time: Time,
    /// Number of items that the worker had taken at its last wait.
    taken: u64,
    /// Duration of the last wait.
    last_wait: Duration,
}

impl<F: Feed> BlockingFeed<F> {
    pub(crate) fn new<E>(feed: F, worker: &Worker<E>) -> Self {
        BlockingFeed {
            feed,
            counters: Arc::clone(worker.counters()),
            stopper: Arc::clone(worker.stopper()),
            listener: Listener::default(),
            time: worker.context().time().clone(),
            taken: 0,
            last_wait: Duration::ZERO,
        }
    }

    pub(crate) fn feed(&mut self) -> &mut F {
        &mut self.feed
    }

    #[cold]
    fn wait(&mut self) -> Option<F::Item> {
        let taken = self.counters.all_taken();
        let burst = taken - mem::replace(&mut self.taken, taken);
        let mut patience = if burst > BURST {
            self.last_wait = Duration::ZERO;
            Patience::of_many()
        } else {
            Patience::of_one().after(self.last_wait)
        };
        // Spin first without timing the wait: reading the clock would cost as much as a short wait.
        while patience.is_young() {
            patience.pause();
            if let Poll::Ready(next) = poll(&mut self.feed, &self.counters, None) {
                self.last_wait = Duration::ZERO;
                return next;
            }
        }
        let counters = Arc::clone(&self.counters);
        let start = Instant::now();
        let next = counters
            .waited_for_input
            .time(|| self.wait_long(&counters, patience));
        self.last_wait = start.elapsed();
        next
    }

    /// Blocks until the feed has an item or is due.
    fn wait_long(&mut self, counters: &Counters, mut patience: Patience) -> Option<F::Item> {
        loop {
            let due = self.feed.due();
            let end = due.map(|due| End::new(due, &self.time));
            // With a test's clock, the feed first takes all items sent before the clock was
            // advanced.
            if !self.time.is_tested() && end.as_ref().is_some_and(End::is_over) {
                return self.feed.expire();
            }
            let feed = &mut self.feed;
            let next = block(
                mem::replace(&mut patience, Patience::none()),
                end.as_ref(),
                &self.stopper,
                &mut self.listener,
                |waker| match poll(feed, counters, waker) {
                    Poll::Ready(next) => Poll::Ready(Some(next)),
                    Poll::Pending if feed.due() != due => Poll::Ready(None),
                    Poll::Pending => Poll::Pending,
                },
            );
            match next {
                Some(Some(next)) => return next,
                // The poll has changed when the feed is due. Wait again, until the new time.
                Some(None) => {}
                None if self.stopper.must_stop() => return None,
                None => return self.feed.expire(),
            }
        }
    }
}

impl<F: Feed> Iterator for BlockingFeed<F> {
    type Item = F::Item;

    #[inline]
    fn next(&mut self) -> Option<F::Item> {
        match poll(&mut self.feed, &self.counters, None) {
            Poll::Ready(next) => next,
            Poll::Pending => self.wait(),
        }
    }
}

/// Polls `feed`. Its comparisons, copies, weights and drops run the user's code, which may panic.
#[inline(always)]
fn poll<F: Feed>(
    feed: &mut F,
    counters: &Counters,
    waker: Option<&Waker>,
) -> Poll<Option<F::Item>> {
    let failing = FailingFeed(counters);
    let polled = feed.poll_next(waker);
    mem::forget(failing);
    polled
}

/// Dropped when a feed panics. The worker counts one item as failed, so that item no longer counts
/// as held by the feed.
struct FailingFeed<'t>(&'t Counters);

impl Drop for FailingFeed<'_> {
    fn drop(&mut self) {
        self.0.methods.held.subtract(1);
    }
}

impl<F: Feed> Drop for BlockingFeed<F> {
    fn drop(&mut self) {
        let held = self.counters.methods.held.take();
        if panicking() {
            foreign::call_quietly(|| self.feed.clear());
            self.counters.drop_in_methods(held);
        } else {
            self.counters.clear_items(held, || self.feed.clear());
        }
    }
}

impl<F: Feed> Supply for BlockingFeed<F> {
    #[inline(always)]
    fn try_fold_ready<A>(
        &mut self,
        start: A,
        step: impl FoldStep<A, F::Item>,
    ) -> (A, Option<F::Item>) {
        self.feed.try_fold_ready(start, step)
    }
}
