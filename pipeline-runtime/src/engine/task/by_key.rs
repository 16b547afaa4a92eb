//! What a worker of a fan-out of futures reads: any items, or those of its keys.

use std::pin::Pin;
use std::task::{Context as Task, Poll, ready};

use futures_core::Stream;

use super::feed::{AsyncFeed, Reading};
use super::port::Wait;
use crate::context::Context;
use crate::edge::in_flight::InFlightGuard;
use crate::edge::partition::{KeyedReceiver, NextItem};
use crate::edge::reorder::SequenceTag;
use crate::edge::{Edge, Receiver};
use crate::report::counters::{Counters, SharedCounter};
use crate::run::budget;
use crate::run::budget::again;
use crate::run::worker::Worker;
use crate::stage::feed::{Inlet, is_at_home};
use crate::sync::Arc;

/// A worker's part of the stream of a fan-out.
pub trait WorkerPart<I, E> {
    /// As what the worker sees it.
    type Stream: Stream<Item = I> + Unpin;

    /// What it alone reads, beside the stream that all share.
    #[doc(hidden)]
    fn queue(&self) -> Option<&Arc<Edge>> {
        None
    }

    /// If items leave in order, `tag` is told which was given.
    #[doc(hidden)]
    fn open(self, worker: &Worker<E>, tag: Option<SequenceTag>) -> Self::Stream;
}

impl<I, E> WorkerPart<I, E> for Receiver<I> {
    type Stream = Reading<I, E>;

    fn open(self, worker: &Worker<E>, tag: Option<SequenceTag>) -> Reading<I, E> {
        AsyncFeed::new(Inlet::tagged(self, worker, tag), worker)
    }
}

impl<'k, I, E> WorkerPart<I, E> for KeyedReceiver<'k, I> {
    type Stream = KeyedReading<'k, I>;

    fn queue(&self) -> Option<&Arc<Edge>> {
        Some(KeyedReceiver::queue(self))
    }

    fn open(self, worker: &Worker<E>, tag: Option<SequenceTag>) -> KeyedReading<'k, I> {
        let input = worker.input(self.edge());
        KeyedReading {
            taken: SharedCounter::clone(&worker.counters().taken[input]),
            counters: Arc::clone(worker.counters()),
            hand: InFlightGuard::new(self.share()),
            tag,
            wait: Wait::default(),
            context: worker.context().clone(),
            from: self,
        }
    }
}

/// The items of a worker's keys, in its task.
pub struct KeyedReading<'k, T> {
    from: KeyedReceiver<'k, T>,
    taken: SharedCounter,
    counters: Arc<Counters>,
    hand: InFlightGuard,
    /// Where it says which item it gave, if items leave in order.
    tag: Option<SequenceTag>,
    wait: Wait,
    context: Context,
}

impl<T> KeyedReading<'_, T> {
    /// The next of those that are claimed, which were spent for.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_claimed(&mut self) -> Option<T> {
        let (number, item) = self.from.try_take()?;
        self.taken.add(1);
        self.hand.take();
        if let Some(tag) = &self.tag {
            tag.set(number);
        }
        Some(item)
    }

    /// The next, with none claimed: dispatches others meanwhile.
    #[inline(never)]
    fn poll_further(&mut self, cx: &mut Task<'_>) -> Poll<Option<T>> {
        loop {
            let left = budget::left();
            if left == 0 {
                return again(cx);
            }
            let polled = self.from.poll(u64::from(left), Some(cx.waker()), true);
            self.wait
                .note(&self.counters.waited_for_input, polled.is_ready());
            let spent = match ready!(polled) {
                NextItem::Take => self.from.claimed(),
                NextItem::Dispatch => {
                    let (taken, counters) = (&self.taken, &self.counters);
                    self.from.dispatch(u64::from(left), || {
                        taken.add(1);
                        counters.held.set(1);
                    })
                }
                // What a body does at the end of the stream is not to follow a failure.
                NextItem::End if self.context.is_stopped() && is_at_home(&self.counters) => {
                    return again(cx);
                }
                NextItem::End => return Poll::Ready(None),
            };
            budget::spend_many(u32::try_from(spent).unwrap_or(left).clamp(1, left));
            if let Some(item) = self.next_claimed() {
                return Poll::Ready(Some(item));
            }
        }
    }
}

// It keeps items, but never one in its place.
impl<T> Unpin for KeyedReading<'_, T> {}

impl<T> Stream for KeyedReading<'_, T> {
    type Item = T;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<T>> {
        // Whoever asks for the next item is done with those before.
        self.hand.empty();
        match self.next_claimed() {
            Some(item) => Poll::Ready(Some(item)),
            None => self.poll_further(cx),
        }
    }
}
