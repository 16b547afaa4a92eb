//! How an edge ends: by closing, downstream, or by hanging up, upstream.
//!
//! # Closing, downstream
//!
//! A stream has ended when its last [`Sender`] is dropped and it is empty.
//!
//! # Hanging up, upstream
//!
//! When the last [`Receiver`] is dropped, the edge is *unwanted*: sends fail from then on. The
//! stage that fills it may be waiting for an item of its own, and would notice only at its next
//! send. So when nobody wants any output of a stage, hanging up continues with the edges that this
//! stage reads, up to the sources. The sources end, and the end of their streams travels down the
//! graph and frees every stage in between.
//!
//! The edges of a loop want each other, so a loop is unwanted once all edges that lead out of it
//! are unwanted.

use std::any::Any;
use std::convert::Infallible;
use std::panic::{self, AssertUnwindSafe};
use std::task::Waker;
use std::thread;

use super::flow::Flow;
use super::in_flight::{Cycle, NoRoom, Share};
use crate::run::foreign;
use crate::sync::channel;
use crate::sync::{Arc, AtomicU64, AtomicUsize, Mutex, Ordering, Signal, lock};

/// State shared by both ends of an edge, apart from the items.
pub struct Edge {
    unwanted: Signal,
    /// Size of an item in bytes, without the memory that it points to.
    item_size: usize,
    /// The stages that fill this edge, and the loops that it leads out of.
    feeders: Mutex<Vec<Filler>>,
    /// Number of items that were put in and not taken out.
    left: AtomicU64,
    /// Number of items that were lost because the edge was full.
    lost: AtomicU64,
    /// Payload of the first panic in an item's drop, after the last receiver left.
    panicked: Mutex<Option<Box<dyn Any + Send>>>,
    /// How much room the edge has.
    flow: Arc<Flow>,
    /// The edge's share in its loop, if it belongs to one.
    share: Option<Share>,
}

/// A stage as hanging up sees it.
struct Feeder {
    /// Number of edges filled by the stage that are still wanted.
    wanted: AtomicUsize,
    /// Edges that the stage reads. They become unwanted when all edges that it fills are.
    reads: Vec<Arc<Edge>>,
}

/// Is notified when an edge becomes unwanted.
enum Filler {
    Stage(Arc<Feeder>),
    /// The loop that the edge leads out of.
    Loop(Arc<Cycle>),
}

/// Registers a stage that reads the edges `reads` and fills the edges `fills`, so that hanging up
/// can continue from `fills` to `reads`.
pub(crate) fn connect(reads: &[Arc<Edge>], fills: &[Arc<Edge>]) {
    let feeder = Arc::new(Feeder {
        wanted: AtomicUsize::new(fills.len()),
        reads: reads.to_vec(),
    });
    for edge in fills {
        edge.feed_from(Filler::Stage(Arc::clone(&feeder)));
    }
    // Only a `zip` can read from two loops. Its output leads out of both.
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
    /// Counts one filled edge as unwanted. If it was the last, hangs up on all edges that the stage
    /// reads.
    fn lose_one(&self) {
        if self.wanted.fetch_sub(1, Ordering::AcqRel) == 1 {
            for edge in &self.reads {
                edge.hang_up();
            }
        }
    }
}

impl Edge {
    /// Creates the shared state of an edge for items of type `T`.
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

    /// Returns the edge's room. A task that reads the edge looks there for waiting senders when it
    /// pauses.
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

    /// Returns the signal that is raised when nobody reads this edge any more.
    #[inline]
    pub(crate) fn hang_up_flag(&self) -> &Signal {
        &self.unwanted
    }

    /// Returns a channel that disconnects when nobody reads this edge any more.
    pub(crate) fn hung_up(&self) -> &channel::Receiver<Infallible> {
        self.unwanted.waiter()
    }

    /// Registers a task to be woken when nobody reads this edge any more.
    pub(crate) fn wake_at_hang_up(&self, task: &Waker) {
        let _ = self.unwanted.wake(task);
    }

    pub(crate) fn share(&self) -> Option<&Share> {
        self.share.as_ref()
    }

    fn is_of(&self, cycle: &Arc<Cycle>) -> bool {
        self.share.as_ref().is_some_and(|share| share.is_of(cycle))
    }

    /// Drops items that nobody will read. Otherwise they would live until the senders are gone.
    ///
    /// If an item's drop panics, the other items are still dropped. The first such panic is
    /// recorded and does not propagate, because a body with a failure of its own may be unwinding.
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

    /// Takes the payload of the panic in an item's drop, if there was one after the last receiver
    /// left.
    pub(crate) fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        lock(&self.panicked).take()
    }

    /// Returns the number of items that were put in and not taken out. Final once both ends are
    /// gone.
    pub(crate) fn left(&self) -> u64 {
        self.left.load(Ordering::Relaxed)
    }

    /// Counts an item that is lost because the edge is full.
    pub(crate) fn count_lost(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }

    /// Drops an item that the edge has no room for, on behalf of its sender.
    pub(crate) fn lose<T>(&self, item: T) -> Result<(), Unsent> {
        self.count_lost();
        let dropped = panic::catch_unwind(AssertUnwindSafe(|| drop(item)));
        dropped.map_err(Unsent::Panicked)
    }

    /// Returns the number of items that were lost because the edge was full.
    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    fn feed_from(&self, feeder: Filler) {
        let mut feeders = lock(&self.feeders);
        // Checked under the lock: `hang_up` raises the signal before it takes the list, so it finds
        // every feeder that was added while the signal was not raised.
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

    /// Marks this edge as unwanted. Notifies the stages that fill it, and so on up to the sources.
    pub(crate) fn hang_up(&self) {
        if self.unwanted.raise() {
            let feeders = std::mem::take(&mut *lock(&self.feeders));
            for feeder in feeders {
                feeder.lose_one();
            }
        }
    }
}

/// The error of a send to an edge that nobody reads any more.
#[derive(Debug)]
pub struct Closed;

/// Why a send failed.
pub(crate) enum Unsent {
    /// Nobody will read the item.
    Closed,
    /// The edge that closes a loop has no room for the item.
    Full,
    /// The item was put in, but the drop of an item that was lost for it panicked with this
    /// payload. The sender must panic with it.
    Panicked(Box<dyn Any + Send>),
}

impl From<Closed> for Unsent {
    fn from(Closed: Closed) -> Self {
        Unsent::Closed
    }
}

impl From<NoRoom> for Unsent {
    fn from(NoRoom: NoRoom) -> Self {
        Unsent::Full
    }
}
