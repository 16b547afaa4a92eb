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
//!
//! The edges of a loop want each other, so a loop is unwanted when all edges that lead out of it
//! are.

use std::any::Any;
use std::convert::Infallible;
use std::panic::{self, AssertUnwindSafe};
use std::task::Waker;
use std::thread;

use super::flow::Flow;
use super::in_flight::{Cycle, Refused, Share};
use crate::run::foreign;
use crate::sync::channel;
use crate::sync::{Arc, AtomicU64, AtomicUsize, Mutex, Ordering, Signal, lock};

/// What both ends of an edge share beside the queue.
pub struct Edge {
    unwanted: Signal,
    /// How many bytes one of its items has, not counting what it points to.
    item_size: usize,
    /// The stages that fill this edge.
    feeders: Mutex<Vec<Filler>>,
    /// How many items were put in and not taken out.
    left: AtomicU64,
    /// How many items it lost because it was full, as it may.
    lost: AtomicU64,
    /// What an item's drop panicked with, when the last reader went.
    panicked: Mutex<Option<Box<dyn Any + Send>>>,
    /// How much room it has.
    flow: Arc<Flow>,
    /// Its part in the loop that it is of, if it is of one.
    share: Option<Share>,
}

/// A stage as hanging up sees it.
struct Feeder {
    /// How many of the edges it fills are wanted.
    wanted: AtomicUsize,
    /// What it reads: unwanted when all that it fills is.
    reads: Vec<Arc<Edge>>,
}

/// What hears that an edge is unwanted.
enum Filler {
    Stage(Arc<Feeder>),
    /// The loop that the edge leads out of.
    Loop(Arc<Cycle>),
}

/// Tells the edges in `fills` which edges `reads` their items are made of.
pub(crate) fn connect(reads: &[Arc<Edge>], fills: &[Arc<Edge>]) {
    let feeder = Arc::new(Feeder {
        wanted: AtomicUsize::new(fills.len()),
        reads: reads.to_vec(),
    });
    for edge in fills {
        edge.feed_from(Filler::Stage(Arc::clone(&feeder)));
    }
    // No stage reads from two loops, but for a `zip`, which either may leave by.
    for cycle in reads
        .iter()
        .filter_map(|edge| edge.share().map(Share::cycle))
    {
        let exits = fills.iter().filter(|edge| !edge.is_of(cycle));
        for edge in exits {
            cycle.add_exit();
            edge.feed_from(Filler::Loop(Arc::clone(cycle)));
        }
    }
}

impl Filler {
    fn lose_one(&self) {
        match self {
            Filler::Stage(feeder) => feeder.lose_one(),
            Filler::Loop(cycle) => cycle.lose_exit(),
        }
    }
}

impl Feeder {
    /// One of the edges it fills is unwanted now.
    fn lose_one(&self) {
        if self.wanted.fetch_sub(1, Ordering::AcqRel) == 1 {
            for edge in &self.reads {
                edge.hang_up();
            }
        }
    }
}

impl Edge {
    /// One for items of type `T`.
    pub(crate) fn of<T>(flow: &Arc<Flow>, share: Option<Share>) -> Arc<Self> {
        Arc::new(Edge {
            unwanted: Signal::new(),
            item_size: size_of::<T>(),
            feeders: Mutex::default(),
            left: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            panicked: Mutex::default(),
            flow: Arc::clone(flow),
            share,
        })
    }

    /// Where a task that reads it looks for senders when it pauses.
    pub(crate) fn flow(&self) -> &Arc<Flow> {
        &self.flow
    }

    pub(crate) fn item_size(&self) -> usize {
        self.item_size
    }

    #[inline]
    pub(crate) fn is_unwanted(&self) -> bool {
        self.hang_up_flag().is_raised()
    }

    /// Raised when nobody reads this edge any more.
    #[inline]
    pub(crate) fn hang_up_flag(&self) -> &Signal {
        &self.unwanted
    }

    /// Disconnects when nobody reads this edge any more.
    pub(crate) fn hung_up(&self) -> &channel::Receiver<Infallible> {
        self.unwanted.waiter()
    }

    /// Has the task woken when nobody reads this edge any more.
    pub(crate) fn wake_at_hang_up(&self, task: &Waker) {
        let _ = self.unwanted.wake(task);
    }

    pub(crate) fn share(&self) -> Option<&Share> {
        self.share.as_ref()
    }

    fn is_of(&self, cycle: &Arc<Cycle>) -> bool {
        self.share.as_ref().is_some_and(|share| share.is_of(cycle))
    }

    /// Drops what nobody will read: a channel without receivers would keep it until its senders are
    /// gone.
    ///
    /// An item whose own drop panics does not keep the others alive. The first such panic is noted
    /// and does not go on from here: this may be the way out of a body with a failure of its own.
    pub(crate) fn discard<T>(&self, items: impl IntoIterator<Item = T>) {
        for item in items {
            self.note(panic::catch_unwind(AssertUnwindSafe(|| drop(item))));
        }
    }

    pub(crate) fn note(&self, dropped: thread::Result<()>) {
        let Err(payload) = dropped else { return };
        let mut panicked = lock(&self.panicked);
        if panicked.is_none() {
            *panicked = Some(payload);
        } else {
            drop(panicked);
            foreign::discard(payload);
        }
    }

    /// What an item's drop panicked with, when the last reader went.
    pub(crate) fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        lock(&self.panicked).take()
    }

    /// How many items were put in and not taken out, once both ends are gone.
    pub(crate) fn left(&self) -> u64 {
        self.left.load(Ordering::Relaxed)
    }

    /// One more item is lost because the edge is full.
    pub(crate) fn count_lost(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }

    /// Drops an item that the edge has no room for, on behalf of its sender.
    pub(crate) fn lose<T>(&self, item: T) -> Result<(), Unsent> {
        self.count_lost();
        let dropped = panic::catch_unwind(AssertUnwindSafe(|| drop(item)));
        dropped.map_err(Unsent::Panicked)
    }

    /// How many items it lost because it was full.
    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    fn feed_from(&self, feeder: Filler) {
        let mut feeders = lock(&self.feeders);
        // Looked at under the lock: whoever raises it takes the list after that.
        if self.is_unwanted() {
            drop(feeders);
            feeder.lose_one();
        } else {
            feeders.push(feeder);
        }
    }

    pub(crate) fn leave(&self, items: usize) {
        self.left.fetch_add(items as u64, Ordering::Relaxed);
    }

    /// Says that nobody wants this edge's items: to whoever fills it, and so up to the sources.
    pub(crate) fn hang_up(&self) {
        if self.unwanted.raise() {
            let feeders = std::mem::take(&mut *lock(&self.feeders));
            for feeder in feeders {
                feeder.lose_one();
            }
        }
    }
}

/// Nobody will read what was sent.
#[derive(Debug)]
pub struct Closed;

/// Why an item was not handed over, or not as it should.
pub(crate) enum Unsent {
    /// Nobody will read it.
    Closed,
    /// The stream that closes a loop has no room for it.
    Full,
    /// It was put in. The item that was lost for it panicked in its drop: the sender is to panic with this.
    Panicked(Box<dyn Any + Send>),
}

impl From<Closed> for Unsent {
    fn from(Closed: Closed) -> Self {
        Unsent::Closed
    }
}

impl From<Refused> for Unsent {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Gone => Unsent::Closed,
            Refused::Full => Unsent::Full,
        }
    }
}
