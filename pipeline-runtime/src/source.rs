//! Where a worker's items come from, and the iterator in which it sees them.

use crate::edge::{Edge, Receiver};
use crate::sync::Arc;
use crate::worker::Worker;

/// What a stage can read: an edge, or items made by the reading worker itself.
pub trait Source<E> {
    /// What it gives.
    type Item;
    /// As what the worker sees it.
    type Iter: Iterator<Item = Self::Item>;

    /// Called once, on the worker's thread.
    #[doc(hidden)]
    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E>;

    /// The edge that is read, if one is.
    #[doc(hidden)]
    fn edge(&self) -> Option<&Arc<Edge>> {
        None
    }
}

impl<T, E> Source<E> for Receiver<T> {
    type Item = T;
    type Iter = Receiver<T>;

    fn open(self, _: &Worker<E>) -> Result<Self::Iter, E> {
        Ok(self)
    }

    fn edge(&self) -> Option<&Arc<Edge>> {
        Some(Receiver::edge(self))
    }
}

impl<T> Receiver<T> {
    /// This stream with iterator methods on it, which run in the worker that reads it.
    pub fn through<E, U, F>(self, methods: F) -> Through<Self, F>
    where
        U: IntoIterator,
        F: FnOnce(Items<Self, E>) -> U,
    {
        Through {
            source: self,
            methods,
        }
    }

    /// [`through`](Receiver::through) methods whose arguments may fail.
    pub fn try_through<E, U, F>(self, methods: F) -> TryThrough<Self, F>
    where
        U: IntoIterator,
        F: FnOnce(Items<Self, E>) -> Result<U, E>,
    {
        TryThrough {
            source: self,
            methods,
        }
    }
}

/// See [`Receiver::try_through`].
pub struct TryThrough<S, F> {
    source: S,
    methods: F,
}

impl<S, U, F, E> Source<E> for TryThrough<S, F>
where
    S: Source<E>,
    U: IntoIterator,
    F: FnOnce(Items<S::Iter, E>) -> Result<U, E>,
{
    type Item = U::Item;
    type Iter = U::IntoIter;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        let items = Items::open(self.source, worker)?;
        (self.methods)(items).map(IntoIterator::into_iter)
    }

    fn edge(&self) -> Option<&Arc<Edge>> {
        self.source.edge()
    }
}

/// See [`Receiver::through`].
pub struct Through<S, F> {
    source: S,
    methods: F,
}

impl<S, U, F, E> Source<E> for Through<S, F>
where
    S: Source<E>,
    U: IntoIterator,
    F: FnOnce(Items<S::Iter, E>) -> U,
{
    type Item = U::Item;
    type Iter = U::IntoIter;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        let items = Items::open(self.source, worker)?;
        Ok((self.methods)(items).into_iter())
    }

    fn edge(&self) -> Option<&Arc<Edge>> {
        self.source.edge()
    }
}

/// A stream on the worker that reads it: an iterator that ends with the stream, and before it when
/// the run is cancelled or nobody wants what the worker makes of it.
pub struct Items<I, E> {
    iter: I,
    worker: Worker<E>,
}

impl<I: Iterator, E> Items<I, E> {
    pub(crate) fn open(source: impl Source<E, Iter = I>, worker: &Worker<E>) -> Result<Self, E> {
        Ok(Items {
            iter: source.open(worker)?,
            worker: worker.clone(),
        })
    }

    /// `body(self)`: for a body that an expression makes.
    pub fn consume<V>(self, body: impl FnOnce(Self) -> V) -> V {
        body(self)
    }

    /// [`map`](Iterator::map) with a body that may fail: its first error ends the run.
    pub fn try_map<O, F>(self, body: F) -> TryMap<I, F, E>
    where
        F: FnMut(I::Item) -> Result<O, E>,
    {
        TryMap { items: self, body }
    }

    /// [`try_map`](Items::try_map) with a body that names its own error type.
    pub fn try_map_into<O, X, F>(
        self,
        mut body: F,
    ) -> TryMap<I, impl FnMut(I::Item) -> Result<O, E>, E>
    where
        F: FnMut(I::Item) -> Result<O, X>,
        E: From<X>,
    {
        self.try_map(move |item| Ok(body(item)?))
    }
}

impl<I: Iterator, E> Iterator for Items<I, E> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        if self.worker.must_stop() {
            None
        } else {
            self.iter.next()
        }
    }
}

/// See [`Items::try_map`].
pub struct TryMap<I, F, E> {
    items: Items<I, E>,
    body: F,
}

impl<I: Iterator, O, F: FnMut(I::Item) -> Result<O, E>, E> Iterator for TryMap<I, F, E> {
    type Item = O;

    fn next(&mut self) -> Option<O> {
        let item = self.items.next()?;
        (self.body)(item)
            // The run is cancelled from here on, so `items` has ended too.
            .map_err(|error| self.items.worker.fail(error))
            .ok()
    }
}
