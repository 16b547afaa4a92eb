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
    fn try_fold_ready<A>(
        &mut self,
        start: A,
        _: impl FoldStep<A, Self::Item>,
    ) -> (A, Option<Self::Item>) {
        (start, None)
    }
}

/// What a loop over ready items does with each of them.
///
/// A closure is one. But rustc inlines a closure only where it is called in one place, or is small, and a receiver has a
/// loop for each kind of edge. So what is called for every item of a light stage is a type of its own, whose function is always
/// inlined.
pub trait FoldStep<A, I> {
    /// Goes on with the sum, or ends the loop with it.
    #[doc(hidden)]
    fn step(&mut self, sum: A, item: I) -> Step<A>;
}

impl<A, I, F: FnMut(A, I) -> Step<A>> FoldStep<A, I> for F {
    #[inline(always)]
    fn step(&mut self, sum: A, item: I) -> Step<A> {
        self(sum, item)
    }
}

/// The step `step`, which is the last when `must_stop` says so.
pub(crate) struct Until<M, S> {
    pub(crate) must_stop: M,
    pub(crate) step: S,
}

impl<A, I, M: Fn() -> bool, S: FoldStep<A, I>> FoldStep<A, I> for Until<M, S> {
    #[inline(always)]
    fn step(&mut self, sum: A, item: I) -> Step<A> {
        match self.step.step(sum, item) {
            Step::Continue(sum) if (self.must_stop)() => Step::Break(sum),
            next => next,
        }
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
    make: impl FnMut(I) -> Result<O, E>,
    place: impl Place<O>,
) -> Result<Option<I>, E> {
    let mut put = PutStep {
        make,
        place,
        made: Ok(()),
    };
    let ((), in_hand) = items.try_fold_ready((), &mut put);
    put.made.map(|()| in_hand)
}

/// The step that puts what `make` makes of an item into `place`.
struct PutStep<M, P, E> {
    make: M,
    place: P,
    /// The error that ended the loop, if one did.
    made: Result<(), E>,
}

impl<I, O, E, M, P> FoldStep<(), I> for &mut PutStep<M, P, E>
where
    M: FnMut(I) -> Result<O, E>,
    P: Place<O>,
{
    #[inline(always)]
    fn step(&mut self, (): (), item: I) -> Step<()> {
        match (self.make)(item) {
            Ok(item) => {
                if self.place.put(item) {
                    return Step::Continue(());
                }
            }
            Err(error) => self.made = Err(error),
        }
        Step::Break(())
    }
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
    fn try_fold_ready<A>(
        &mut self,
        start: A,
        mut step: impl FoldStep<A, I::Item>,
    ) -> (A, Option<I::Item>) {
        let Some(items) = &mut self.0 else {
            return (start, None);
        };
        let mut sum = start;
        for item in items.by_ref() {
            match step.step(sum, item) {
                Step::Continue(next) => sum = next,
                Step::Break(end) => return (end, None),
            }
        }
        self.0 = None;
        (sum, None)
    }
}
