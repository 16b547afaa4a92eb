//! `batch` and `batch_within` of futures: items together, as a `Vec`.

use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::clock::{Clock, Sleep};
use super::items::Items;
use super::receiver::Receiver;
use super::room::Room;
use super::run::Run;
use super::source::{Reading, Source};
use crate::budget;
use crate::edge::Edge;
use crate::filling::{Count, Filling, Measure, Weight};
use crate::sync::Arc;
use crate::tally::Tally;
use crate::worker::Worker;

impl<S: Stream + Unpin, E> Items<S, E> {
    /// The items, each `size` of them as one; the last batch may be smaller.
    ///
    /// # Panics
    ///
    /// If `size` is 0.
    pub fn batch(self, size: usize) -> Items<Batch<S, Count>, E> {
        assert!(size > 0, "a batch of no items is never full: `batch(0)`");
        self.batches(size, Count)
    }

    /// The items in batches that weigh at most `max`; an item that alone weighs more is a batch of its own.
    pub fn batch_by_weight<F>(self, max: usize, weigh: F) -> Items<Batch<S, Weight<F>>, E>
    where
        F: FnMut(&S::Item) -> usize,
    {
        self.batches(max, Weight(weigh))
    }

    fn batches<M: Measure<S::Item>>(self, size: usize, measure: M) -> Items<Batch<S, M>, E> {
        let batch = Batch {
            stream: Some(self.stream),
            filling: Filling::new(size, measure),
            tally: Arc::clone(self.worker.tally()),
        };
        Items::of_method(batch, self.worker)
    }
}

/// See [`Items::batch`].
pub struct Batch<S: Stream, M> {
    /// Gone at its end.
    stream: Option<S>,
    filling: Filling<S::Item, M>,
    tally: Arc<Tally>,
}

impl<S: Stream + Unpin, M> Unpin for Batch<S, M> {}

impl<S: Stream + Unpin, M: Measure<S::Item>> Stream for Batch<S, M> {
    type Item = Vec<S::Item>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while !this.filling.is_full()
            && let Some(stream) = &mut this.stream
        {
            match Pin::new(stream).poll_next(cx) {
                Poll::Ready(Some(item)) => {
                    this.filling.add(item);
                    this.tally.methods.held.add(1);
                }
                Poll::Ready(None) => this.stream = None,
                Poll::Pending => return Poll::Pending,
            }
        }
        let batch = this.filling.take();
        this.tally.methods.held.subtract(batch.len() as u64);
        Poll::Ready((!batch.is_empty()).then_some(batch))
    }
}

impl<'p, E: Send + 'p> Run<'p, E> {
    /// The items of `from`, up to `size` of them as one: fewer when `time` has passed since the
    /// first.
    ///
    /// # Panics
    ///
    /// If `size` is 0.
    pub fn batch_within<T>(
        &self,
        from: Receiver<T>,
        size: usize,
        time: Duration,
    ) -> Timed<T, Count> {
        assert!(
            size > 0,
            "a batch of no items is never full: `batch_within(0, ...)`"
        );
        self.timed(from, Filling::new(size, Count), time)
    }

    /// The items of `from` in batches that weigh at most `max`, as
    /// [`batch_by_weight`](Items::batch_by_weight) makes them. A batch has fewer items when `time` has passed
    /// since its first.
    pub fn batch_by_weight_within<T, F>(
        &self,
        from: Receiver<T>,
        max: usize,
        weigh: F,
        time: Duration,
    ) -> Timed<T, Weight<F>>
    where
        F: FnMut(&T) -> usize,
    {
        self.timed(from, Filling::new(max, Weight(weigh)), time)
    }

    fn timed<T, M>(
        &self,
        from: Receiver<T>,
        filling: Filling<T, M>,
        time: Duration,
    ) -> Timed<T, M> {
        Timed {
            from,
            filling,
            time,
            clock: Arc::clone(self.clock()),
        }
    }
}

/// See [`Run::batch_within`].
pub struct Timed<T, M> {
    from: Receiver<T>,
    filling: Filling<T, M>,
    time: Duration,
    clock: Arc<Clock>,
}

impl<T, M: Measure<T>, E> Source<E> for Timed<T, M> {
    type Items = Items<Batches<T, M, E>, E>;

    fn open(self, worker: &Worker<E>) -> Self::Items {
        let batches = Batches {
            from: Reading::new(self.from, worker, None),
            filling: self.filling,
            time: self.time,
            clock: self.clock,
            end: None,
            worker: worker.clone(),
        };
        Items::new(batches, worker.clone())
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        vec![Arc::clone(self.from.edge())]
    }

    fn rooms(&self) -> Vec<Arc<Room>> {
        vec![Arc::clone(self.from.room())]
    }
}

/// Batches in time, on the worker that reads them.
pub struct Batches<T, M, E> {
    from: Reading<T>,
    filling: Filling<T, M>,
    time: Duration,
    clock: Arc<Clock>,
    /// When those that are there become a batch.
    end: Option<Sleep>,
    worker: Worker<E>,
}

impl<T, M, E> Unpin for Batches<T, M, E> {}

impl<T, M, E> Batches<T, M, E> {
    /// Waits until those that are there become a batch.
    fn poll_end(&mut self, cx: &mut Task<'_>) -> Poll<()> {
        if self.end.is_none() {
            match self.clock.sleep(self.time) {
                Ok(end) => self.end = Some(end),
                Err(error) => self.worker.fail_to_start(error),
            }
        }
        match &mut self.end {
            Some(end) => end.as_mut().poll(cx),
            None => Poll::Ready(()),
        }
    }
}

impl<T, M: Measure<T>, E> Stream for Batches<T, M, E> {
    type Item = Vec<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<Vec<T>>> {
        let this = &mut *self;
        let tally = Arc::clone(this.worker.tally());
        if this.filling.is_empty() {
            this.from.done();
        }
        while !this.filling.is_full() {
            let may_go_on = budget::left() > 0;
            match this.from.poll_more(cx) {
                Poll::Ready(Some(item)) => {
                    this.filling.add(item);
                    tally.methods.held.add(1);
                }
                Poll::Ready(None) => break,
                Poll::Pending if this.filling.is_empty() => return Poll::Pending,
                // Its budget is used up: by a test's clock it takes first what is at hand.
                Poll::Pending if !may_go_on && this.clock.time().is_tested() => {
                    return Poll::Pending;
                }
                Poll::Pending => {
                    if this.poll_end(cx).is_pending() {
                        return Poll::Pending;
                    }
                    break;
                }
            }
        }
        this.end = None;
        let batch = this.filling.take();
        tally.methods.held.subtract(batch.len() as u64);
        Poll::Ready((!batch.is_empty()).then_some(batch))
    }
}
