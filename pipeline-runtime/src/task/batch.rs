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
use crate::current::breath;
use crate::edge::Edge;
use crate::sync::Arc;
use crate::tally::Tally;
use crate::worker::Worker;

impl<S: Stream + Unpin, E> Items<S, E> {
    /// The items, each `size` of them as one; the last batch may be smaller.
    ///
    /// # Panics
    ///
    /// If `size` is 0.
    pub fn batch(self, size: usize) -> Items<Batch<S>, E> {
        assert!(size > 0, "a batch of no items is never full: `batch(0)`");
        let batch = Batch {
            stream: Some(self.stream),
            size,
            items: Vec::new(),
            tally: Arc::clone(self.worker.tally()),
        };
        Items::of_method(batch, self.worker)
    }
}

/// See [`Items::batch`].
pub struct Batch<S: Stream> {
    /// Gone at its end.
    stream: Option<S>,
    size: usize,
    items: Vec<S::Item>,
    tally: Arc<Tally>,
}

impl<S: Stream + Unpin> Unpin for Batch<S> {}

impl<S: Stream + Unpin> Stream for Batch<S> {
    type Item = Vec<S::Item>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while this.items.len() < this.size
            && let Some(stream) = &mut this.stream
        {
            match Pin::new(stream).poll_next(cx) {
                Poll::Ready(Some(item)) => {
                    this.items.push(item);
                    this.tally.methods.held.add(1);
                }
                Poll::Ready(None) => this.stream = None,
                Poll::Pending => return Poll::Pending,
            }
        }
        this.tally.methods.held.subtract(this.items.len() as u64);
        let batch = std::mem::take(&mut this.items);
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
    pub fn batch_within<T>(&self, from: Receiver<T>, size: usize, time: Duration) -> Timed<T> {
        assert!(
            size > 0,
            "a batch of no items is never full: `batch_within(0, ...)`"
        );
        Timed {
            from,
            size,
            time,
            clock: Arc::clone(self.clock()),
        }
    }
}

/// See [`Run::batch_within`].
pub struct Timed<T> {
    from: Receiver<T>,
    size: usize,
    time: Duration,
    clock: Arc<Clock>,
}

impl<T, E> Source<E> for Timed<T> {
    type Items = Items<Batches<T, E>, E>;

    fn open(self, worker: &Worker<E>) -> Self::Items {
        let batches = Batches {
            from: Reading::new(self.from, worker, None),
            size: self.size,
            time: self.time,
            clock: self.clock,
            items: Vec::new(),
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
pub struct Batches<T, E> {
    from: Reading<T>,
    size: usize,
    time: Duration,
    clock: Arc<Clock>,
    items: Vec<T>,
    /// When those that are there become a batch.
    end: Option<Sleep>,
    worker: Worker<E>,
}

impl<T, E> Unpin for Batches<T, E> {}

impl<T, E> Batches<T, E> {
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

impl<T, E> Stream for Batches<T, E> {
    type Item = Vec<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<Vec<T>>> {
        let this = &mut *self;
        let tally = Arc::clone(this.worker.tally());
        if this.items.is_empty() {
            this.from.done();
        }
        while this.items.len() < this.size {
            match this.from.poll_more(cx) {
                Poll::Ready(Some(item)) => {
                    this.items.push(item);
                    tally.methods.held.add(1);
                }
                Poll::Ready(None) => break,
                Poll::Pending if this.items.is_empty() => return Poll::Pending,
                // It may only be out of breath: by a test's clock it takes first what is at hand.
                Poll::Pending if breath() == 0 && this.clock.time().is_tested() => {
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
        tally.methods.held.subtract(this.items.len() as u64);
        let batch = std::mem::take(&mut this.items);
        Poll::Ready((!batch.is_empty()).then_some(batch))
    }
}
