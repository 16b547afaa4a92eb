//! One of the streams that a worker reads.

use std::task::{Poll, Waker, ready};

use super::Feed;
use crate::context::Context;
use crate::edge::Receiver;
use crate::edge::in_flight::InFlightGuard;
use crate::edge::reorder::SequenceTag;
use crate::edge::supply::FoldStep;
use crate::report::counters::{Counters, SharedCounter};
use crate::run::budget::{self, look_again};
use crate::run::current::Current;
use crate::run::worker::Worker;
use crate::sync::Arc;

/// One of the streams that a worker reads. It counts what is taken, and spends from the budget of the worker's task.
pub struct Inlet<T> {
    from: Receiver<T>,
    taken: SharedCounter,
    counters: Arc<Counters>,
    context: Context,
    hand: InFlightGuard,
    /// Where it says which item it gave, if items leave in order.
    tag: Option<SequenceTag>,
    /// Nobody is to be told of an item: it is of no loop, and in no order.
    is_plain: bool,
    /// It is of a worker that fills no stream, whose way out would look whether to stop.
    is_last: bool,
}

// It keeps items, but never one in its place.
impl<T> Unpin for Inlet<T> {}

impl<T> Inlet<T> {
    pub(crate) fn open<E>(from: Receiver<T>, worker: &Worker<E>) -> Self {
        Inlet::tagged(from, worker, None)
    }

    /// One that says in `tag` which item it gave.
    pub(crate) fn tagged<E>(
        from: Receiver<T>,
        worker: &Worker<E>,
        tag: Option<SequenceTag>,
    ) -> Self {
        Inlet {
            taken: SharedCounter::clone(&worker.counters().taken[worker.input(from.edge())]),
            counters: Arc::clone(worker.counters()),
            context: worker.context().clone(),
            hand: InFlightGuard::new(from.share()),
            is_plain: from.share().is_none() && tag.is_none(),
            is_last: worker.is_last(),
            tag,
            from,
        }
    }

    /// Nothing more will be made of the items that it gave.
    #[inline]
    pub(crate) fn done(&mut self) {
        if !self.is_plain {
            self.hand.empty();
        }
    }

    /// One more item beside those in hand, `None` at the end. Without a waker it only looks.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn poll(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        match self.next_claimed() {
            Some(item) => Poll::Ready(Some(item)),
            None => self.poll_further(waker),
        }
    }

    /// The next of those that are claimed, which were spent for.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_claimed(&mut self) -> Option<T> {
        let (number, item) = self.from.try_take_numbered()?;
        self.taken.add(1);
        if !self.is_plain {
            self.hand.take();
            if let Some(tag) = &self.tag {
                tag.set(number);
            }
        }
        Some(item)
    }

    /// The next, claimed or not.
    #[inline(never)]
    fn poll_further(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        loop {
            if let Some(item) = self.next_claimed() {
                return Poll::Ready(Some(item));
            }
            match self.poll_claim(waker) {
                Poll::Ready(true) => {}
                Poll::Ready(false) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Claims items, with none claimed, and spends for them; `false` at the end of the stream.
    fn poll_claim(&mut self, waker: Option<&Waker>) -> Poll<bool> {
        let left = budget::left();
        if left == 0 {
            return look_again(waker);
        }
        if self.from.claim_more(u64::from(left)) == 0 {
            // Only a sink's body may take its stream elsewhere.
            if self.is_last {
                self.from.set_here(self.is_at_home());
            }
            let has_more = ready!(self.from.poll_claim(u64::from(left), waker));
            // What follows the end of a stream is not to follow a failure.
            if !has_more && self.is_over() {
                return look_again(waker);
            }
            if !has_more {
                return Poll::Ready(false);
            }
        }
        let claimed = self.from.claimed().min(u64::from(left));
        budget::spend_many(u32::try_from(claimed).unwrap_or(left).max(1));
        Poll::Ready(true)
    }

    /// It takes no further items for now.
    pub(crate) fn leave(&mut self) {
        self.from.leave();
    }

    /// Whether the run is cancelled, and its worker will be stopped for it. What is read elsewhere ends with its
    /// stream.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_over(&self) -> bool {
        self.context.is_stopped() && self.is_at_home()
    }

    fn is_at_home(&self) -> bool {
        is_at_home(&self.counters)
    }
}

/// Whether the worker with these counters is the one that asks: a sink's body may take its stream elsewhere.
pub(crate) fn is_at_home(counters: &Arc<Counters>) -> bool {
    Current::get().is_some_and(|current| Arc::ptr_eq(current.counters(), counters))
}

impl<T> Feed for Inlet<T> {
    type Item = T;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        if self.is_last && self.is_over() {
            return Poll::Pending;
        }
        self.done();
        self.poll_further(waker)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_ready(&mut self) -> Option<T> {
        if self.is_last && self.is_over() {
            return None;
        }
        self.done();
        self.next_claimed()
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn try_fold_ready<A>(&mut self, start: A, step: impl FoldStep<A, T>) -> (A, Option<T>) {
        self.from.fold_claimed(&self.taken, start, step)
    }
}
