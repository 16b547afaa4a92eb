//! `batch` and `batch_within`: items together, as a `Vec`.

use std::time::Duration;

use crate::current::Current;
use crate::edge::Edge;
use crate::filling::{Count, Filling, Measure, Weight};
use crate::queue::Receiver;
use crate::scope::Scope;
use crate::source::{Reading, Source};
use crate::supply::{Each, Supply};
use crate::sync::Arc;
use crate::tally::Tally;
use crate::time::End;
use crate::worker::Worker;

/// The items of `items`, each `size` of them as one; the last batch may be smaller.
///
/// # Panics
///
/// If `size` is 0.
pub fn batch<I: IntoIterator>(items: I, size: usize) -> Batch<I::IntoIter, Count> {
    assert!(size > 0, "a batch of no items is never full: `batch(0)`");
    Batch::new(items, size, Count)
}

/// The items of `items` in batches that weigh at most `max`; an item that alone weighs more is a batch of its
/// own.
pub fn batch_by_weight<I, F>(items: I, max: usize, weigh: F) -> Batch<I::IntoIter, Weight<F>>
where
    I: IntoIterator,
    F: FnMut(&I::Item) -> usize,
{
    Batch::new(items, max, Weight(weigh))
}

/// See [`batch`].
pub struct Batch<I: Iterator, M> {
    items: Each<I>,
    filling: Filling<I::Item, M>,
    current: Option<Arc<Current>>,
}

impl<I: Iterator, M: Measure<I::Item>> Batch<I, M> {
    fn new(items: impl IntoIterator<IntoIter = I>, size: usize, measure: M) -> Self {
        Batch {
            items: Each::of(items),
            filling: Filling::new(size, measure),
            current: Current::get(),
        }
    }
}

impl<I: Iterator, M: Measure<I::Item>> Iterator for Batch<I, M> {
    type Item = Vec<I::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.filling.is_full()
            && let Some(item) = self.items.next()
        {
            self.filling.add(item);
        }
        if let Some(current) = &self.current
            && !self.filling.is_full()
            && current.must_stop()
        {
            // What a cancel cut short is no batch.
            drop_all(&mut self.filling, current.tally());
            return None;
        }
        let batch = self.filling.take();
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
    #[must_use]
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
        let filling = Filling::new(size, Count);
        Timed {
            from,
            filling,
            time,
        }
    }

    /// The items of `from` in batches that weigh at most `max`, as [`batch_by_weight`] makes them. A batch
    /// has fewer items when `time` has passed since its first.
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
        let filling = Filling::new(max, Weight(weigh));
        Timed {
            from,
            filling,
            time,
        }
    }
}

/// See [`Scope::batch_within`](crate::private::Scope::batch_within).
pub struct Timed<T, M> {
    from: Receiver<T>,
    filling: Filling<T, M>,
    time: Duration,
}

impl<T, M: Measure<T>, E> Source<E> for Timed<T, M> {
    type Item = Vec<T>;
    type Crossing = T;
    type Iter = Batches<T, M, E>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        Ok(Batches {
            items: self.from.open(worker)?,
            filling: self.filling,
            time: self.time,
            worker: worker.clone(),
        })
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        Source::<E>::edges(&self.from)
    }
}

/// Batches in time, on the worker that reads them.
pub struct Batches<T, M, E> {
    items: Reading<T>,
    filling: Filling<T, M>,
    time: Duration,
    worker: Worker<E>,
}

/// How many ready items are taken between two looks at the clock: those of some microseconds.
const AT_HAND: u32 = 64;

impl<T, M, E> Batches<T, M, E> {
    /// The next item, if it comes before `end`. `at_hand` counts items since the last look at the clock.
    fn next_until(&mut self, end: Option<&End>, at_hand: &mut u32) -> Option<T> {
        if *at_hand < AT_HAND
            && let Some(item) = self.items.next_at_hand()
        {
            *at_hand += 1;
            return Some(item);
        }
        *at_hand = 0;
        // By a test's clock, a batch has all that came before the advance.
        if end.is_some_and(|end| end.of_system().is_some() && end.is_over()) {
            return None;
        }
        self.items.next_until(end)
    }
}

impl<T, M: Measure<T>, E> Supply for Batches<T, M, E> {}

impl<T, M: Measure<T>, E> Iterator for Batches<T, M, E> {
    type Item = Vec<T>;

    fn next(&mut self) -> Option<Vec<T>> {
        if self.filling.is_empty() {
            self.filling.add(self.items.next()?);
        }
        let end = self.worker.context().time().after(self.time);
        let mut at_hand = 0;
        while !self.filling.is_full() {
            match self.next_until(end.as_ref(), &mut at_hand) {
                Some(item) => self.filling.add(item),
                None => break,
            }
        }
        if self.worker.must_stop() {
            drop_all(&mut self.filling, self.worker.tally());
            return None;
        }
        Some(self.filling.take())
    }
}

/// Drops the items of a batch that a cancel cut short.
fn drop_all<T, M: Measure<T>>(filling: &mut Filling<T, M>, tally: &Tally) {
    let items = filling.take_all();
    let count = items.len() as u64;
    tally.drop_items(items, count);
}
