//! Edges: the bounded streams between stages.
//!
//! # Closing, downstream
//!
//! A stream is at its end when its last [`Sender`] is dropped and it is empty.
//!
//! # Hanging up, upstream
//!
//! When the last [`Receiver`] is dropped the edge is *unwanted*: sends fail from then on. The stage
//! that fills it may be waiting for an item of its own meanwhile, and would notice only at its
//! next send; so hanging up goes on to the edges which that stage reads, up to the sources. They
//! end, and their close comes down the graph again and frees everyone between.

use std::any::Any;
use std::convert::Infallible;
use std::panic::{self, AssertUnwindSafe};
use std::thread;

use crossbeam_channel as channel;

use crate::sync::{Arc, AtomicUsize, Mutex, Ordering, Signal, lock};

pub(crate) fn edge<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = channel::bounded(capacity);
    let edge = Arc::new(Edge {
        readers: AtomicUsize::new(1),
        unwanted: Signal::new(),
        feeders: Mutex::default(),
    });
    let to = Sender {
        queue: sender,
        edge: Arc::clone(&edge),
    };
    (
        to,
        Receiver {
            queue: receiver,
            edge,
        },
    )
}

/// What both ends of an edge share beside the queue.
pub struct Edge {
    readers: AtomicUsize,
    unwanted: Signal,
    /// The edges whose items are made into this edge's: unwanted when this one is.
    feeders: Mutex<Vec<Arc<Edge>>>,
}

impl Edge {
    /// Whether somebody holds an end to read from.
    pub(crate) fn has_readers(&self) -> bool {
        self.readers.load(Ordering::Acquire) > 0
    }

    pub(crate) fn is_unwanted(&self) -> bool {
        self.unwanted.is_raised()
    }

    /// Disconnects when nobody reads this edge any more.
    pub(crate) fn hung_up(&self) -> &channel::Receiver<Infallible> {
        self.unwanted.waiter()
    }

    pub(crate) fn feed_from(&self, feeder: &Arc<Edge>) {
        lock(&self.feeders).push(Arc::clone(feeder));
        // The reader may have gone while this stage was being started.
        if self.is_unwanted() {
            feeder.hang_up();
        }
    }

    fn hang_up(&self) {
        if self.unwanted.raise() {
            let feeders = std::mem::take(&mut *lock(&self.feeders));
            for feeder in feeders {
                feeder.hang_up();
            }
        }
    }
}

/// The end of an edge that items are put into.
pub struct Sender<T> {
    queue: channel::Sender<T>,
    edge: Arc<Edge>,
}

/// Nobody will read what was sent.
#[derive(Debug)]
pub struct Closed;

impl<T> Sender<T> {
    /// Waits for room, then hands `item` over.
    pub(crate) fn send(&self, item: T) -> Result<(), Closed> {
        if self.edge.is_unwanted() {
            return Err(Closed);
        }
        self.hand_over(item)
    }

    /// [`send`](Sender::send) where it was just looked at whether anybody reads.
    pub(crate) fn hand_over(&self, item: T) -> Result<(), Closed> {
        self.queue.send(item).map_err(|_| Closed)
    }

    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.edge
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Sender {
            queue: self.queue.clone(),
            edge: Arc::clone(&self.edge),
        }
    }
}

/// The end of an edge that items are taken from: an iterator that waits for the next.
pub struct Receiver<T> {
    queue: channel::Receiver<T>,
    edge: Arc<Edge>,
}

impl<T> Receiver<T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.edge
    }
}

impl<T> Iterator for Receiver<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.queue.recv().ok()
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        self.edge.readers.fetch_add(1, Ordering::Relaxed);
        Receiver {
            queue: self.queue.clone(),
            edge: Arc::clone(&self.edge),
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        if self.edge.readers.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.edge.hang_up();
            discard(&self.queue);
        }
    }
}

/// Drops what is queued: a channel without receivers would keep it until its senders are gone.
///
/// An item whose own drop panics does not keep the others alive.
fn discard<T>(queue: &channel::Receiver<T>) {
    let mut panicked: Option<Box<dyn Any + Send>> = None;
    while let Ok(item) = queue.try_recv() {
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(|| drop(item))) {
            panicked.get_or_insert(payload);
        }
    }
    match panicked {
        // A second panic while a first unwinds would abort the process; the first is reported.
        Some(payload) if !thread::panicking() => panic::resume_unwind(payload),
        _ => {}
    }
}
