//! Where a worker's items come from.

use std::pin::Pin;
use std::task::{Context as Task, Poll, ready};

use futures_core::Stream;

use super::adaptors::again;
use super::inbox::AsyncInbox;
use super::items::{Items, Site};
use super::order::Slip;
use super::port::Wait;
use super::receiver::{Numbered, Receiver};
use super::room::Room;
use crate::budget;
use crate::context::Context;
use crate::current::Current;
use crate::cycle::Hand;
use crate::edge::Edge;
use crate::sync::{Arc, Listener};
use crate::tally::{Count, Tally};
use crate::worker::Worker;

/// What a stage can read.
pub trait Source<E> {
    /// As what the worker sees it.
    type Items;

    #[doc(hidden)]
    fn open(self, worker: &Worker<E>) -> Self::Items;

    /// The edges that are read.
    #[doc(hidden)]
    fn edges(&self) -> Vec<Arc<Edge>>;

    /// Where its job tells of the room that it makes.
    #[doc(hidden)]
    fn rooms(&self) -> Vec<Arc<Room>>;
}

impl<T, E> Source<E> for Receiver<T> {
    type Items = Items<Reading<T>, E>;

    fn open(self, worker: &Worker<E>) -> Self::Items {
        Items::new(Reading::new(self, worker, None), worker.clone())
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        vec![Arc::clone(self.edge())]
    }

    fn rooms(&self) -> Vec<Arc<Room>> {
        vec![Arc::clone(self.room())]
    }
}

/// An edge on the worker that reads it.
pub struct Reading<T> {
    from: Receiver<T>,
    taken: Count,
    tally: Arc<Tally>,
    hand: Hand,
    /// Where it says which item it gave, if items leave in order.
    slip: Option<Slip>,
    wait: Wait,
    /// Nobody is to be told of an item: it is of no loop, and in no order.
    is_plain: bool,
    context: Context,
    /// It is of a worker that fills no stream, whose way out would look whether to stop.
    is_last: bool,
}

impl<T> Reading<T> {
    pub(crate) fn new<E>(from: Receiver<T>, worker: &Worker<E>, slip: Option<Slip>) -> Self {
        Reading {
            taken: Count::clone(&worker.tally().taken[worker.input(from.edge())]),
            tally: Arc::clone(worker.tally()),
            hand: Hand::new(from.edge().share()),
            is_plain: from.edge().share().is_none() && slip.is_none(),
            slip,
            from,
            wait: Wait::default(),
            context: worker.context().clone(),
            is_last: worker.is_last(),
        }
    }

    /// Whether the run is cancelled, and the job that polls this will be dropped for it: what is read
    /// elsewhere ends with its stream.
    #[inline(always)]
    fn is_over(&self) -> bool {
        self.context.is_stopped() && is_at_home(&self.tally)
    }

    /// Nothing will be made any more of what it gave.
    #[inline]
    pub(crate) fn done(&mut self) {
        if !self.is_plain {
            self.hand.empty();
        }
    }

    /// One more beside those in hand.
    #[inline(always)]
    pub(crate) fn poll_more(&mut self, cx: &mut Task<'_>) -> Poll<Option<T>> {
        match self.next_claimed() {
            Some(item) => Poll::Ready(Some(item)),
            None => self.poll_further(cx),
        }
    }

    /// The next of those that are at hand, which were spent for.
    #[inline(always)]
    fn next_claimed(&mut self) -> Option<T> {
        let Numbered { item, .. } = self.from.next_claimed()?;
        self.taken.add(1);
        Some(item)
    }

    /// The next, with none at hand.
    #[inline(never)]
    fn poll_further(&mut self, cx: &mut Task<'_>) -> Poll<Option<T>> {
        let left = budget::left();
        if left == 0 {
            return again(cx);
        }
        if self.is_plain
            && let Some((Numbered { item, .. }, claimed)) = self.from.claim(left)
        {
            budget::spend_many(claimed);
            self.wait.note(&self.tally.waited_for_input, true);
            self.taken.add(1);
            return Poll::Ready(Some(item));
        }
        budget::spend_many(1);
        self.poll_edge(cx)
    }

    fn poll_edge(&mut self, cx: &mut Task<'_>) -> Poll<Option<T>> {
        let Reading { from, tally, .. } = self;
        let polled = from.poll_receive(|| is_at_home(tally), cx);
        self.wait
            .note(&self.tally.waited_for_input, polled.is_ready());
        let Some(Numbered { item, number }) = ready!(polled) else {
            // What methods do at the end of a stream is not to follow a failure.
            return if self.is_over() {
                again(cx)
            } else {
                Poll::Ready(None)
            };
        };
        self.taken.add(1);
        match &self.slip {
            None => self.hand.take(),
            Some(slip) => slip.fill(number, self.from.edge().share()),
        }
        Poll::Ready(Some(item))
    }
}

/// Whether the job of the worker with this tally polls: a sink's body may take its stream elsewhere.
pub(crate) fn is_at_home(tally: &Arc<Tally>) -> bool {
    Current::get().is_some_and(|current| Arc::ptr_eq(current.tally(), tally))
}

impl<T> Stream for Reading<T> {
    type Item = T;

    #[inline(always)]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<T>> {
        if self.is_last && self.is_over() {
            return Poll::Pending;
        }
        if let Some(item) = self.next_claimed() {
            return Poll::Ready(Some(item));
        }
        // Who asks for the next has done all that there was to do with those before.
        self.done();
        self.poll_further(cx)
    }
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

    fn rooms(&self) -> Vec<Arc<Room>> {
        Vec::new()
    }
}

/// A worker that makes its items itself.
pub struct Maker<E> {
    worker: Worker<E>,
}

impl<E> Maker<E> {
    /// What `made` gives, until a drain.
    pub fn items<M, I: IntoItems<M>>(self, made: I) -> Items<Made<I::Stream>, E> {
        let made = Made::new(made.into_items(), &self.worker);
        Items::new(made, self.worker.clone())
    }

    /// What arrives on `channel`, until a drain.
    pub fn receive<M, C: AsyncInbox<M>>(self, channel: C) -> Items<Made<C::Stream>, E> {
        let made = Made::new(channel.into_stream(), &self.worker);
        Items::new(made, self.worker.clone())
    }

    /// The context of the run.
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

/// What an async `generator` can make items of: an iterator, or a stream. `M` says which.
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no items",
    label = "neither an iterator nor a stream",
    note = "an async `generator(...)` takes an `IntoIterator`, a `Stream`, or a block that yields"
)]
pub trait IntoItems<M> {
    /// What it gives.
    type Item;
    #[doc(hidden)]
    type Stream: Stream<Item = Self::Item> + Unpin;

    #[doc(hidden)]
    fn into_items(self) -> Self::Stream;
}

/// It iterates.
pub struct ByIterator;
/// It is a stream.
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

/// An iterator as a stream that never waits.
pub struct Iter<I>(I);

impl<I> Unpin for Iter<I> {}

impl<I: Iterator> Stream for Iter<I> {
    type Item = I::Item;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Task<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// For how many items it spends at once, as it does not know how many there will be.
const AT_ONCE: u32 = 16;

/// Items on the worker that makes them, until a drain.
pub struct Made<S> {
    /// Gone at its end.
    stream: Option<S>,
    taken: Count,
    tally: Arc<Tally>,
    /// How many more items it has spent for.
    spent: u32,
    context: Context,
    /// It fills no stream, whose way out would look whether to stop.
    is_last: bool,
    /// The task that a drain wakes.
    listener: Listener,
    wait: Wait,
}

impl<S> Made<S> {
    fn new<E>(stream: S, worker: &Worker<E>) -> Self {
        Made {
            stream: Some(stream),
            taken: Count::clone(&worker.tally().taken[0]),
            tally: Arc::clone(worker.tally()),
            spent: 0,
            context: worker.context().clone(),
            is_last: worker.is_last(),
            listener: Listener::default(),
            wait: Wait::default(),
        }
    }

    /// Spends for some items at once; for how many.
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
        if this.is_last && this.context.is_stopped() && is_at_home(&this.tally) {
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
            .note(&this.tally.waited_for_input, polled.is_ready());
        match &polled {
            Poll::Ready(Some(_)) => this.taken.add(1),
            Poll::Ready(None) => this.stream = None,
            Poll::Pending => this.wait_for_drain(cx),
        }
        polled
    }
}
