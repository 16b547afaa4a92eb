//! `batch` of futures: collects items into vectors.

use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use super::items::Items;
use crate::report::counters::Counters;
use crate::stage::filling::{Count, Filling, Measure, Weight};
use crate::sync::Arc;

impl<S: Stream + Unpin, E> Items<S, E> {
    /// Yields the items in batches of `size`. The last batch may be smaller.
    ///
    /// # Panics
    ///
    /// If `size` is 0.
    pub fn batch(self, size: usize) -> Items<Batch<S, Count>, E> {
        assert!(size > 0, "a batch of no items is never full: `batch(0)`");
        self.batches(size, Count)
    }

    /// Yields the items in batches that weigh at most `max`. An item that alone weighs more is a
    /// batch of its own.
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
            counters: Arc::clone(self.worker.counters()),
        };
        Items::of_method(batch, self.worker)
    }
}

/// See [`Items::batch`].
pub struct Batch<S: Stream, M> {
    /// `None` after its end.
    stream: Option<S>,
    filling: Filling<S::Item, M>,
    counters: Arc<Counters>,
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
                    this.counters.methods.held.add(1);
                }
                Poll::Ready(None) => this.stream = None,
                Poll::Pending => return Poll::Pending,
            }
        }
        let batch = this.filling.take();
        this.counters.methods.held.subtract(batch.len() as u64);
        Poll::Ready((!batch.is_empty()).then_some(batch))
    }
}
