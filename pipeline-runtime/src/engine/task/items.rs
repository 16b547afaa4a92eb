//! A stream as a worker sees it.

use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use crate::context::Context;
use crate::report::counters::Counters;
use crate::run::budget::again;
use crate::run::budget::spend;
use crate::run::worker::Worker;
use crate::sync::Arc;

/// A future whose type names nothing that it borrows.
///
/// Rustc proves that an `async` block is `Send` with the lifetimes of all types in it erased, and then no
/// longer knows that a closure on borrowed items implements `FnMut`. What a block keeps across an
/// `.await` is therefore boxed, where generic code can prove it for one lifetime.
pub type BoxFuture<'l, V> = Pin<Box<dyn Future<Output = V> + Send + 'l>>;

/// A stream whose type names nothing that it borrows: see [`BoxFuture`].
pub type BoxStream<'l, T> = Pin<Box<dyn Stream<Item = T> + Send + 'l>>;

/// A stream that can be boxed as [`BoxFuture`] and [`BoxStream`] say.
pub trait SendStream<'l>: Stream<Item: Send> + Unpin + Send + 'l {}

#[diagnostic::do_not_recommend]
impl<'l, S: Stream<Item: Send> + Unpin + Send + 'l> SendStream<'l> for S {}

/// A stream on the worker that reads it: a [`Stream`] with `Iterator`'s methods by name.
///
/// Its methods take the closures that `Iterator`'s take. What consumes it is a future.
pub struct Items<S: Stream, E> {
    pub(crate) stream: S,
    /// The item in hand, where its stage may try again.
    pub(crate) kept: Option<S::Item>,
    /// They come out of methods.
    of_methods: bool,
    /// Its worker fills a stream, so each item that its loop takes is in hand until it is done.
    is_in_stage: bool,
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
            worker,
        }
    }

    /// For a body that is given all of them: none is in its worker's hand.
    pub(super) fn of_transform(self) -> Self {
        Items {
            is_in_stage: false,
            ..self
        }
    }

    /// What a method gives.
    pub(crate) fn of_method(stream: S, worker: Worker<E>) -> Self {
        Items {
            of_methods: true,
            ..Items::new(stream, worker)
        }
    }
}

impl<S: Stream + Unpin, E> Items<S, E> {
    /// Waits for the next item; `None` at the end of the stream, and where a stage must stop.
    #[expect(
        clippy::should_implement_trait,
        reason = "a stream's `next` is awaited"
    )]
    #[inline]
    pub fn next(&mut self) -> Next<'_, S, E> {
        Next(self)
    }

    /// [`poll`](Items::poll) for the loop of a worker. A stage has the item in hand from here on.
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

    /// [`poll`](Items::poll) for a body: what comes out of methods is counted.
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

    /// The context of the run.
    #[must_use]
    pub fn context(&self) -> Context {
        self.worker.context().clone()
    }

    /// Where its worker stands: for items behind a method that is not one of these.
    #[must_use]
    pub fn site(&self) -> Site<E> {
        Site::new(&self.worker)
    }

    /// The same items, of a type that names nothing that they borrow: see [`BoxFuture`].
    pub fn boxed<'l>(self) -> Items<BoxStream<'l, S::Item>, E>
    where
        S: Send + 'l,
    {
        Items {
            of_methods: self.of_methods,
            ..Items::new(Box::pin(self.stream) as BoxStream<'l, S::Item>, self.worker)
        }
    }

    /// `body`, as what is called with each item.
    pub fn body<F: FnMut(S::Item) -> R, R>(&mut self, body: F) -> F {
        body
    }

    /// `test`, as what is shown each item.
    pub fn test<F: FnMut(&S::Item) -> R, R>(&mut self, test: F) -> F {
        test
    }

    /// `body(self)`: its future.
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

    /// `stream`, which came from a method that is not one of [`Items`], with those.
    pub fn items<S: Stream>(&self, stream: S) -> Items<Foreign<S>, E> {
        let foreign = Foreign {
            stream: Some(Box::pin(stream)),
            output: OutputCount::of(&self.worker),
        };
        Items::of_method(foreign, self.worker.clone())
    }
}

/// What a method gave that is not one of ours: it may make items for ever, and never wait.
pub struct Foreign<S> {
    /// Gone at its end.
    stream: Option<Pin<Box<S>>>,
    output: OutputCount,
}

impl<S: Stream> Stream for Foreign<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let Some(stream) = &mut self.stream else {
            return Poll::Ready(None);
        };
        // Between two polls, its job looks whether to stop.
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

/// What comes out of a method that may make items by itself.
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

/// `items`, whose type a `let` between two methods named.
pub fn async_items_of<T, S: Stream<Item = T>>(items: S) -> S {
    items
}

/// Waits for the next item of a stream: a future by hand, as each item of a stage needs one.
#[must_use = "an item is taken when this is awaited"]
pub struct Next<'i, S: Stream, E>(&'i mut Items<S, E>);

impl<S: Stream + Unpin, E> Future for Next<'_, S, E> {
    type Output = Option<S::Item>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        self.0.poll_for_loop(cx)
    }
}
