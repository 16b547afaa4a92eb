//! Generators without a thread of their own: the worker that reads the items also makes them.

use crate::context::Context;
use crate::edge::supply::{FoldStep, Fused, Supply, Until};
use crate::engine::hints::{Never, Stream};
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::Source;
use crate::report::counters::SharedCounter;
use crate::run::worker::Worker;

/// A type that a `generator` can make items from. `M` selects the impl.
///
/// There are two impls, and the bound of the second never holds. Because there are two, rustc
/// checks the bounds before it selects an impl, and selects none for a type that does not iterate.
/// So rustc reports that mistake once: without a resolved source, it has nothing on which to report
/// follow-up errors.
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no items",
    label = "this does not iterate",
    note = "`generator(...)` takes an iterator, a range, a collection, or a block that yields: `generator({{ yield 1; yield 2; }})`"
)]
pub trait Iterates<M> {
    /// The type of the items.
    type Item;
    /// The iterator over the items.
    type Iter: Iterator<Item = Self::Item>;
    /// The source that a worker reads, if `make` returns this type.
    type Source<F>;
    /// The source that a worker reads, if `make` returns this type or an error.
    type TrySource<F>;

    #[doc(hidden)]
    fn iterate(self) -> Self::Iter;
}

/// Selects the impl of [`Iterates`] for types that iterate.
pub struct ByIterator;

#[diagnostic::do_not_recommend]
impl<I: IntoIterator> Iterates<ByIterator> for I {
    type Item = I::Item;
    type Iter = I::IntoIter;
    type Source<F> = Inline<F>;
    type TrySource<F> = TryInline<F>;

    fn iterate(self) -> I::IntoIter {
        self.into_iter()
    }
}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator> Iterates<()> for I
where
    for<'l> Stream<'l>: Never,
{
    type Item = I::Item;
    type Iter = I::IntoIter;
    type Source<F> = Inline<F>;
    type TrySource<F> = TryInline<F>;

    fn iterate(self) -> I::IntoIter {
        self.into_iter()
    }
}

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// Returns a source whose items the reading worker makes: an [`Inline`].
    pub fn items<I, F, S, M>(&self, make: F) -> S
    where
        I: Iterates<M, Source<F> = S>,
        F: FnOnce() -> I + Send + 'scope,
        S: From<Inline<F>>,
    {
        Inline(make).into()
    }

    /// Like [`items`](Scope::items), for a `make` that may fail: a [`TryInline`].
    pub fn try_items<I, F, S, M>(&self, make: F) -> S
    where
        I: Iterates<M, TrySource<F> = S>,
        F: FnOnce() -> Result<I, E> + Send + 'scope,
        S: From<TryInline<F>>,
    {
        TryInline(make).into()
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

/// The items of a generator on the worker that reads them, until the run is drained.
pub struct Made<I> {
    items: Fused<I>,
    /// Counter of the items made.
    taken: SharedCounter,
    context: Context,
}

impl<I: Iterator> Made<I> {
    fn new<E>(items: impl IntoIterator<IntoIter = I>, worker: &Worker<E>) -> Self {
        Made {
            items: Fused::of(items),
            taken: SharedCounter::clone(&worker.counters().taken[0]),
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
    fn try_fold_ready<A>(
        &mut self,
        start: A,
        mut step: impl FoldStep<A, I::Item>,
    ) -> (A, Option<I::Item>) {
        let drained = self.context.drain_flag();
        if drained.is_raised() {
            return (start, None);
        }
        let mut taken = self.taken.batch();
        let counted = |sum: A, item: I::Item| {
            taken.add(1);
            step.step(sum, item)
        };
        let step = Until {
            must_stop: || drained.is_raised(),
            step: counted,
        };
        self.items.try_fold_ready(start, step)
    }
}
