//! Items made by the worker that reads them: a generator whose methods run beside it.

use crate::scope::Scope;
use crate::source::Source;
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
    type Iter = I::IntoIter;

    fn open(self, _: &Worker<E>) -> Result<Self::Iter, E> {
        Ok((self.0)().into_iter())
    }
}

/// See [`Scope::try_items`](crate::private::Scope::try_items).
pub struct TryInline<F>(pub(crate) F);

impl<I: IntoIterator, F: FnOnce() -> Result<I, E>, E> Source<E> for TryInline<F> {
    type Item = I::Item;
    type Iter = I::IntoIter;

    fn open(self, _: &Worker<E>) -> Result<Self::Iter, E> {
        (self.0)().map(IntoIterator::into_iter)
    }
}
