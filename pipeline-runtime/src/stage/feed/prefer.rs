//! `fan_in(…, prefer)`: many streams as one, the earlier ones first.

use std::task::{Poll, Waker};

use super::{Feed, Inlet, Streams};
use crate::edge::{Edge, Receiver};
use crate::run::budget;
use crate::run::worker::Worker;
use crate::sync::Arc;

/// See [`Scope::prefer`](crate::private::Scope::prefer).
pub struct Prefer<T, const N: usize> {
    pub(crate) streams: [Receiver<T>; N],
}

impl<T, const N: usize> Streams for Prefer<T, N> {
    type Item = T;
    type Crossing = T;
    type Feed = Preferring<T>;

    fn open<E>(self, worker: &Worker<E>) -> Preferring<T> {
        worker.counters().merge();
        let streams = self.streams.into_iter();
        Preferring {
            streams: streams.map(|from| Inlet::open(from, worker)).collect(),
        }
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        self.streams.iter().map(Receiver::edge).cloned().collect()
    }
}

/// The streams that have not ended, on the worker that reads them.
pub struct Preferring<T> {
    streams: Vec<Inlet<T>>,
}

impl<T> Feed for Preferring<T> {
    type Item = T;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        self.streams.iter_mut().for_each(Inlet::done);
        let mut at = 0;
        while let Some(stream) = self.streams.get_mut(at) {
            let may_go_on = budget::left() > 0;
            match stream.poll(waker) {
                Poll::Ready(None) => drop(self.streams.remove(at)),
                Poll::Ready(item) => return Poll::Ready(item),
                // The budget is used up, so the stream may have an item, which comes before those
                // of later streams.
                Poll::Pending if !may_go_on => return Poll::Pending,
                Poll::Pending => at += 1,
            }
        }
        if self.streams.is_empty() {
            Poll::Ready(None)
        } else {
            Poll::Pending
        }
    }
}
