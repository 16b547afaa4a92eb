//! `concat`: one stream after the other.

use std::collections::VecDeque;
use std::task::{Poll, Waker};

use super::{Feed, Inlet, Streams};
use crate::edge::supply::FoldStep;
use crate::edge::{Edge, Receiver};
use crate::run::worker::Worker;
use crate::sync::Arc;

/// See [`Scope::concat`](crate::private::Scope::concat).
pub struct Concat<T, const N: usize> {
    pub(crate) streams: [Receiver<T>; N],
}

impl<T, const N: usize> Streams for Concat<T, N> {
    type Item = T;
    type Crossing = T;
    type Feed = Concatenated<T>;

    fn open<E>(self, worker: &Worker<E>) -> Concatenated<T> {
        worker.counters().merge();
        let streams = self.streams.into_iter();
        Concatenated {
            streams: streams.map(|from| Inlet::open(from, worker)).collect(),
        }
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        self.streams.iter().map(Receiver::edge).cloned().collect()
    }
}

/// The streams that have not ended, on the worker that reads them.
pub struct Concatenated<T> {
    streams: VecDeque<Inlet<T>>,
}

impl<T> Feed for Concatenated<T> {
    type Item = T;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        while let Some(stream) = self.streams.front_mut() {
            match stream.poll_next(waker) {
                Poll::Ready(None) => self.streams.pop_front(),
                polled => return polled,
            };
        }
        Poll::Ready(None)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_ready(&mut self) -> Option<T> {
        self.streams.front_mut()?.next_ready()
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn try_fold_ready<A>(&mut self, start: A, step: impl FoldStep<A, T>) -> (A, Option<T>) {
        match self.streams.front_mut() {
            Some(stream) => stream.try_fold_ready(start, step),
            None => (start, None),
        }
    }
}
