//! Ordered fan-out of futures: a worker's part in the ordered output, and the number of its item in
//! hand.

use std::task::{Context as Task, Poll};

use super::port::timed;
use crate::edge::reorder::{OrderedSender, SequenceTag};
use crate::edge::{Closed, Edge, Unsent};
use crate::report::counters::Counter;
use crate::run::budget::again;
use crate::run::budget::spend;
use crate::run::worker::Worker;

/// The output of one worker of an ordered fan-out.
pub(crate) struct InOrder<O> {
    to: OrderedSender<O>,
    tag: SequenceTag,
}

impl<O> InOrder<O> {
    pub(crate) fn new(to: OrderedSender<O>, tag: SequenceTag) -> Self {
        InOrder { to, tag }
    }

    /// Notes that an item was taken.
    #[inline]
    pub(crate) fn enter(&mut self) {
        self.to.begin(self.tag.get());
    }

    /// Puts in the only output of the item in hand, if that takes no wait. Otherwise returns it.
    #[inline]
    pub(crate) fn put_now(&mut self, output: O) -> Result<(), O> {
        if !self.to.is_plain() {
            return Err(output);
        }
        self.to.put(self.tag.get(), output);
        Ok(())
    }

    /// Sends one of the outputs of the item in hand.
    pub(crate) fn poll_send<E>(
        &mut self,
        item: &mut Option<O>,
        (worker, given, edge): (&Worker<E>, &Counter, &Edge),
        cx: &mut Task<'_>,
    ) -> Poll<Result<(), Closed>> {
        if item.is_none() {
            return Poll::Ready(Ok(()));
        }
        if !spend() {
            return again(cx);
        }
        let polled: Poll<Result<(), Unsent>> = self.to.poll_send(item, Some(cx.waker()));
        polled.map(|sent| worker.note_sent(sent, given, edge))
    }

    /// Waits for the turn of the item in hand.
    pub(crate) async fn reach_turn<E>(&mut self, worker: &Worker<E>) {
        let waited = &worker.counters().waited_for_output;
        timed(waited, |cx| self.to.poll_turn(Some(cx.waker()))).await;
    }

    /// Ends the outputs of the item in hand.
    pub(crate) fn poll_finish(&mut self, cx: &mut Task<'_>) -> Poll<Result<(), Closed>> {
        self.to.poll_finish(Some(cx.waker()))
    }
}
