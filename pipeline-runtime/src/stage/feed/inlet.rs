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

/// One of the streams that a worker reads. Counts the taken items, and spends from the budget of
/// the worker's task.
pub struct Inlet<T> {
    from: Receiver<T>,
    taken: SharedCounter,
    counters: Arc<Counters>,
    context: Context,
    hand: InFlightGuard,
    /// Tells which item was yielded last, if items leave in order.
    tag: Option<SequenceTag>,
    /// Whether items need no records: the stream is in no loop, and its items have no order.
    is_plain: bool,
    /// Whether the worker fills no stream. Other workers look whether to stop when they send.
    is_last: bool,
}

// The inlet stores items, and never pins them in place.
impl<T> Unpin for Inlet<T> {}

impl<T> Inlet<T> {
    pub(crate) fn open<E>(from: Receiver<T>, worker: &Worker<E>) -> Self {
        Inlet::tagged(from, worker, None)
    }

    /// Opens an inlet that stores the number of the item it yielded in `tag`.
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

    /// Declares that nothing more will be made of the items that were yielded.
    #[inline]
    pub(crate) fn done(&mut self) {
        if !self.is_plain {
            self.hand.empty();
        }
    }

    /// Returns one more item beside those in hand; `None` at the end. Without a waker, only looks.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn poll(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        match self.next_claimed() {
            Some(item) => Poll::Ready(Some(item)),
            None => self.poll_further(waker),
        }
    }

    /// Like [`done`](Inlet::done), for a worker that takes its next item from this inlet and no other.
    #[inline]
    fn finish(&mut self) {
        if !self.is_plain {
            self.hand.finish();
        }
    }

    /// Takes the next claimed item. The budget was spent for it already.
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

    /// Returns the next item, claimed or not.
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

    /// Claims items and spends for them. Called while none are claimed. Ready with `false` at the
    /// end of the stream.
    fn poll_claim(&mut self, waker: Option<&Waker>) -> Poll<bool> {
        self.hand.land();
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
            // Code after the end of a stream must not run after a failure.
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

    /// Gives up the wait: no further items are taken for now.
    pub(crate) fn leave(&mut self) {
        self.from.leave();
    }

    /// Returns whether the run is cancelled, so that the worker will be stopped. A stream that is
    /// read elsewhere is read to its end.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_over(&self) -> bool {
        self.context.is_stopped() && self.is_at_home()
    }

    fn is_at_home(&self) -> bool {
        is_at_home(&self.counters)
    }
}

/// Returns whether the worker with these counters is the calling one. A sink's body may take its
/// stream elsewhere.
pub(crate) fn is_at_home(counters: &Arc<Counters>) -> bool {
    Current::get().is_some_and(|current| Arc::ptr_eq(current.counters(), counters))
}

impl<T> Feed for Inlet<T> {
    type Item = T;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        if self.is_last && self.is_over() {
            return Poll::Pending;
        }
        self.finish();
        self.poll_further(waker)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_ready(&mut self) -> Option<T> {
        if self.is_last && self.is_over() {
            return None;
        }
        self.finish();
        self.next_claimed()
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn try_fold_ready<A>(&mut self, start: A, step: impl FoldStep<A, T>) -> (A, Option<T>) {
        self.from.fold_claimed(&self.taken, start, step)
    }
}
