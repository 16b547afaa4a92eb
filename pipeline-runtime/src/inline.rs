//! Items made by the worker that reads them: a generator whose methods run beside it.

use crate::context::Context;
use crate::scope::Scope;
use crate::source::Source;
use crate::supply::{Each, Step, Supply, until};
use crate::tally::Count;
use crate::worker::Worker;

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// Items made by the worker that reads them.
    pub fn items<I, F>(&self, make: F) -> Inline<F>
    where
        I: IntoIterator,
        F: FnOnce() -> I + Send + 'scope,
    {
        Inline(make)
    }

    /// [`items`](Scope::items) whose making may fail.
    pub fn try_items<I, F>(&self, make: F) -> TryInline<F>
    where
        I: IntoIterator,
        F: FnOnce() -> Result<I, E> + Send + 'scope,
    {
        TryInline(make)
    }
}

/// See [`Scope::items`](crate::private::Scope::items).
pub struct Inline<F>(pub(crate) F);

impl<I: IntoIterator, F: FnOnce() -> I, E> Source<E> for Inline<F> {
    type Item = I::Item;
    type Crossing = ();
    type Iter = Made<I::IntoIter>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        Ok(Made::new((self.0)(), worker))
    }
}

/// See [`Scope::try_items`](crate::private::Scope::try_items).
pub struct TryInline<F>(pub(crate) F);

impl<I: IntoIterator, F: FnOnce() -> Result<I, E>, E> Source<E> for TryInline<F> {
    type Item = I::Item;
    type Crossing = ();
    type Iter = Made<I::IntoIter>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        Ok(Made::new((self.0)()?, worker))
    }
}

/// Items on the worker that makes them, until a drain.
pub struct Made<I> {
    items: Each<I>,
    /// Items made.
    taken: Count,
    context: Context,
}

impl<I: Iterator> Made<I> {
    fn new<E>(items: impl IntoIterator<IntoIter = I>, worker: &Worker<E>) -> Self {
        Made {
            items: Each::of(items),
            taken: Count::clone(&worker.tally().taken[0]),
            context: worker.context().clone(),
        }
    }
}

impl<I: Iterator> Iterator for Made<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        if self.context.is_drained() {
            return None;
        }
        let item = self.items.next()?;
        self.taken.add(1);
        Some(item)
    }
}

impl<I: Iterator> Supply for Made<I> {
    #[inline(always)]
    fn fold_at_hand<A>(
        &mut self,
        start: A,
        mut step: impl FnMut(A, I::Item) -> Step<A>,
    ) -> (A, Option<I::Item>) {
        let drained = self.context.drain_flag();
        if drained.is_raised() {
            return (start, None);
        }
        let mut taken = self.taken.batch();
        let counted = |sum, item| {
            taken.add(1);
            step(sum, item)
        };
        let is_drained = || drained.is_raised();
        self.items.fold_at_hand(start, until(is_drained, counted))
    }
}
