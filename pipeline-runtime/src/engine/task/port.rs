//! The sending end of an edge as a worker's future uses it, and the measurement of its waits.

use std::future::poll_fn;
use std::task::{Context as Task, Poll};

use crate::edge::sender::{Patience, Waiting};
use crate::edge::{Closed, Edge, Sender};
use crate::report::counters::Stopwatch;
use crate::run::budget::again;
use crate::run::budget::spend;
use crate::run::worker::Worker;
use crate::sync::{Arc, Mutex, lock};

/// The sender of one worker, with the position of its edge among those that the worker fills.
pub struct Port<T> {
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

    pub(super) fn sender(&mut self) -> &mut Sender<T> {
        &mut self.to
    }

    /// Sends `item` if there is room. Otherwise returns it.
    ///
    /// Spends nothing from the budget. Use it for at most one output of each item that has already
    /// spent.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn send_now<E>(&mut self, item: T, worker: &Worker<E>) -> Result<(), T> {
        self.send_uncounted(item)?;
        worker.counters().given[self.place].add(1);
        Ok(())
    }

    /// [`send_now`](Port::send_now) for a caller that counts the items itself.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn send_uncounted(&mut self, item: T) -> Result<(), T> {
        self.to.try_put(item)
    }

    /// Sends `item` to the next stage. Waits until there is room.
    pub(crate) fn send<E>(
        &mut self,
        item: T,
        worker: &Worker<E>,
    ) -> impl Future<Output = Result<(), Closed>> {
        let mut item = Some(item);
        let mut wait = Wait::default();
        poll_fn(move |cx| {
            let sent = self.poll_send(&mut item, worker, cx);
            wait.note(&worker.counters().waited_for_output, sent.is_ready());
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
        let polled = self.to.poll_put(item, Patience::Task(cx.waker()));
        polled.map(|sent| {
            worker.note_sent(sent, &worker.counters().given[self.place], self.to.edge())
        })
    }
}

/// The sender of one worker, shared by several futures.
pub struct SharedPort<T> {
    port: Arc<Mutex<Port<T>>>,
    waiting: Waiting,
}

impl<T> SharedPort<T> {
    pub(crate) fn new(port: Port<T>) -> Self {
        SharedPort {
            port: Arc::new(Mutex::new(port)),
            waiting: Waiting::default(),
        }
    }

    pub(crate) fn poll_send<E>(
        &mut self,
        item: &mut Option<T>,
        worker: &Worker<E>,
        cx: &mut Task<'_>,
    ) -> Poll<Result<(), Closed>> {
        if item.is_none() {
            return Poll::Ready(Ok(()));
        }
        if !spend() {
            return again(cx);
        }
        let mut port = lock(&self.port);
        let Port { to, place } = &mut *port;
        let polled = to.poll_put_as(&mut self.waiting, item, Patience::Task(cx.waker()));
        polled.map(|sent| worker.note_sent(sent, &worker.counters().given[*place], to.edge()))
    }
}

impl<T> Clone for SharedPort<T> {
    fn clone(&self) -> Self {
        SharedPort {
            port: Arc::clone(&self.port),
            waiting: Waiting::default(),
        }
    }
}

impl<T> Drop for SharedPort<T> {
    fn drop(&mut self) {
        lock(&self.port).to.give_up_as(&mut self.waiting);
    }
}

impl<T> Clone for Port<T> {
    fn clone(&self) -> Self {
        Port::new(self.to.clone(), self.place)
    }
}

/// Measures a wait, from the first poll that is pending to the first that is ready.
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

/// Polls until ready, and adds the time of the wait to `waited`.
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
