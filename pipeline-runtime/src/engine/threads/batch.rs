//! `batch`: collects items into vectors.

use crate::edge::supply::Fused;
use crate::run::current::Current;
use crate::stage::filling::{Count, Filling, Measure, Weight};
use crate::sync::Arc;

/// Yields the items of `items` in batches of `size`. The last batch may be smaller.
///
/// # Panics
///
/// If `size` is 0.
pub fn batch<I: IntoIterator>(items: I, size: usize) -> Batch<I::IntoIter, Count> {
    assert!(size > 0, "a batch of no items is never full: `batch(0)`");
    Batch::new(items, size, Count)
}

/// Yields the items of `items` in batches that weigh at most `max`. An item that alone weighs more
/// is a batch of its own.
pub fn batch_by_weight<I, F>(items: I, max: usize, weigh: F) -> Batch<I::IntoIter, Weight<F>>
where
    I: IntoIterator,
    F: FnMut(&I::Item) -> usize,
{
    Batch::new(items, max, Weight(weigh))
}

/// See [`batch`].
pub struct Batch<I: Iterator, M> {
    items: Fused<I>,
    filling: Filling<I::Item, M>,
    current: Option<Arc<Current>>,
}

impl<I: Iterator, M: Measure<I::Item>> Batch<I, M> {
    fn new(items: impl IntoIterator<IntoIter = I>, size: usize, measure: M) -> Self {
        Batch {
            items: Fused::of(items),
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
            // The input ended because the run is stopped, so this batch is incomplete. Do not yield
            // it, but count its items as dropped.
            let items = self.filling.take_all();
            let count = items.len() as u64;
            current.counters().drop_items(items, count);
            return None;
        }
        let batch = self.filling.take();
        (!batch.is_empty()).then_some(batch)
    }
}
