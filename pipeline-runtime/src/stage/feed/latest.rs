//! `latest`: the newest item of each of two streams, whenever one of them changes.

use std::task::{Poll, Waker};

use super::{Feed, Inlet, Streams};
use crate::edge::{Edge, Receiver};
use crate::report::counters::Counters;
use crate::run::worker::Worker;
use crate::stage::policy::CopyFn;
use crate::sync::Arc;

/// See [`Scope::latest`](crate::private::Scope::latest).
pub struct Latest<A, B> {
    pub(crate) first: Receiver<A>,
    pub(crate) second: Receiver<B>,
    /// Copies the items. The verb has the bound [`Copied`](crate::stage::policy::Copied). A second
    /// bound would make rustc report the same error twice.
    pub(crate) copy: (CopyFn<A>, CopyFn<B>),
}

impl<A, B> Streams for Latest<A, B> {
    type Item = (A, B);
    type Crossing = (A, B);
    type Feed = Pairs<A, B>;

    fn open<E>(self, worker: &Worker<E>) -> Pairs<A, B> {
        worker.counters().merge();
        Pairs {
            first: LatestSide::new(Inlet::open(self.first, worker)),
            second: LatestSide::new(Inlet::open(self.second, worker)),
            second_is_next: false,
            copy: self.copy,
            counters: Arc::clone(worker.counters()),
        }
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        let edges = [self.first.edge(), self.second.edge()];
        edges.map(Arc::clone).into()
    }
}

/// The pairs, on the worker that reads them.
pub struct Pairs<A, B> {
    first: LatestSide<A>,
    second: LatestSide<B>,
    /// Whether the second stream is looked at first the next time. The streams take turns, so that
    /// one that always has an item does not starve the other.
    second_is_next: bool,
    copy: (CopyFn<A>, CopyFn<B>),
    counters: Arc<Counters>,
}

/// One of the streams, and its newest item.
struct LatestSide<T> {
    /// `None` after the end of the stream.
    stream: Option<Inlet<T>>,
    newest: Option<T>,
}

impl<T> LatestSide<T> {
    fn new(stream: Inlet<T>) -> Self {
        LatestSide {
            stream: Some(stream),
            newest: None,
        }
    }

    /// Takes a new item if one is ready, which then counts as held. Returns whether there was one.
    fn renew(&mut self, waker: Option<&Waker>, counters: &Counters) -> bool {
        let Some(stream) = &mut self.stream else {
            return false;
        };
        stream.done();
        match stream.poll(waker) {
            Poll::Ready(Some(item)) => {
                counters.methods.held.add(1);
                self.newest = Some(item);
                true
            }
            Poll::Ready(None) => {
                self.stream = None;
                false
            }
            Poll::Pending => false,
        }
    }

    /// Returns whether the side has no item and never will.
    fn is_empty(&self) -> bool {
        self.newest.is_none() && self.stream.is_none()
    }
}

impl<A, B> Pairs<A, B> {
    /// Takes a new item of either stream if one is ready, which then counts as held. Returns whether
    /// there was one.
    fn renew(&mut self, waker: Option<&Waker>) -> bool {
        for _ in 0..2 {
            let of_second = self.second_is_next;
            self.second_is_next = !of_second;
            let is_new = if of_second {
                self.second.renew(waker, &self.counters)
            } else {
                self.first.renew(waker, &self.counters)
            };
            if is_new {
                return true;
            }
        }
        false
    }

    /// Returns whether an item waits for the first item of the other stream. Such an item counts as
    /// held.
    fn is_half(&self) -> bool {
        self.first.newest.is_some() != self.second.newest.is_some()
    }

    /// Counts an item that waited for the other stream as left out.
    fn leave_out(&self) {
        self.counters.methods.held.subtract(1);
        self.counters.methods.leave_out();
    }

    fn pair(&self) -> Option<(A, B)> {
        let (first, second) = (self.first.newest.as_ref()?, self.second.newest.as_ref()?);
        Some(((self.copy.0)(first), (self.copy.1)(second)))
    }

    /// Returns whether no further pair can come.
    fn is_over(&self) -> bool {
        let have_ended = self.first.stream.is_none() && self.second.stream.is_none();
        have_ended || self.first.is_empty() || self.second.is_empty()
    }
}

impl<A, B> Feed for Pairs<A, B> {
    type Item = (A, B);

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<(A, B)>> {
        let mut was_half = self.is_half();
        while self.renew(waker) {
            let pair = self.pair();
            if was_half {
                // The new item makes the pair, or waits from now on.
                self.leave_out();
            }
            if pair.is_some() {
                self.counters.methods.held.subtract(1);
                return Poll::Ready(pair);
            }
            was_half = true;
        }
        if !self.is_over() {
            return Poll::Pending;
        }
        if was_half {
            self.clear();
            self.leave_out();
        }
        Poll::Ready(None)
    }

    fn clear(&mut self) {
        self.first.newest = None;
        self.second.newest = None;
    }
}
