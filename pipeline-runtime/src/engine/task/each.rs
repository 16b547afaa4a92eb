//! Iterator methods whose closure is async.
//!
//! The futures of such a closure borrow from the closure, so generic code cannot express their
//! bounds. The loop that calls the closure is therefore part of the expansion. The loop is itself a
//! future: it waits for an item, calls the closure and gives back the result. The method polls that
//! future for each of its items.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use super::items::{BoxFuture, Items, SendStream};
use crate::report::counters::Counters;
use crate::sync::{Arc, Mutex, lock};

/// The loop's end of the exchange between a method and the loop that calls its closure.
pub struct Each<I, O> {
    slot: Arc<Mutex<EachSlot<I, O>>>,
}

struct EachSlot<I, O> {
    item: Option<I>,
    made: Option<O>,
}

impl<I, O> Each<I, O> {
    /// Waits for the next item. Never returns `None`: the loop ends when its worker is dropped.
    pub async fn next(&mut self) -> Option<I> {
        poll_fn(|_| {
            // No waker is needed: when the method has an item, it polls this future itself.
            lock(&self.slot)
                .item
                .take()
                .map_or(Poll::Pending, |item| Poll::Ready(Some(item)))
        })
        .await
    }

    /// Gives the result for the item back to the method.
    pub fn give(&mut self, made: O) {
        lock(&self.slot).made = Some(made);
    }
}

/// The method's end of the exchange, which owns the loop.
struct Pump<'l, I, O> {
    slot: Arc<Mutex<EachSlot<I, O>>>,
    run: Pin<Box<dyn Future<Output = ()> + Send + 'l>>,
    /// Whether the loop has an item in hand.
    is_busy: bool,
    counters: Arc<Counters>,
}

impl<'l, I, O> Pump<'l, I, O> {
    fn new<F, Fut>(start: F, counters: &Arc<Counters>) -> Self
    where
        F: FnOnce(Each<I, O>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        let slot = Arc::new(Mutex::new(EachSlot {
            item: None,
            made: None,
        }));
        let each = Each {
            slot: Arc::clone(&slot),
        };
        Pump {
            slot,
            run: Box::pin(start(each)),
            is_busy: false,
            counters: Arc::clone(counters),
        }
    }

    fn begin(&mut self, item: I) {
        lock(&self.slot).item = Some(item);
        self.is_busy = true;
        self.counters.methods.held.add(1);
    }

    /// Polls the loop for the result of the item in hand.
    fn poll(&mut self, cx: &mut Task<'_>) -> Poll<O> {
        // The loop cannot end, because `Each::next` never returns `None`.
        let _ = self.run.as_mut().poll(cx);
        let Some(made) = lock(&self.slot).made.take() else {
            return Poll::Pending;
        };
        self.is_busy = false;
        self.counters.methods.held.subtract(1);
        Poll::Ready(made)
    }
}

/// The stream of the results of an async closure.
pub struct AwaitedClosure<'l, S: Stream, O> {
    stream: S,
    each: Pump<'l, S::Item, O>,
}

impl<S: Stream + Unpin, O> Unpin for AwaitedClosure<'_, S, O> {}

impl<S: Stream + Unpin, O> Stream for AwaitedClosure<'_, S, O> {
    type Item = O;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<O>> {
        if !self.each.is_busy {
            match Pin::new(&mut self.stream).poll_next(cx) {
                Poll::Ready(Some(item)) => self.each.begin(item),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
        self.each.poll(cx).map(Some)
    }
}

/// An item, with the result of a test for it.
type Tested<I, T> = (I, T);

impl<S: Stream + Unpin, E> Items<S, E> {
    fn awaited<'l, O, F, Fut>(self, each: F) -> Items<AwaitedClosure<'l, S, O>, E>
    where
        F: FnOnce(Each<S::Item, O>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        let awaited = AwaitedClosure {
            each: Pump::new(each, self.worker.counters()),
            stream: self.stream,
        };
        Items::of_method(awaited, self.worker)
    }

    /// Like [`map`](Items::map), with an async body.
    pub fn map_async<'l, O, F, Fut>(self, each: F) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        F: FnOnce(Each<S::Item, O>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each)
    }

    /// Like [`filter_map`](Items::filter_map), with an async body.
    pub fn filter_map_async<'l, O, F, Fut>(self, each: F) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        F: FnOnce(Each<S::Item, Option<O>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).filter_map(|made| made)
    }

    /// Like [`map_while`](Items::map_while), with an async body.
    pub fn map_while_async<'l, O, F, Fut>(self, each: F) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        F: FnOnce(Each<S::Item, Option<O>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).map_while(|made| made)
    }

    /// Like [`flat_map`](Items::flat_map), with an async body.
    pub fn flat_map_async<'l, U, F, Fut>(
        self,
        each: F,
    ) -> Items<impl Stream<Item = U::Item> + Unpin, E>
    where
        U: IntoIterator,
        F: FnOnce(Each<S::Item, U>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).flatten()
    }

    /// Like [`try_map`](Items::try_map), with an async body.
    pub fn try_map_async<'l, O, F, Fut>(self, each: F) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        F: FnOnce(Each<S::Item, Result<O, E>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).try_map(|made| made)
    }

    /// Like [`try_map_into`](Items::try_map_into), with an async body.
    pub fn try_map_into_async<'l, O, X, F, Fut>(
        self,
        each: F,
    ) -> Items<impl Stream<Item = O> + Unpin, E>
    where
        E: From<X>,
        F: FnOnce(Each<S::Item, Result<O, X>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).try_map_into(|made| made)
    }

    /// Like [`filter`](Items::filter), with an async test.
    pub fn filter_async<'l, F, Fut>(self, each: F) -> Items<impl Stream<Item = S::Item> + Unpin, E>
    where
        F: FnOnce(Each<S::Item, Tested<S::Item, bool>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each)
            .filter_map(|(item, is_wanted)| is_wanted.then_some(item))
    }

    /// Like [`inspect`](Items::inspect), with an async closure.
    pub fn inspect_async<'l, F, Fut>(self, each: F) -> Items<impl Stream<Item = S::Item> + Unpin, E>
    where
        F: FnOnce(Each<S::Item, Tested<S::Item, ()>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).map(|(item, ())| item)
    }

    /// Like [`take_while`](Items::take_while), with an async test.
    pub fn take_while_async<'l, F, Fut>(
        self,
        each: F,
    ) -> Items<impl Stream<Item = S::Item> + Unpin, E>
    where
        F: FnOnce(Each<S::Item, Tested<S::Item, bool>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each)
            .map_while(|(item, goes_on)| goes_on.then_some(item))
    }

    /// Like [`skip_while`](Items::skip_while), with an async test. The test is not called after the
    /// first item that it lets through.
    pub fn skip_while_async<'l, F, Fut>(
        self,
        each: F,
    ) -> Items<impl Stream<Item = S::Item> + Unpin, E>
    where
        F: FnOnce(Each<S::Item, Tested<S::Item, bool>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        let skipping = Skipping {
            each: Some(Pump::new(each, self.worker.counters())),
            stream: self.stream,
        };
        Items::of_method(skipping, self.worker)
    }
}

impl<'l, S: SendStream<'l>, E: Send + 'l> Items<S, E> {
    /// Like [`for_each`](Items::for_each), with an async body.
    pub fn for_each_async<F, Fut>(self, each: F) -> BoxFuture<'l, ()>
    where
        F: FnOnce(Each<S::Item, ()>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).for_each(drop)
    }

    /// Like [`try_for_each`](Items::try_for_each), with an async body.
    ///
    /// # Errors
    ///
    /// The first error of the body.
    pub fn try_for_each_async<X, F, Fut>(self, each: F) -> BoxFuture<'l, Result<(), X>>
    where
        X: Send + 'l,
        F: FnOnce(Each<S::Item, Result<(), X>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).try_for_each(|made| made)
    }

    /// Like [`any`](Items::any), with an async test.
    pub fn any_async<F, Fut>(self, each: F) -> BoxFuture<'l, bool>
    where
        F: FnOnce(Each<S::Item, bool>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).any(|is_one| is_one)
    }

    /// Like [`all`](Items::all), with an async test.
    pub fn all_async<F, Fut>(self, each: F) -> BoxFuture<'l, bool>
    where
        F: FnOnce(Each<S::Item, bool>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).all(|is_one| is_one)
    }

    /// Like [`position`](Items::position), with an async test.
    pub fn position_async<F, Fut>(self, each: F) -> BoxFuture<'l, Option<usize>>
    where
        F: FnOnce(Each<S::Item, bool>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).position(|is_it| is_it)
    }

    /// Like [`find`](Items::find), with an async test.
    pub fn find_async<F, Fut>(self, each: F) -> BoxFuture<'l, Option<S::Item>>
    where
        F: FnOnce(Each<S::Item, Tested<S::Item, bool>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each)
            .find_map(|(item, is_wanted)| is_wanted.then_some(item))
    }

    /// Like [`find_map`](Items::find_map), with an async body.
    pub fn find_map_async<O, F, Fut>(self, each: F) -> BoxFuture<'l, Option<O>>
    where
        O: Send + 'l,
        F: FnOnce(Each<S::Item, Option<O>>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        self.awaited(each).find_map(|made| made)
    }

    /// Like [`fold`](Items::fold), with an async body.
    pub fn fold_async<A, F, Fut>(mut self, start: A, each: F) -> BoxFuture<'l, A>
    where
        A: Send + 'l,
        F: FnOnce(Each<(A, S::Item), A>) -> Fut,
        Fut: Future<Output = ()> + Send + 'l,
    {
        let mut each = Pump::new(each, self.worker.counters());
        Box::pin(async move {
            let mut sum = start;
            while let Some(item) = self.next().await {
                each.begin((sum, item));
                sum = poll_fn(|cx| each.poll(cx)).await;
            }
            sum
        })
    }
}

/// The [`Pump`] of a test.
type Testing<'l, I> = Pump<'l, I, Tested<I, bool>>;

/// See [`Items::skip_while_async`].
pub struct Skipping<'l, S: Stream> {
    stream: S,
    /// `None` after the first item that the test lets through.
    each: Option<Testing<'l, S::Item>>,
}

impl<S: Stream + Unpin> Unpin for Skipping<'_, S> {}

impl<S: Stream + Unpin> Stream for Skipping<'_, S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        loop {
            if let Some(each) = &mut this.each
                && each.is_busy
            {
                match each.poll(cx) {
                    Poll::Ready((_, true)) => {}
                    Poll::Ready((item, false)) => {
                        this.each = None;
                        return Poll::Ready(Some(item));
                    }
                    Poll::Pending => return Poll::Pending,
                }
            }
            let polled = Pin::new(&mut this.stream).poll_next(cx);
            match (&mut this.each, polled) {
                (Some(each), Poll::Ready(Some(item))) => each.begin(item),
                (_, polled) => return polled,
            }
        }
    }
}
