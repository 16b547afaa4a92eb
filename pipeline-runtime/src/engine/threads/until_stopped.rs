//! Ends the items of an iterator method when the worker must stop.
//!
//! A chain of methods normally learns of a cancel, or of the loss of its last receiver, when it
//! takes an item from the stream. But `flat_map`, `chain` and similar methods may make items for
//! ever without taking one, and a method after them may let none through. So the expansion puts
//! [`until_stopped`] after each of these methods: it checks for each item whether the worker must
//! stop.

use std::iter::FusedIterator;
use std::ops::{Deref, DerefMut};

use crate::context::Context;
use crate::edge::Edge;
use crate::run::current::Current;
use crate::sync::Arc;

/// Yields the items of `items` until their end, or until the worker must stop.
pub fn until_stopped<I: IntoIterator>(items: I) -> UntilStopped<I::IntoIter> {
    UntilStopped {
        items: Some(items.into_iter()),
        given: 0,
        stop: Current::get().map(StopSignals::of),
    }
}

/// See [`until_stopped`].
#[derive(Clone)]
pub struct UntilStopped<I> {
    /// `None` after the end of the items.
    items: Option<I>,
    /// Number of items that the method has yielded.
    given: u64,
    /// `None` if a pipeline runs in the drop of a thread-local.
    stop: Option<StopSignals>,
}

/// Tells whether the worker must stop. Holds references to the flags that are checked for each
/// item.
#[derive(Clone)]
struct StopSignals {
    context: Context,
    only: Option<Arc<Edge>>,
    /// Whether the worker fills several streams.
    has_branches: bool,
    /// Whether the worker fills no stream: its methods end in a value. Nothing else counts the
    /// items then.
    is_last: bool,
    current: Arc<Current>,
}

impl StopSignals {
    fn of(current: Arc<Current>) -> Self {
        let only = current.only_filled();
        let is_last = current.is_last();
        StopSignals {
            context: current.context().clone(),
            has_branches: only.is_none() && !is_last,
            only,
            is_last,
            current,
        }
    }

    #[inline(always)]
    fn is_near(&self) -> bool {
        self.context.is_stopped()
            || self.has_branches
            || self.only.as_ref().is_some_and(|edge| edge.is_unwanted())
    }

    /// Returns whether the worker must stop. If so, records that the run was cut short.
    #[inline(always)]
    fn is_there(&self) -> bool {
        self.is_near() && self.current.must_stop()
    }
}

impl<I> UntilStopped<I> {
    /// Takes an item with `next`. Checks for a stop before and after: the stream that the method
    /// reads may fail in between, and the items that `chain` adds must not follow a failure.
    #[inline]
    fn take<T>(&mut self, next: impl FnOnce(&mut I) -> Option<T>) -> Option<T> {
        if self.must_stop() {
            self.items = None;
        }
        let Some(item) = next(self.items.as_mut()?) else {
            self.items = None;
            return None;
        };
        if let Some(stop) = &self.stop
            && stop.is_last
        {
            self.given += 1;
            stop.current.counters().methods.came_out(self.given);
        }
        if self.must_stop() {
            self.drop_one(item);
            return None;
        }
        Some(item)
    }

    #[inline(always)]
    fn must_stop(&self) -> bool {
        match &self.stop {
            Some(stop) => stop.is_there(),
            None => false,
        }
    }

    #[cold]
    fn drop_one<T>(&mut self, item: T) {
        self.items = None;
        if let Some(stop) = &self.stop {
            stop.current.counters().drop_items(item, 1);
        }
    }
}

impl<I: Iterator> Iterator for UntilStopped<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.take(Iterator::next)
    }

    // The default `size_hint`: this iterator may end early, and the hint of `items` may be wrong.
    // Adapters would rely on it.
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

/// The result of a method that the macro does not know: an iterator, or another value on which the
/// next method is called.
///
/// For an iterator, `until_stopped` is [`MaybeItems::until_stopped`]. For any other value that
/// method does not apply, so rustc dereferences to [`Plain`] and finds the method there.
pub struct MaybeItems<T>(Plain<T>);

/// See [`MaybeItems`].
pub struct Plain<T>(Option<T>);

impl<T> MaybeItems<T> {
    /// Wraps the result of a method.
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
    /// Returns the value unchanged.
    ///
    /// # Panics
    ///
    /// If called twice.
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
