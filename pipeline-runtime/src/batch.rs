//! `batch` and `batch_within`: items together, as a `Vec`.

use std::time::Duration;

use crate::current::Current;
use crate::edge::Edge;
use crate::queue::Receiver;
use crate::scope::Scope;
use crate::source::{Reading, Source};
use crate::supply::{Each, Supply};
use crate::sync::Arc;
use crate::worker::Worker;

/// The items of `items`, each `size` of them as one; the last batch may be smaller.
///
/// # Panics
///
/// If `size` is 0.
pub fn batch<I: IntoIterator>(items: I, size: usize) -> Batch<I::IntoIter> {
    assert!(size > 0, "a batch of no items is never full: `batch(0)`");
    Batch {
        items: Each::of(items),
        size,
        current: Current::get(),
    }
}

/// See [`batch`].
pub struct Batch<I> {
    items: Each<I>,
    size: usize,
    current: Option<Arc<Current>>,
}

impl<I: Iterator> Iterator for Batch<I> {
    type Item = Vec<I::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch: Vec<_> = self.items.by_ref().take(self.size).collect();
        sabotage!(CutShortIsABatch => return (!batch.is_empty()).then_some(batch));
        if let Some(current) = &self.current
            && batch.len() < self.size
            && current.must_stop()
        {
            // What a cancel cut short is no batch.
            current.tally().drop_in_methods(batch.len() as u64);
            return None;
        }
        (!batch.is_empty()).then_some(batch)
    }
}

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
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
        Timed { from, size, time }
    }
}

/// See [`Scope::batch_within`](crate::private::Scope::batch_within).
pub struct Timed<T> {
    from: Receiver<T>,
    size: usize,
    time: Duration,
}

impl<T, E> Source<E> for Timed<T> {
    type Item = Vec<T>;
    type Iter = Batches<T, E>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        Ok(Batches {
            items: self.from.open(worker)?,
            size: self.size,
            time: self.time,
            worker: worker.clone(),
        })
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        Source::<E>::edges(&self.from)
    }
}

/// Batches in time, on the worker that reads them.
pub struct Batches<T, E> {
    items: Reading<T>,
    size: usize,
    time: Duration,
    worker: Worker<E>,
}

impl<T, E> Supply for Batches<T, E> {}

impl<T, E> Iterator for Batches<T, E> {
    type Item = Vec<T>;

    fn next(&mut self) -> Option<Vec<T>> {
        let mut batch = vec![self.items.next()?];
        let end = self.worker.context().time().after(self.time);
        while batch.len() < self.size {
            match self.items.next_until(end.as_ref()) {
                Some(item) => batch.push(item),
                None => break,
            }
        }
        if self.worker.must_stop() {
            self.worker.tally().dropped.add(batch.len() as u64);
            return None;
        }
        Some(batch)
    }
}
