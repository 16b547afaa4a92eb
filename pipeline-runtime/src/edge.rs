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
use std::hint;
use std::panic::{self, AssertUnwindSafe};
use std::thread;
use std::time::Instant;

use crossbeam_channel as channel;
use crossbeam_channel::{TryRecvError, TrySendError, select_biased};

use crate::cycle::{Cycle, Refused, Share};
use crate::halt::Halt;
use crate::sync::{Arc, AtomicU64, AtomicUsize, Mutex, Ordering, Signal, lock};
use crate::tally::Stopwatch;

pub(crate) fn edge<T>(capacity: usize, halt: &Halt) -> (Sender<T>, Receiver<T>) {
    edge_of(Some(capacity), None, halt)
}

/// An edge that may be of a loop; without a capacity of its own it has the bound of its share.
pub(crate) fn edge_of<T>(
    capacity: Option<usize>,
    share: Option<Share>,
    halt: &Halt,
) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = capacity.map_or_else(channel::unbounded, channel::bounded);
    let edge = Arc::new(Edge {
        readers: AtomicUsize::new(1),
        senders: AtomicUsize::new(1),
        unwanted: Signal::new(),
        feeders: Mutex::default(),
        discarded: Mutex::new(false),
        left: AtomicU64::new(0),
        panicked: Mutex::default(),
        share,
        may_lock_up: halt.expects_lock_up(),
        halt: halt.clone(),
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
    senders: AtomicUsize,
    unwanted: Signal,
    /// The stages that fill this edge.
    feeders: Mutex<Vec<Filler>>,
    /// Whether the last reader has emptied the queue. What is sent after that stays in it.
    discarded: Mutex<bool>,
    /// How many items were put in and not taken out.
    left: AtomicU64,
    /// What an item's drop panicked with, when the last reader went.
    panicked: Mutex<Option<Box<dyn Any + Send>>>,
    /// Its part in the loop that it is of, if it is of one.
    share: Option<Share>,
    /// Whether the stages at both ends may wait for each other: then the halt ends a wait.
    may_lock_up: bool,
    halt: Halt,
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
    #[inline]
    pub(crate) fn is_unwanted(&self) -> bool {
        self.unwanted.is_raised()
    }

    /// Disconnects when nobody reads this edge any more.
    pub(crate) fn hung_up(&self) -> &channel::Receiver<Infallible> {
        self.unwanted.waiter()
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

    fn note(&self, dropped: thread::Result<()>) {
        if let Err(payload) = dropped {
            lock(&self.panicked).get_or_insert(payload);
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

    fn leave(&self, items: usize) {
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

/// The end of an edge that items are put into.
pub struct Sender<T> {
    queue: channel::Sender<T>,
    edge: Arc<Edge>,
}

/// Nobody will read what was sent.
#[derive(Debug)]
pub struct Closed;

/// Why an item was not handed over.
pub(crate) enum Unsent {
    /// Nobody will read it.
    Closed,
    /// The stream that closes a loop has no room for it.
    Full,
}

impl From<Refused> for Unsent {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Gone => Unsent::Closed,
            Refused::Full => Unsent::Full,
        }
    }
}

impl<T> Sender<T> {
    /// Waits for room, then hands `item` over.
    pub(crate) fn send(&self, item: T, waited: &Stopwatch) -> Result<(), Unsent> {
        let share = self.edge.share();
        if let Some(share) = share {
            share.launch()?;
        }
        self.put(item, waited).map_err(|Closed| {
            share.inspect(|share| share.take_back());
            Unsent::Closed
        })
    }

    fn put(&self, mut item: T, waited: &Stopwatch) -> Result<(), Closed> {
        for pause in PAUSES {
            match self.queue.try_send(item) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Disconnected(_)) => return Err(Closed),
                Err(TrySendError::Full(back)) => item = back,
            }
            spin(pause);
        }
        waited.time(|| self.wait(item))
    }

    fn wait(&self, item: T) -> Result<(), Closed> {
        let halt = &self.edge.halt;
        if !self.edge.may_lock_up {
            return self.queue.send(item).map_err(|_| Closed);
        }
        select_biased! {
            send(self.queue, item) -> sent => sent.map_err(|_| Closed),
            recv(halt.quit()) -> _ => {
                halt.is_called();
                Err(Closed)
            }
        }
    }

    /// Whether anybody still wants what is sent.
    #[inline]
    pub(crate) fn still_wanted(&self) -> Result<(), Closed> {
        if self.edge.is_unwanted() {
            Err(Closed)
        } else {
            Ok(())
        }
    }

    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.edge
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.edge.senders.fetch_add(1, Ordering::Relaxed);
        Sender {
            queue: self.queue.clone(),
            edge: Arc::clone(&self.edge),
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        if self.edge.senders.fetch_sub(1, Ordering::AcqRel) == 1 && *lock(&self.edge.discarded) {
            self.edge.leave(self.queue.len());
        }
    }
}

/// The end of an edge that items are taken from.
pub struct Receiver<T> {
    queue: channel::Receiver<T>,
    edge: Arc<Edge>,
}

impl<T> Receiver<T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.edge
    }

    pub(crate) fn share(&self) -> Option<&Share> {
        self.edge.share()
    }

    /// For a `select!`: who takes an item of a loop from it tells its [`share`](Receiver::share).
    pub(crate) fn queue(&self) -> &channel::Receiver<T> {
        &self.queue
    }

    /// Waits for the next item.
    pub(crate) fn receive(&self, waited: &Stopwatch) -> Option<T> {
        self.receive_until(None, waited)
    }

    /// [`receive`](Receiver::receive), which gives up at `end` if there is one.
    #[inline]
    pub(crate) fn receive_until(&self, end: Option<Instant>, waited: &Stopwatch) -> Option<T> {
        let item = self.get(end, waited)?;
        self.share().inspect(|share| share.take());
        Some(item)
    }

    /// Waits for the next item, or for `end`.
    ///
    /// In a loop also for the moment when nobody wants what is made of this stream: its end may not
    /// come before that of the loop, which waits for what its readers have in hand.
    fn wait(&self, end: Option<Instant>) -> Option<T> {
        let halt = &self.edge.halt;
        if self.share().is_none() && !self.edge.may_lock_up {
            return match end {
                Some(end) => self.queue.recv_deadline(end).ok(),
                None => self.queue.recv().ok(),
            };
        }
        let never = channel::never();
        let hung_up = match self.share() {
            Some(_) => self.edge.hung_up(),
            None => &never,
        };
        let end = end.map_or_else(channel::never, channel::at);
        select_biased! {
            recv(self.queue) -> item => item.ok(),
            recv(halt.quit()) -> _ => {
                halt.is_called();
                None
            }
            recv(hung_up) -> _ => None,
            recv(end) -> _ => None,
        }
    }

    fn get(&self, end: Option<Instant>, waited: &Stopwatch) -> Option<T> {
        for pause in PAUSES {
            match self.queue.try_recv() {
                Ok(item) => return Some(item),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => spin(pause),
            }
        }
        waited.time(|| self.wait(end))
    }
}

/// How long to spin after each look at a queue before waiting for it is timed: some 100 ns in all,
/// as a wait that short is not worth the two looks at the clock.
const PAUSES: [u32; 3] = [1, 2, 4];

fn spin(pause: u32) {
    for _ in 0..pause {
        hint::spin_loop();
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
            let items: Vec<T> = {
                let mut discarded = lock(&self.edge.discarded);
                *discarded = true;
                self.queue.try_iter().collect()
            };
            self.edge.leave(items.len());
            // What was sent meanwhile goes with the channel's last receiver, which is this one.
            let queue = std::mem::replace(&mut self.queue, channel::never());
            let gone = panic::catch_unwind(AssertUnwindSafe(|| drop(queue)));
            self.edge.share().inspect(|share| share.abandon());
            self.edge.discard(items);
            self.edge.note(gone);
        }
    }
}
