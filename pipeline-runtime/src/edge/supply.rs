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
    /// nothing. It does not say whether there are more: `next` does. Gives the item that it stopped
    /// at, if it has one in hand.
    #[doc(hidden)]
    fn fold_at_hand<A>(
        &mut self,
        start: A,
        _: impl FnMut(A, Self::Item) -> Step<A>,
    ) -> (A, Option<Self::Item>) {
        (start, None)
    }
}

/// A step that is the last where the loop must stop behind it.
#[inline(always)]
pub(crate) fn until<A, I>(
    must_stop: impl Fn() -> bool,
    mut step: impl FnMut(A, I) -> Step<A>,
) -> impl FnMut(A, I) -> Step<A> {
    move |sum, item| match step(sum, item) {
        Step::Continue(sum) if must_stop() => Step::Break(sum),
        next => next,
    }
}

/// Where the loop over what is at hand puts what it makes.
pub trait Place<O> {
    /// Takes an item in; whether there is a place for another.
    #[doc(hidden)]
    fn put(&mut self, item: O) -> bool;
}

/// Puts what `make` makes of the items that are at hand, as long as there is a place; stops at an
/// error. Gives the item that it has in hand then, if one.
#[inline(always)]
pub(crate) fn put_all<I, O, E>(
    items: &mut impl Supply<Item = I>,
    mut make: impl FnMut(I) -> Result<O, E>,
    mut place: impl Place<O>,
) -> Result<Option<I>, E> {
    let mut made = Ok(());
    let ((), in_hand) = items.fold_at_hand((), |(), item| {
        match make(item) {
            Ok(item) => {
                if place.put(item) {
                    return Step::Continue(());
                }
            }
            Err(error) => made = Err(error),
        }
        Step::Break(())
    });
    made.map(|()| in_hand)
}

/// What any iterator gives, to its first end: that is at hand, however long it thinks.
pub(crate) struct Fused<I>(Option<I>);

impl<I> Fused<I> {
    pub(crate) fn of(items: impl IntoIterator<IntoIter = I>) -> Self {
        Fused(Some(items.into_iter()))
    }
}

impl<I: Iterator> Iterator for Fused<I> {
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

impl<I: Iterator> Supply for Fused<I> {
    #[inline(always)]
    fn fold_at_hand<A>(
        &mut self,
        start: A,
        mut step: impl FnMut(A, I::Item) -> Step<A>,
    ) -> (A, Option<I::Item>) {
        let Some(items) = &mut self.0 else {
            return (start, None);
        };
        let mut sum = start;
        for item in items.by_ref() {
            match step(sum, item) {
                Step::Continue(next) => sum = next,
                Step::Break(end) => return (end, None),
            }
        }
        self.0 = None;
        (sum, None)
    }
}
