//! The items of one worker of a fan-out of futures: any items of the stream, or those of the
//! worker's keys.

use std::pin::Pin;
use std::task::{Context as Task, Poll, ready};

use futures_core::Stream;

use super::feed::{AsyncFeed, Reading};
use super::port::Wait;
use crate::context::Context;
use crate::edge::in_flight::InFlightGuard;
use crate::edge::partition::{KeyedReceiver, NextItem};
use crate::edge::reorder::SequenceTag;
use crate::edge::wait::SharedWait;
use crate::edge::{Edge, Receiver};
use crate::report::counters::{Counters, SharedCounter};
use crate::run::budget;
use crate::run::budget::again;
use crate::run::worker::Worker;
use crate::stage::feed::{Inlet, is_at_home};
use crate::sync::Arc;

/// A worker's part of the stream of a fan-out.
pub trait WorkerPart<I, E> {
    /// The stream that the worker reads.
    type Stream: Stream<Item = I> + Unpin;

    /// Returns the queue that only this worker reads, beside the stream that all workers share.
    #[doc(hidden)]
    fn queue(&self) -> Option<&Arc<Edge>> {
        None
    }

    /// Returns the part's waits, for the task of its worker, if other workers wait for the same
    /// items.
    #[doc(hidden)]
    fn shared_wait<'w>(&self) -> Option<Box<dyn SharedWait + 'w>>
    where
        Self: 'w;

    /// Ends a wait of the part that `stream` reads, because its future was dropped.
    #[doc(hidden)]
    fn give_up(stream: &mut Self::Stream);

    /// Opens the part on its worker. If outputs leave in order, `tag` is set to the number of each
    /// item taken.
    #[doc(hidden)]
    fn open(self, worker: &Worker<E>, tag: Option<SequenceTag>) -> Self::Stream;
}

impl<I: Send, E> WorkerPart<I, E> for Receiver<I> {
    type Stream = Reading<I, E>;

    fn shared_wait<'w>(&self) -> Option<Box<dyn SharedWait + 'w>>
    where
        Self: 'w,
    {
        Receiver::shared_wait(self).map(|wait| Box::new(wait) as _)
    }

    fn give_up(stream: &mut Reading<I, E>) {
        stream.feed().leave();
        stream.end_wait();
    }

    fn open(self, worker: &Worker<E>, tag: Option<SequenceTag>) -> Reading<I, E> {
        AsyncFeed::new(Inlet::tagged(self, worker, tag), worker)
    }
}

impl<'k, I: Send, E> WorkerPart<I, E> for KeyedReceiver<'k, I> {
    type Stream = KeyedReading<'k, I>;

    fn queue(&self) -> Option<&Arc<Edge>> {
        Some(KeyedReceiver::queue(self))
    }

    fn shared_wait<'w>(&self) -> Option<Box<dyn SharedWait + 'w>>
    where
        Self: 'w,
    {
        Some(Box::new(KeyedReceiver::shared_wait(self)))
    }

    fn give_up(stream: &mut KeyedReading<'k, I>) {
        stream.from.stop_waiting();
        stream.wait.note(&stream.counters.waited_for_input, true);
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

/// The items of a worker's keys, in the worker's task.
pub struct KeyedReading<'k, T> {
    from: KeyedReceiver<'k, T>,
    taken: SharedCounter,
    counters: Arc<Counters>,
    hand: InFlightGuard,
    /// Where the number of the item taken is stored, if outputs leave in order.
    tag: Option<SequenceTag>,
    wait: Wait,
    context: Context,
}

impl<T> KeyedReading<'_, T> {
    /// Takes the next claimed item. Its budget was spent when it was claimed.
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

    /// Waits for the next item when none is claimed. Meanwhile, dispatches items to other workers.
    #[inline(never)]
    fn poll_further(&mut self, cx: &mut Task<'_>) -> Poll<Option<T>> {
        self.hand.land();
        let polled = self.poll_and_dispatch(cx);
        if polled.is_pending() {
            self.from.pause(cx.waker());
        }
        polled
    }

    fn poll_and_dispatch(&mut self, cx: &mut Task<'_>) -> Poll<Option<T>> {
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
                // After a failure, do not report the end of the stream: the code of a body that
                // follows its loop must not run then.
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

// The items that it holds are never pinned.
impl<T> Unpin for KeyedReading<'_, T> {}

impl<T> Stream for KeyedReading<'_, T> {
    type Item = T;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<T>> {
        // A worker that asks for the next item has finished the items before it.
        self.hand.finish();
        match self.next_claimed() {
            Some(item) => Poll::Ready(Some(item)),
            None => self.poll_further(cx),
        }
    }
}
