//! Sources, from which workers of futures take their items.

use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use super::inbox::AsyncInbox;
use super::items::{Items, Site};
use super::port::Wait;
use crate::context::Context;
use crate::edge::Edge;
use crate::report::counters::{Counters, SharedCounter};
use crate::run::budget;
use crate::run::budget::again;
use crate::run::worker::Worker;
use crate::stage::feed::is_at_home;
use crate::sync::{Arc, Listener};

/// Something that a stage can read.
pub trait Source<E> {
    /// The stream that the worker reads.
    type Items;

    #[doc(hidden)]
    fn open(self, worker: &Worker<E>) -> Self::Items;

    /// Returns the edges that the source reads.
    #[doc(hidden)]
    fn edges(&self) -> Vec<Arc<Edge>>;
}

/// The source of a worker that makes its items itself.
impl<E> Source<E> for () {
    type Items = Maker<E>;

    fn open(self, worker: &Worker<E>) -> Maker<E> {
        let worker = worker.clone();
        Maker { worker }
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        Vec::new()
    }
}

/// Makes the items of a worker that has no input.
pub struct Maker<E> {
    worker: Worker<E>,
}

impl<E> Maker<E> {
    /// Yields the items of `made`, until the run is drained.
    pub fn items<M, I: IntoItems<M>>(self, made: I) -> Items<Made<I::Stream>, E> {
        let made = Made::new(made.into_items(), &self.worker);
        Items::new(made, self.worker.clone())
    }

    /// Yields the items that arrive on `channel`, until the run is drained.
    pub fn receive<M, C: AsyncInbox<M>>(self, channel: C) -> Items<Made<C::Stream>, E> {
        let made = Made::new(channel.into_stream(), &self.worker);
        Items::new(made, self.worker.clone())
    }

    /// Returns the context of the run.
    #[must_use]
    pub fn context(&self) -> Context {
        self.worker.context().clone()
    }

    /// See [`Items::site`].
    #[must_use]
    pub fn site(&self) -> Site<E> {
        Site::new(&self.worker)
    }
}

/// A type that an async `generator` can make items from: an iterator or a stream. `M` selects the
/// impl.
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no items",
    label = "neither an iterator nor a stream",
    note = "an async `generator(...)` takes an `IntoIterator`, a `Stream`, or a block that yields"
)]
pub trait IntoItems<M> {
    /// The type of the items.
    type Item;
    #[doc(hidden)]
    type Stream: Stream<Item = Self::Item> + Unpin;

    #[doc(hidden)]
    fn into_items(self) -> Self::Stream;
}

/// Selects the impl of [`IntoItems`] for iterators.
pub struct ByIterator;
/// Selects the impl of [`IntoItems`] for streams.
pub struct ByStream;

#[diagnostic::do_not_recommend]
impl<I: IntoIterator> IntoItems<ByIterator> for I {
    type Item = I::Item;
    type Stream = Iter<I::IntoIter>;

    fn into_items(self) -> Self::Stream {
        Iter(self.into_iter())
    }
}

#[diagnostic::do_not_recommend]
impl<S: Stream> IntoItems<ByStream> for S {
    type Item = S::Item;
    type Stream = Pin<Box<S>>;

    fn into_items(self) -> Self::Stream {
        Box::pin(self)
    }
}

/// An iterator as a stream that is always ready.
pub struct Iter<I>(I);

impl<I> Unpin for Iter<I> {}

impl<I: Iterator> Stream for Iter<I> {
    type Item = I::Item;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Task<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// Number of items to spend for at once, because the number of items to come is not known.
const AT_ONCE: u32 = 16;

/// The items of a generator on the worker that makes them, until the run is drained.
pub struct Made<S> {
    /// `None` after its end.
    stream: Option<S>,
    taken: SharedCounter,
    counters: Arc<Counters>,
    /// Number of further items that are already spent for.
    spent: u32,
    context: Context,
    /// Whether the worker fills no stream. Then no send checks whether the worker must stop.
    is_last: bool,
    /// The task that a drain wakes.
    listener: Listener,
    wait: Wait,
}

impl<S> Made<S> {
    fn new<E>(stream: S, worker: &Worker<E>) -> Self {
        Made {
            stream: Some(stream),
            taken: SharedCounter::clone(&worker.counters().taken[0]),
            counters: Arc::clone(worker.counters()),
            spent: 0,
            context: worker.context().clone(),
            is_last: worker.is_last(),
            listener: Listener::default(),
            wait: Wait::default(),
        }
    }

    /// Spends for several items at once. Returns their number.
    #[cold]
    fn spend(&mut self) -> u32 {
        self.spent = budget::left().min(AT_ONCE);
        budget::spend_many(self.spent);
        self.spent
    }

    #[cold]
    fn wait_for_drain(&mut self, cx: &mut Task<'_>) {
        let context = &self.context;
        self.listener
            .listen(cx.waker(), |task| context.wake_at_drain(task));
    }
}

impl<S: Stream + Unpin> Stream for Made<S> {
    type Item = S::Item;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        if this.spent == 0 && this.spend() == 0 {
            return again(cx);
        }
        this.spent -= 1;
        if this.is_last && this.context.is_stopped() && is_at_home(&this.counters) {
            return Poll::Pending;
        }
        if this.context.is_drained() {
            return Poll::Ready(None);
        }
        let Some(stream) = &mut this.stream else {
            return Poll::Ready(None);
        };
        let polled = Pin::new(stream).poll_next(cx);
        this.wait
            .note(&this.counters.waited_for_input, polled.is_ready());
        match &polled {
            Poll::Ready(Some(_)) => this.taken.add(1),
            Poll::Ready(None) => this.stream = None,
            Poll::Pending => this.wait_for_drain(cx),
        }
        polled
    }
}
