//! Iterators that know what is at hand: what the loops of light stages turn on.
//!
//! `next` has to find its way to the ring and back for each item. Where the items are there already,
//! the loop goes through all of them at once, with what it works with in registers.

use std::ops::ControlFlow;

/// Goes on to the next item, or not.
pub(crate) type Step<A> = ControlFlow<A, A>;

/// A worker's items.
pub trait Supply: Iterator {
    /// [`try_fold`](Iterator::try_fold) over items that take no wait; of a supply that knows of none
    /// nothing. It does not say whether there are more: `next` does.
    #[doc(hidden)]
    fn fold_at_hand<A>(&mut self, start: A, _: impl FnMut(A, Self::Item) -> Step<A>) -> A {
        start
    }
}

/// What any iterator gives, to its first end: that is at hand, however long it thinks.
pub(crate) struct Each<I>(Option<I>);

impl<I> Each<I> {
    pub(crate) fn of(items: impl IntoIterator<IntoIter = I>) -> Self {
        Each(Some(items.into_iter()))
    }
}

impl<I: Iterator> Iterator for Each<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        let item = self.0.as_mut()?.next();
        if item.is_none() {
            self.0 = None;
        }
        item
    }
}

impl<I: Iterator> Supply for Each<I> {
    #[inline(always)]
    fn fold_at_hand<A>(&mut self, start: A, mut step: impl FnMut(A, I::Item) -> Step<A>) -> A {
        let mut sum = start;
        while let Some(items) = &mut self.0 {
            let Some(item) = items.next() else {
                self.0 = None;
                return sum;
            };
            match step(sum, item) {
                Step::Continue(next) => sum = next,
                Step::Break(end) => return end,
            }
        }
        sum
    }
}

/// [`Supply::fold_at_hand`], of items that are all at hand.
#[inline(always)]
pub(crate) fn fold<A, I>(
    mut items: impl Iterator<Item = I>,
    start: A,
    mut step: impl FnMut(A, I) -> Step<A>,
) -> A {
    let mut sum = start;
    while let Some(item) = items.next() {
        match step(sum, item) {
            Step::Continue(next) => sum = next,
            Step::Break(end) => return end,
        }
    }
    sum
}
