//! Iterators that can run one loop over all items that are ready, for stages with light bodies.
//!
//! Each call of `next` has to find its way to the ring and back. If items are ready, one loop goes
//! through all of them, and keeps its state in registers.

use std::ops::ControlFlow;

/// Result of a loop's step: continue with the next item, or end the loop.
pub(crate) type Step<A> = ControlFlow<A, A>;

/// Iterator over a worker's items.
pub trait Supply: Iterator {
    /// Folds over the items that are available without waiting, like
    /// [`try_fold`](Iterator::try_fold).
    ///
    /// Returns the sum, and the item that was taken and not passed to the step, if there is one.
    /// Does not say whether more items follow: `next` does. By default, no items are known to be
    /// available.
    #[doc(hidden)]
    fn try_fold_ready<A>(
        &mut self,
        start: A,
        _: impl FoldStep<A, Self::Item>,
    ) -> (A, Option<Self::Item>) {
        (start, None)
    }
}

/// The step of a loop over ready items.
///
/// Closures are steps. But rustc inlines a closure only if it is small or called in one place, and
/// a receiver has a loop for each kind of edge. So each step that runs for every item of a light
/// stage is a type of its own, whose function is always inlined.
pub trait FoldStep<A, I> {
    /// Adds an item to the sum, and continues or ends the loop.
    #[doc(hidden)]
    fn step(&mut self, sum: A, item: I) -> Step<A>;
}

impl<A, I, F: FnMut(A, I) -> Step<A>> FoldStep<A, I> for F {
    #[inline(always)]
    fn step(&mut self, sum: A, item: I) -> Step<A> {
        self(sum, item)
    }
}

/// Runs `step`, and ends the loop once `must_stop` returns true.
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

/// Destination of the outputs of a loop over ready items.
pub trait Place<O> {
    /// Puts an item in. Returns whether there is room for another.
    #[doc(hidden)]
    fn put(&mut self, item: O) -> bool;
}

/// Applies `make` to the ready items and puts the results into `place`, until there is no more room
/// or `make` fails. Returns the item that was taken and not passed to `make`, if there is one.
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

/// The step that applies `make` to an item and puts the result into `place`.
struct PutStep<M, P, E> {
    make: M,
    place: P,
    /// The error that ended the loop, if any.
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

/// Any iterator, up to its first `None`. Its items count as ready, however long `next` takes.
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
