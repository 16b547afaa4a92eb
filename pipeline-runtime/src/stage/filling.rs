//! A batch that is being filled, up to a number of items or up to a weight.

use std::mem;

/// Maximum number of items in a batch that is filled by weight. Items may weigh nothing, so the
/// weight alone is no limit.
const MOST: usize = 32_768;

/// How much of a batch an item takes up.
pub trait Measure<T> {
    /// Maximum number of items in a batch, whatever they weigh.
    #[doc(hidden)]
    const MOST: usize;

    #[doc(hidden)]
    fn measure(&mut self, item: &T) -> usize;
}

/// Each item counts as one.
pub struct Count;

impl<T> Measure<T> for Count {
    const MOST: usize = usize::MAX;

    #[inline]
    fn measure(&mut self, _: &T) -> usize {
        1
    }
}

/// Each item counts as much as the function returns.
pub struct Weight<F>(pub(crate) F);

impl<T, F: FnMut(&T) -> usize> Measure<T> for Weight<F> {
    const MOST: usize = MOST;

    fn measure(&mut self, item: &T) -> usize {
        (self.0)(item)
    }
}

/// The items of a batch, and the item that no longer fitted, with which the next batch begins.
pub(crate) struct Filling<T, M> {
    items: Vec<T>,
    /// How much of the batch the items take up.
    taken: usize,
    size: usize,
    measure: M,
    next: Option<(T, usize)>,
}

impl<T, M: Measure<T>> Filling<T, M> {
    /// Creates an empty batch of this size.
    pub(crate) fn new(size: usize, measure: M) -> Self {
        Filling {
            items: Vec::new(),
            taken: 0,
            size,
            measure,
            next: None,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns whether the batch is full, and takes no further item.
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        let is_full = self.taken >= self.size || self.items.len() >= M::MOST;
        self.next.is_some() || is_full && !self.is_empty()
    }

    /// Adds an item to a batch that is not full.
    #[inline]
    pub(crate) fn add(&mut self, item: T) {
        let more = self.measure.measure(&item);
        let taken = self.taken.saturating_add(more);
        if taken > self.size && !self.is_empty() {
            self.next = Some((item, more));
        } else {
            self.items.push(item);
            self.taken = taken;
        }
    }

    /// Takes out the items, as a batch. The next batch begins with the item that did not fit.
    pub(crate) fn take(&mut self) -> Vec<T> {
        let batch = mem::take(&mut self.items);
        self.taken = 0;
        if let Some((item, taken)) = self.next.take() {
            self.items.push(item);
            self.taken = taken;
        }
        batch
    }

    /// Takes out all items, including the one that did not fit.
    pub(crate) fn take_all(&mut self) -> Vec<T> {
        let mut items = mem::take(&mut self.items);
        items.extend(self.next.take().map(|(item, _)| item));
        self.taken = 0;
        items
    }
}
