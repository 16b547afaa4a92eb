//! `batch_within`: collects items into a `Vec`, for a limited time.

use std::task::{Poll, Waker};
use std::time::Duration;

use super::{Feed, Inlet, Streams, Timer};
use crate::edge::{Edge, Receiver};
use crate::report::counters::Counters;
use crate::run::worker::Worker;
use crate::stage::filling::{Filling, Measure};
use crate::sync::Arc;
use crate::sync::thread::Instant;

/// See [`Scope::batch_within`](crate::private::Scope::batch_within).
pub struct Within<T, M> {
    from: Receiver<T>,
    filling: Filling<T, M>,
    time: Duration,
}

impl<T, M: Measure<T>> Within<T, M> {
    pub(crate) fn new(from: Receiver<T>, size: usize, measure: M, time: Duration) -> Self {
        Within {
            from,
            filling: Filling::new(size, measure),
            time,
        }
    }
}

impl<T, M: Measure<T>> Streams for Within<T, M> {
    type Item = Vec<T>;
    type Crossing = T;
    type Feed = Batches<T, M>;

    fn open<E>(self, worker: &Worker<E>) -> Batches<T, M> {
        Batches {
            from: Inlet::open(self.from, worker),
            filling: self.filling,
            time: self.time,
            timer: Timer::new(worker),
            counters: Arc::clone(worker.counters()),
        }
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        vec![Arc::clone(self.from.edge())]
    }
}

/// Batches, on the worker that reads them.
pub struct Batches<T, M> {
    from: Inlet<T>,
    filling: Filling<T, M>,
    time: Duration,
    /// When the collected items become a batch.
    timer: Timer,
    counters: Arc<Counters>,
}

impl<T, M: Measure<T>> Batches<T, M> {
    /// Starts the time of a batch with its first item.
    fn start(&mut self) {
        self.timer.due = self.timer.source.now().checked_add(self.time);
    }
}

impl<T, M: Measure<T>> Feed for Batches<T, M> {
    type Item = Vec<T>;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<Vec<T>>> {
        if self.filling.is_empty() {
            self.from.done();
        }
        while !self.filling.is_full() {
            match self.from.poll(waker) {
                Poll::Ready(Some(item)) => {
                    if self.filling.is_empty() {
                        self.start();
                    }
                    self.filling.add(item);
                    self.counters.methods.held.add(1);
                    if self.timer.is_late() {
                        break;
                    }
                }
                Poll::Ready(None) => break,
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(self.expire())
    }

    fn due(&self) -> Option<Instant> {
        self.timer.due
    }

    fn expire(&mut self) -> Option<Vec<T>> {
        self.from.leave();
        let batch = self.filling.take();
        self.counters.methods.held.subtract(batch.len() as u64);
        self.timer.due = None;
        if !self.filling.is_empty() {
            // The next batch begins with the item that did not fit.
            self.start();
        }
        (!batch.is_empty()).then_some(batch)
    }

    fn clear(&mut self) {
        drop(self.filling.take_all());
    }
}
