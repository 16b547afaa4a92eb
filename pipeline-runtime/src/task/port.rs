//! A worker's end of an edge that it fills, and the time that it waits.

use std::future::poll_fn;
use std::task::{Context as Task, Poll};

use super::adaptors::again;
use super::sender::Sender;
use crate::budget::spend;
use crate::edge::{Closed, Edge, Unsent};
use crate::sync::Arc;
use crate::tally::Stopwatch;
use crate::worker::Worker;

/// The sender of one worker, and the place of its edge among those that the worker fills.
pub(crate) struct Port<T> {
    to: Sender<T>,
    place: usize,
}

impl<T> Port<T> {
    pub(crate) fn new(to: Sender<T>, place: usize) -> Self {
        Port { to, place }
    }

    pub(crate) fn edge(&self) -> &Arc<Edge> {
        self.to.edge()
    }

    /// Hands `item` to the next stage, if that needs no wait; else it comes back.
    ///
    /// It spends nothing: it is for one item of each that was spent for.
    #[inline(always)]
    pub(crate) fn send_now<E>(&mut self, item: T, worker: &Worker<E>) -> Result<(), T> {
        self.send_uncounted(item)?;
        worker.tally().given[self.place].add(1);
        Ok(())
    }

    /// [`send_now`](Port::send_now) for who counts what was given.
    #[inline(always)]
    pub(crate) fn send_uncounted(&mut self, item: T) -> Result<(), T> {
        self.to.send_now(item)
    }

    /// Hands `item` to the next stage, when there is room.
    pub(crate) fn send<E>(
        &mut self,
        item: T,
        worker: &Worker<E>,
    ) -> impl Future<Output = Result<(), Closed>> {
        let mut item = Some(item);
        let mut wait = Wait::default();
        poll_fn(move |cx| {
            let sent = self.poll_send(&mut item, worker, cx);
            wait.note(&worker.tally().waited_for_output, sent.is_ready());
            sent
        })
    }

    pub(crate) fn poll_send<E>(
        &mut self,
        item: &mut Option<T>,
        worker: &Worker<E>,
        cx: &mut Task<'_>,
    ) -> Poll<Result<(), Closed>> {
        if !spend() {
            return again(cx);
        }
        match item.take().map(|item| self.send_now(item, worker)) {
            None | Some(Ok(())) => return Poll::Ready(Ok(())),
            Some(Err(back)) => *item = Some(back),
        }
        self.to.poll_send(item, cx).map(|sent| match sent {
            Ok(()) => {
                worker.tally().given[self.place].add(1);
                Ok(())
            }
            Err(Unsent::Closed) => Err(Closed),
            Err(Unsent::Full) => worker.refused(self.edge()),
        })
    }
}

impl<T> Clone for Port<T> {
    fn clone(&self) -> Self {
        Port::new(self.to.clone(), self.place)
    }
}

/// A wait that is timed from the first poll that was not ready.
#[derive(Default)]
pub(crate) struct Wait {
    runs: bool,
}

impl Wait {
    #[inline]
    pub(crate) fn note(&mut self, waited: &Stopwatch, is_ready: bool) {
        if self.runs == is_ready {
            self.turn(waited);
        }
    }

    #[cold]
    fn turn(&mut self, waited: &Stopwatch) {
        self.runs = !self.runs;
        if self.runs {
            waited.start();
        } else {
            waited.stop();
        }
    }
}

/// Polls until it is ready, and adds the time that it was not.
pub(crate) fn timed<R>(
    waited: &Stopwatch,
    mut poll: impl FnMut(&mut Task<'_>) -> Poll<R>,
) -> impl Future<Output = R> {
    let mut wait = Wait::default();
    poll_fn(move |cx| {
        let polled = poll(cx);
        wait.note(waited, polled.is_ready());
        polled
    })
}
