//! `debounce` and `sample`: only the newest item passes.

use std::task::{Poll, Waker};

use super::{Feed, Inlet, Pace, Streams, Timer};
use crate::edge::{Edge, Receiver};
use crate::report::counters::Counters;
use crate::run::worker::Worker;
use crate::sync::Arc;
use crate::sync::thread::Instant;

/// See [`Scope::debounce`](crate::private::Scope::debounce) and
/// [`Scope::sample`](crate::private::Scope::sample).
pub struct Newest<T, P> {
    pub(crate) from: Receiver<T>,
    pub(crate) pace: P,
}

impl<T, P: Pace> Streams for Newest<T, P> {
    type Item = T;
    type Crossing = T;
    type Feed = Passing<T, P>;

    fn open<E>(self, worker: &Worker<E>) -> Passing<T, P> {
        Passing {
            from: Inlet::open(self.from, worker),
            newest: None,
            pace: self.pace,
            timer: Timer::new(worker),
            counters: Arc::clone(worker.counters()),
        }
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        vec![Arc::clone(self.from.edge())]
    }
}

/// The items that pass, on the worker that reads them.
pub struct Passing<T, P> {
    from: Inlet<T>,
    newest: Option<T>,
    pace: P,
    /// When the newest item passes.
    timer: Timer,
    counters: Arc<Counters>,
}

impl<T, P: Pace> Passing<T, P> {
    /// Makes `item` the newest one.
    fn put(&mut self, item: T) {
        let methods = &self.counters.methods;
        methods.held.add(1);
        if self.newest.is_none() || P::RESTARTS {
            self.timer.due = self.pace.end(self.timer.source.now());
        }
        if let Some(older) = self.newest.replace(item) {
            drop(older);
            // Counted after the drop: if that panics, the item counts as failed.
            methods.held.subtract(1);
            methods.leave_out();
        }
    }
}

impl<T, P: Pace> Feed for Passing<T, P> {
    type Item = T;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        if self.newest.is_none() {
            self.from.done();
        }
        loop {
            match self.from.poll(waker) {
                Poll::Ready(Some(item)) => {
                    self.put(item);
                    if self.pace.passes_ready() && self.timer.is_late() {
                        return Poll::Ready(self.expire());
                    }
                }
                Poll::Ready(None) => return Poll::Ready(self.expire()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    fn due(&self) -> Option<Instant> {
        self.timer.due
    }

    fn expire(&mut self) -> Option<T> {
        self.from.leave();
        self.timer.due = None;
        let newest = self.newest.take();
        let held = &self.counters.methods.held;
        held.subtract(u64::from(newest.is_some()));
        newest
    }

    fn clear(&mut self) {
        self.newest = None;
    }
}
