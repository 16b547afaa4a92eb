//! The adaptors of `Iterator` on [`Items`], which turn one stream into another.
//!
//! Most adaptors are a step function that says for each item whether to yield it, skip it or end
//! the stream.

use std::collections::HashSet;
use std::iter::Fuse;
use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use super::items::{Items, OutputCount};
use crate::private::{Distinct, Key};
use crate::run::budget::{again, spend};
use crate::stage::feed::is_at_home;

/// What an adaptor does with an item.
pub enum AdaptorStep<O> {
    Give(O),
    /// Yields this item, and ends the stream after it.
    GiveLast(O),
    Skip,
    End,
    /// The run has failed. The stream stays pending until its worker is dropped, so that nothing
    /// follows the failure.
    Fail,
}

use AdaptorStep::{End, Fail, Give, GiveLast, Skip};

impl<O> From<Option<O>> for AdaptorStep<O> {
    /// `None` skips the item.
    fn from(item: Option<O>) -> Self {
        item.map_or(Skip, Give)
    }
}

/// A stream that applies a step function to each item.
pub struct Stepped<S, F> {
    stream: S,
    step: F,
    has_ended: bool,
    has_failed: bool,
}

impl<S: Unpin, F> Unpin for Stepped<S, F> {}

impl<S: Stream + Unpin, O, F: FnMut(S::Item) -> AdaptorStep<O>> Stream for Stepped<S, F> {
    type Item = O;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<O>> {
        while !self.has_ended {
            if self.has_failed {
                return Poll::Pending;
            }
            let Poll::Ready(item) = Pin::new(&mut self.stream).poll_next(cx) else {
                return Poll::Pending;
            };
            let step = item.map_or(End, |item| (self.step)(item));
            self.has_ended = matches!(step, GiveLast(_) | End);
            match step {
                Give(item) | GiveLast(item) => return Poll::Ready(Some(item)),
                Skip | End => {}
                Fail => {
                    self.has_failed = true;
                    return again(cx);
                }
            }
        }
        Poll::Ready(None)
    }
}

impl<S: Stream + Unpin, E> Items<S, E> {
    pub(crate) fn step<O, F>(self, step: F) -> Items<Stepped<S, F>, E>
    where
        F: FnMut(S::Item) -> AdaptorStep<O>,
    {
        let stepped = Stepped {
            stream: self.stream,
            step,
            has_ended: false,
            has_failed: false,
        };
        Items::of_method(stepped, self.worker)
    }

    /// [`Iterator::map`].
    pub fn map<O, F>(self, mut body: F) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        F: FnMut(S::Item) -> O,
    {
        self.step(move |item| Give(body(item)))
    }

    /// Like [`map`](Items::map), for a body that may fail. The first error ends the run.
    pub fn try_map<O, F>(self, mut body: F) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        F: FnMut(S::Item) -> Result<O, E>,
    {
        let worker = self.worker.clone();
        self.step(move |item| match body(item) {
            Ok(made) => Give(made),
            Err(error) => {
                worker.fail(error);
                // Outside of its worker, a pending stream would never be woken.
                if is_at_home(worker.counters()) {
                    Fail
                } else {
                    End
                }
            }
        })
    }

    /// Like [`try_map`](Items::try_map), for a body that names its own error type.
    pub fn try_map_into<O, X, F>(self, mut body: F) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        F: FnMut(S::Item) -> Result<O, X>,
        E: From<X>,
    {
        self.try_map(move |item| Ok(body(item)?))
    }

    /// [`Iterator::filter`].
    pub fn filter<F>(self, mut test: F) -> Items<impl Stream<Item = S::Item> + Unpin, E>
    where
        F: FnMut(&S::Item) -> bool,
    {
        self.step(move |item| AdaptorStep::from(test(&item).then_some(item)))
    }

    /// Yields the items that equal no earlier item. Stores a clone of each.
    pub fn distinct(self) -> Items<impl Stream<Item = S::Item> + Unpin, E>
    where
        S::Item: Distinct,
    {
        let mut seen = HashSet::new();
        self.filter(move |item| !seen.contains(item) && seen.insert(item.clone()))
    }

    /// Yields the items whose key no earlier item has. Stores each key.
    pub fn distinct_by_key<K, F>(self, mut key: F) -> Items<impl Stream<Item = S::Item> + Unpin, E>
    where
        K: Key,
        F: FnMut(&S::Item) -> K,
    {
        let mut seen = HashSet::new();
        self.filter(move |item| seen.insert(key(item)))
    }

    /// [`Iterator::filter_map`].
    pub fn filter_map<O, F>(self, mut body: F) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        F: FnMut(S::Item) -> Option<O>,
    {
        self.step(move |item| AdaptorStep::from(body(item)))
    }

    /// [`Iterator::inspect`].
    pub fn inspect<F>(self, mut look: F) -> Items<impl Stream<Item = S::Item> + Unpin, E>
    where
        F: FnMut(&S::Item),
    {
        self.step(move |item| {
            look(&item);
            Give(item)
        })
    }

    /// [`Iterator::enumerate`].
    pub fn enumerate(self) -> Items<impl Stream<Item = (usize, S::Item)> + Unpin, E> {
        let mut numbers = 0..;
        self.step(move |item| numbers.next().map_or(End, |number| Give((number, item))))
    }

    /// [`Iterator::take`]. Reads no further than the last item that it yields.
    pub fn take(self, count: usize) -> Items<impl Stream<Item = S::Item> + Unpin, E> {
        let mut left = count;
        let mut taken = self.step(move |item| {
            left -= 1;
            if left == 0 {
                GiveLast(item)
            } else {
                Give(item)
            }
        });
        taken.stream.has_ended = count == 0;
        taken
    }

    /// [`Iterator::take_while`].
    pub fn take_while<F>(self, mut test: F) -> Items<impl Stream<Item = S::Item> + Unpin, E>
    where
        F: FnMut(&S::Item) -> bool,
    {
        self.step(move |item| if test(&item) { Give(item) } else { End })
    }

    /// [`Iterator::map_while`].
    pub fn map_while<O, F>(self, mut body: F) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        F: FnMut(S::Item) -> Option<O>,
    {
        self.step(move |item| body(item).map_or(End, Give))
    }

    /// [`Iterator::skip`].
    pub fn skip(self, count: usize) -> Items<impl Stream<Item = S::Item> + Unpin, E> {
        let mut left = count;
        self.step(move |item| {
            let skips = left > 0;
            left = left.saturating_sub(1);
            if skips { Skip } else { Give(item) }
        })
    }

    /// [`Iterator::skip_while`].
    pub fn skip_while<F>(self, mut test: F) -> Items<impl Stream<Item = S::Item> + Unpin, E>
    where
        F: FnMut(&S::Item) -> bool,
    {
        let mut skips = true;
        self.step(move |item| {
            skips = skips && test(&item);
            if skips { Skip } else { Give(item) }
        })
    }

    /// [`Iterator::step_by`].
    ///
    /// # Panics
    ///
    /// If `step` is 0.
    pub fn step_by(self, step: usize) -> Items<impl Stream<Item = S::Item> + Unpin, E> {
        assert!(step > 0, "`step_by(0)` would never get any further");
        let mut skips = 0;
        self.step(move |item| {
            if skips > 0 {
                skips -= 1;
                return Skip;
            }
            skips = step - 1;
            Give(item)
        })
    }

    /// [`Iterator::scan`].
    pub fn scan<A, O, F>(self, start: A, mut body: F) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        F: FnMut(&mut A, S::Item) -> Option<O>,
    {
        let mut state = start;
        self.step(move |item| body(&mut state, item).map_or(End, Give))
    }

    /// [`Iterator::zip`] with an iterator.
    pub fn zip<I: IntoIterator>(
        self,
        other: I,
    ) -> Items<impl Stream<Item = (S::Item, I::Item)> + Unpin, E> {
        let mut other = other.into_iter();
        self.step(move |item| other.next().map_or(End, |with| Give((item, with))))
    }

    /// [`Iterator::copied`].
    pub fn copied<'a, T>(self) -> Items<impl Stream<Item = T> + Unpin, E>
    where
        T: Copy + 'a,
        S: Stream<Item = &'a T>,
    {
        self.map(|item| *item)
    }

    /// [`Iterator::cloned`].
    pub fn cloned<'a, T>(self) -> Items<impl Stream<Item = T> + Unpin, E>
    where
        T: Clone + 'a,
        S: Stream<Item = &'a T>,
    {
        self.map(T::clone)
    }

    /// [`Iterator::fuse`]. All adaptors here are fused.
    pub fn fuse(self) -> Items<impl Stream<Item = S::Item> + Unpin, E> {
        self.step(Give)
    }

    /// [`Iterator::flatten`].
    pub fn flatten(self) -> Items<Flattened<S, <S::Item as IntoIterator>::IntoIter>, E>
    where
        S::Item: IntoIterator,
    {
        let flattened = Flattened {
            stream: self.stream,
            inner: None,
            output: OutputCount::of(&self.worker),
        };
        Items::of_method(flattened, self.worker)
    }

    /// [`Iterator::flat_map`].
    pub fn flat_map<U, F>(self, body: F) -> Items<impl Stream<Item = U::Item> + Unpin, E>
    where
        U: IntoIterator,
        F: FnMut(S::Item) -> U,
    {
        self.map(body).flatten()
    }

    /// [`Iterator::chain`] with an iterator.
    pub fn chain<I>(self, other: I) -> Items<Chained<S, I::IntoIter>, E>
    where
        I: IntoIterator<Item = S::Item>,
    {
        let chained = Chained {
            stream: Some(self.stream),
            other: other.into_iter().fuse(),
            output: OutputCount::of(&self.worker),
        };
        Items::of_method(chained, self.worker)
    }

    /// [`Iterator::cycle`]. Stores all items, to yield them again.
    pub fn cycle(self) -> Items<Cycled<S>, E>
    where
        S::Item: Clone,
    {
        let cycled = Cycled {
            stream: Some(self.stream),
            seen: Vec::new(),
            next: 0,
            output: OutputCount::of(&self.worker),
        };
        Items::of_method(cycled, self.worker)
    }
}

/// See [`Items::flatten`].
pub struct Flattened<S, I> {
    stream: S,
    inner: Option<I>,
    output: OutputCount,
}

impl<S: Unpin, I> Unpin for Flattened<S, I> {}

impl<S, I: Iterator> Stream for Flattened<S, I>
where
    S: Stream + Unpin,
    S::Item: IntoIterator<IntoIter = I, Item = I::Item>,
{
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<I::Item>> {
        loop {
            if let Some(inner) = &mut self.inner {
                if !spend() {
                    return again(cx);
                }
                if let Some(item) = inner.next() {
                    return self.output.counted(Poll::Ready(Some(item)));
                }
                self.inner = None;
            }
            match Pin::new(&mut self.stream).poll_next(cx) {
                Poll::Ready(Some(inner)) => self.inner = Some(inner.into_iter()),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

/// See [`Items::chain`].
pub struct Chained<S, I> {
    stream: Option<S>,
    other: Fuse<I>,
    output: OutputCount,
}

impl<S: Unpin, I> Unpin for Chained<S, I> {}

impl<S: Stream + Unpin, I: Iterator<Item = S::Item>> Stream for Chained<S, I> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        if let Some(stream) = &mut self.stream {
            match Pin::new(stream).poll_next(cx) {
                Poll::Ready(None) => self.stream = None,
                polled => return self.output.counted(polled),
            }
        }
        if !spend() {
            return again(cx);
        }
        let next = self.other.next();
        self.output.counted(Poll::Ready(next))
    }
}

/// See [`Items::cycle`].
pub struct Cycled<S: Stream> {
    stream: Option<S>,
    seen: Vec<S::Item>,
    next: usize,
    output: OutputCount,
}

impl<S: Stream + Unpin> Unpin for Cycled<S> {}

impl<S: Stream + Unpin> Stream for Cycled<S>
where
    S::Item: Clone,
{
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        if let Some(stream) = &mut this.stream {
            match Pin::new(stream).poll_next(cx) {
                Poll::Ready(None) => this.stream = None,
                Poll::Ready(Some(item)) => {
                    this.seen.push(item.clone());
                    return this.output.counted(Poll::Ready(Some(item)));
                }
                Poll::Pending => return Poll::Pending,
            }
        }
        if this.seen.is_empty() {
            return Poll::Ready(None);
        }
        if !spend() {
            return again(cx);
        }
        let item = this.seen[this.next].clone();
        this.next = (this.next + 1) % this.seen.len();
        this.output.counted(Poll::Ready(Some(item)))
    }
}
