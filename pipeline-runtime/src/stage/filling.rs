//! A batch that is being filled, up to a number of items or up to a weight.

use std::mem;

/// The most items of a batch that is filled by weight. Items may weigh nothing, so the weight alone is no limit.
const MOST: usize = 32_768;

/// How much of a batch an item takes.
pub trait Measure<T> {
    /// The most items of a batch, whatever they weigh.
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

/// Each item counts as much as this function says.
pub struct Weight<F>(pub(crate) F);

impl<T, F: FnMut(&T) -> usize> Measure<T> for Weight<F> {
    const MOST: usize = MOST;

    fn measure(&mut self, item: &T) -> usize {
        (self.0)(item)
    }
}

/// The items of a batch, and the item that it had no room for: the next batch begins with that item.
pub(crate) struct Filling<T, M> {
    items: Vec<T>,
    /// How much of the batch they take.
    taken: usize,
    size: usize,
    measure: M,
    next: Option<(T, usize)>,
}

impl<T, M: Measure<T>> Filling<T, M> {
    /// For batches of this size.
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

    /// Whether the batch is full, and takes no further item.
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

    /// Takes out the items, as a batch.
    pub(crate) fn take(&mut self) -> Vec<T> {
        let batch = mem::take(&mut self.items);
        self.taken = 0;
        if let Some((item, taken)) = self.next.take() {
            self.items.push(item);
            self.taken = taken;
        }
        batch
    }

    /// Takes out all items, with the one that the next batch would begin with.
    pub(crate) fn take_all(&mut self) -> Vec<T> {
        let mut items = mem::take(&mut self.items);
        items.extend(self.next.take().map(|(item, _)| item));
        self.taken = 0;
        items
    }
}
