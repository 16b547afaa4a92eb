//! Items that a method makes by itself, up to the moment at which their worker must stop.
//!
//! A chain of methods hears of a cancel, and of a reader that left, where it takes an item from the
//! stream. `flat_map`, `chain` and their like may make items for ever and take none meanwhile, and
//! what follows them may let none through. So the expansion puts [`until_stopped`] after each of
//! them: it looks for each item.

use std::iter::FusedIterator;
use std::ops::{Deref, DerefMut};

use crate::current::Current;
use crate::sync::Arc;

/// The items of `items`, up to their first end or to the moment at which the worker must stop.
pub fn until_stopped<I: IntoIterator>(items: I) -> UntilStopped<I::IntoIter> {
    UntilStopped {
        items: Some(items.into_iter()),
        current: Current::get(),
    }
}

/// See [`until_stopped`].
#[derive(Clone)]
pub struct UntilStopped<I> {
    /// Gone at its end.
    items: Option<I>,
    current: Option<Arc<Current>>,
}

impl<I> UntilStopped<I> {
    /// What `next` takes from the items. It looks twice: the stream that the method reads may have
    /// failed meanwhile, and what `chain` has to add is not to follow a failure.
    #[inline]
    fn take<T>(&mut self, next: impl FnOnce(&mut I) -> Option<T>) -> Option<T> {
        let current = self.current.as_deref();
        let must_stop = || sabotage!(MethodsGoOn, current.is_some_and(Current::must_stop), false);
        let items = self.items.as_mut()?;
        let item = if must_stop() { None } else { next(items) };
        if item.is_none() || must_stop() {
            self.items = None;
            return None;
        }
        item
    }
}

impl<I: Iterator> Iterator for UntilStopped<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.take(Iterator::next)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let most = self
            .items
            .as_ref()
            .map_or(Some(0), |items| items.size_hint().1);
        (0, most)
    }
}

impl<I: DoubleEndedIterator> DoubleEndedIterator for UntilStopped<I> {
    #[inline]
    fn next_back(&mut self) -> Option<I::Item> {
        self.take(DoubleEndedIterator::next_back)
    }
}

impl<I: ExactSizeIterator> ExactSizeIterator for UntilStopped<I> {
    fn len(&self) -> usize {
        self.items.as_ref().map_or(0, ExactSizeIterator::len)
    }
}

impl<I: Iterator> FusedIterator for UntilStopped<I> {}

/// What a method gave that is in no table: items, or a value whose own method comes next.
///
/// Items have [`until_stopped`](MaybeItems::until_stopped) of their own; of anything else it is
/// [`Plain`]'s, to which this derefs.
pub struct MaybeItems<T>(Plain<T>);

/// See [`MaybeItems`].
pub struct Plain<T>(Option<T>);

impl<T> MaybeItems<T> {
    /// What a method gave.
    pub fn of(given: T) -> Self {
        MaybeItems(Plain(Some(given)))
    }
}

impl<I: Iterator> MaybeItems<I> {
    /// See [`until_stopped`].
    pub fn until_stopped(&mut self) -> UntilStopped<I> {
        until_stopped(self.0.until_stopped())
    }
}

impl<T> Plain<T> {
    /// The value as it is.
    ///
    /// # Panics
    ///
    /// If it was asked for before.
    pub fn until_stopped(&mut self) -> T {
        self.0.take().expect("the expansion asks once")
    }
}

impl<T> Deref for MaybeItems<T> {
    type Target = Plain<T>;

    fn deref(&self) -> &Plain<T> {
        &self.0
    }
}

impl<T> DerefMut for MaybeItems<T> {
    fn deref_mut(&mut self) -> &mut Plain<T> {
        &mut self.0
    }
}
