//! [`Items`]: a stream as a worker sees it.

use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use crate::context::Context;
use crate::report::counters::Counters;
use crate::run::budget::again;
use crate::run::budget::spend;
use crate::run::worker::Worker;
use crate::sync::Arc;

/// A future whose type does not name its borrows.
///
/// To prove that an `async` block is `Send`, rustc erases the lifetimes of all types in it. It then
/// no longer knows that a closure on borrowed items implements `FnMut`. So the futures that a block
/// keeps across an `.await` are boxed, where generic code can prove `Send` for one lifetime.
pub type BoxFuture<'l, V> = Pin<Box<dyn Future<Output = V> + Send + 'l>>;

/// A stream whose type does not name its borrows: see [`BoxFuture`].
pub type BoxStream<'l, T> = Pin<Box<dyn Stream<Item = T> + Send + 'l>>;

/// A stream that can be boxed as a [`BoxStream`], or in a [`BoxFuture`].
pub trait SendStream<'l>: Stream<Item: Send> + Unpin + Send + 'l {}

#[diagnostic::do_not_recommend]
impl<'l, S: Stream<Item: Send> + Unpin + Send + 'l> SendStream<'l> for S {}

/// A stream on the worker that reads it: a [`Stream`] with the methods of `Iterator`.
///
/// Its methods take the same closures as those of `Iterator`. Methods that consume the stream
/// return futures.
pub struct Items<S: Stream, E> {
    pub(crate) stream: S,
    /// Copy of the item in hand, if its stage may try again.
    pub(crate) kept: Option<S::Item>,
    /// Whether the items come out of methods.
    of_methods: bool,
    /// Whether the worker fills a stream. If so, each item that the worker's loop takes is in hand
    /// until it is done.
    is_in_stage: bool,
    /// Ends the wait for an item, because the future that waited was dropped.
    give_up: fn(&mut S),
    pub(crate) worker: Worker<E>,
}

impl<S: Stream + Unpin, E> Unpin for Items<S, E> {}

impl<S: Stream + Unpin, E> Stream for Items<S, E> {
    type Item = S::Item;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        self.poll(cx)
    }
}

impl<S: Stream, E> Items<S, E> {
    pub(crate) fn new(stream: S, worker: Worker<E>) -> Self {
        Items {
            stream,
            kept: None,
            of_methods: false,
            is_in_stage: !worker.is_last(),
            give_up: |_| {},
            worker,
        }
    }

    /// Returns the items of one of several workers that wait for the same items. `give_up` ends its
    /// wait.
    pub(super) fn of_part(stream: S, worker: Worker<E>, give_up: fn(&mut S)) -> Self {
        Items {
            give_up,
            ..Items::new(stream, worker)
        }
    }

    /// Returns the same items, for a body that is given all of them. No single item counts as in
    /// hand.
    pub(super) fn of_transform(self) -> Self {
        Items {
            is_in_stage: false,
            ..self
        }
    }

    /// Returns the items that a method yields.
    pub(crate) fn of_method(stream: S, worker: Worker<E>) -> Self {
        Items {
            of_methods: true,
            ..Items::new(stream, worker)
        }
    }
}

impl<S: Stream + Unpin, E> Items<S, E> {
    /// Waits for the next item. Returns `None` at the end of the stream, or if the stage must stop.
    ///
    /// If the future is dropped, no item is lost. An item that comes later goes to another worker
    /// that waits.
    #[expect(
        clippy::should_implement_trait,
        reason = "a stream's `next` is awaited"
    )]
    #[inline]
    pub fn next(&mut self) -> Next<'_, S, E> {
        Next {
            items: self,
            waits: false,
        }
    }

    /// [`poll`](Items::poll) for the loop of a worker. In a stage, the item counts as in hand from
    /// here on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn poll_for_loop(&mut self, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        if !self.is_in_stage {
            return self.poll(cx);
        }
        if self.worker.must_stop() {
            return Poll::Ready(None);
        }
        let polled = self.poll_for_body(cx);
        if let Poll::Ready(Some(_)) = polled {
            self.worker.counters().held.set(1);
        }
        polled
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn poll(&mut self, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        Pin::new(&mut self.stream).poll_next(cx)
    }

    /// [`poll`](Items::poll) for a body. Counts the items that come out of methods.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn poll_for_body(&mut self, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let polled = self.poll(cx);
        if self.of_methods {
            let methods = &self.worker.counters().methods;
            methods.lead_to_a_body();
            if let Poll::Ready(Some(_)) = polled {
                methods.pass();
            }
        }
        polled
    }

    /// Returns the context of the run.
    #[must_use]
    pub fn context(&self) -> Context {
        self.worker.context().clone()
    }

    /// Returns the [`Site`] of the worker, with which the result of a foreign method becomes
    /// [`Items`] again.
    #[must_use]
    pub fn site(&self) -> Site<E> {
        Site::new(&self.worker)
    }

    /// Returns the same items, of a type that does not name their borrows: see [`BoxFuture`].
    pub fn boxed<'l>(self) -> Items<BoxStream<'l, S::Item>, E>
    where
        S: Send + 'l,
    {
        Items {
            of_methods: self.of_methods,
            ..Items::new(Box::pin(self.stream) as BoxStream<'l, S::Item>, self.worker)
        }
    }

    /// Returns `body`. The bound gives the closure's parameter its type, that of the items.
    pub fn body<F: FnMut(S::Item) -> R, R>(&mut self, body: F) -> F {
        body
    }

    /// Returns `test`. The bound gives the closure's parameter its type, a reference to an item.
    pub fn test<F: FnMut(&S::Item) -> R, R>(&mut self, test: F) -> F {
        test
    }

    /// Returns `body(self)`, which is a future.
    pub fn consume<F: FnOnce(Self) -> V, V>(self, body: F) -> V {
        body(self)
    }
}

/// See [`Items::site`].
pub struct Site<E> {
    worker: Worker<E>,
}

impl<E> Site<E> {
    pub(crate) fn new(worker: &Worker<E>) -> Self {
        let worker = worker.clone();
        Site { worker }
    }

    /// Gives `stream`, which came from a foreign method, the methods of [`Items`].
    pub fn items<S: Stream>(&self, stream: S) -> Items<Foreign<S>, E> {
        let foreign = Foreign {
            stream: Some(Box::pin(stream)),
            output: OutputCount::of(&self.worker),
        };
        Items::of_method(foreign, self.worker.clone())
    }
}

/// The stream that a foreign method returned. Each poll spends from the budget, because the stream
/// may yield items for ever without waiting.
pub struct Foreign<S> {
    /// `None` after its end.
    stream: Option<Pin<Box<S>>>,
    output: OutputCount,
}

impl<S: Stream> Stream for Foreign<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let Some(stream) = &mut self.stream else {
            return Poll::Ready(None);
        };
        // Return to the worker's task, which checks between two polls whether the worker must stop.
        if !spend() {
            return again(cx);
        }
        let polled = stream.as_mut().poll_next(cx);
        if let Poll::Ready(None) = polled {
            self.stream = None;
        }
        self.output.counted(polled)
    }
}

/// Counts the items that come out of a method which may make items by itself.
pub(crate) struct OutputCount {
    given: u64,
    counters: Arc<Counters>,
}

impl OutputCount {
    pub(crate) fn of<E>(worker: &Worker<E>) -> Self {
        OutputCount {
            given: 0,
            counters: Arc::clone(worker.counters()),
        }
    }

    #[inline]
    pub(crate) fn counted<T>(&mut self, polled: Poll<Option<T>>) -> Poll<Option<T>> {
        if let Poll::Ready(Some(_)) = polled {
            self.given += 1;
            self.counters.methods.came_out(self.given);
        }
        polled
    }
}

/// Returns `items`, whose item type a `let` between two methods named.
pub fn async_items_of<T, S: Stream<Item = T>>(items: S) -> S {
    items
}

/// Waits for the next item of a stream. The future is written by hand, because a stage awaits one
/// for each item.
#[must_use = "an item is taken when this is awaited"]
pub struct Next<'i, S: Stream, E> {
    items: &'i mut Items<S, E>,
    /// Whether the last poll was pending.
    waits: bool,
}

impl<S: Stream + Unpin, E> Future for Next<'_, S, E> {
    type Output = Option<S::Item>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let polled = self.items.poll_for_loop(cx);
        self.waits = polled.is_pending();
        polled
    }
}

/// A body that drops the future, such as that of a `select`, may do something else for long. Until
/// then, items must not wake this worker instead of one that waits.
impl<S: Stream, E> Drop for Next<'_, S, E> {
    #[inline]
    fn drop(&mut self) {
        if self.waits {
            (self.items.give_up)(&mut self.items.stream);
        }
    }
}
