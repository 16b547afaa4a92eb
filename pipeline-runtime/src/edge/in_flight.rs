//! Loops of edges, which a `feedback` closes, and how they find out that nothing is in flight.
//!
//! Each loop counts the items in it: those that wait in one of its edges, and those that a stage of
//! it has in hand. An item is counted before it can be seen, and no more only when all that was made
//! of it is: so the count is zero when there is nothing left that could come back, and not before.
//! Each `feedback` whose own input is open is counted as an item too. Once zero, it stays so.
//!
//! Counting what is in flight is how distributed computations find their end: Dijkstra and Scholten,
//! "Termination detection for diffusing computations" (1980), here with one memory for all.

use super::flow::Bound;
use super::{Edge, Ends, Receiver, Sender, bound_of, edge};
use crate::error::Error;
use crate::sync::{
    Arc, AtomicBool, AtomicU64, AtomicUsize, Mutex, OnceLock, Ordering, Signal, Weak, lock,
};

/// The loop that a segment is in, between streams that have these shares in loops.
pub(crate) fn loop_around(from: Option<&Share>, to: Option<&Share>) -> Option<Arc<Cycle>> {
    let (from, to) = (from?.cycle(), to?);
    to.is_of(from).then(|| Arc::clone(from))
}

/// One loop, or several that share an edge.
pub(crate) struct Cycle {
    in_flight: AtomicU64,
    over: Signal,
    /// How many edges lead out of it and are wanted; one more until all are known.
    exits: AtomicUsize,
    has_exits: AtomicBool,
    /// The edges that its `feedback`s fill.
    heads: Mutex<Vec<Weak<Edge>>>,
}

impl Cycle {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Cycle {
            in_flight: AtomicU64::new(0),
            over: Signal::new(),
            exits: AtomicUsize::new(1),
            has_exits: AtomicBool::new(false),
            heads: Mutex::default(),
        })
    }

    /// The part of one of its edges, whose own capacity is its only bound.
    pub(crate) fn open_share(cycle: &Arc<Self>) -> Share {
        Cycle::share(cycle, Share::ANY, Full::Fail)
    }

    /// The part of the edge that closes it.
    ///
    /// # Panics
    ///
    /// If `bound` is 0.
    pub(crate) fn back_share(cycle: &Arc<Self>, bound: usize, full: Full) -> Share {
        assert!(
            bound > 0,
            "a feedback with `bound = 0` feeds nothing back: give at least 1"
        );
        // For the input of its `feedback`: what `InFlightGuard::of_entry` holds.
        cycle.launch();
        Cycle::share(cycle, bound as u64, full)
    }

    fn share(cycle: &Arc<Self>, most: u64, full: Full) -> Share {
        Share {
            cycle: Arc::clone(cycle),
            waiting: AtomicU64::new(0),
            most,
            full,
            refused: AtomicU64::new(0),
            reader: OnceLock::new(),
        }
    }

    fn launch(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    fn land(&self, items: u64) {
        if items > 0 && self.in_flight.fetch_sub(items, Ordering::AcqRel) == items {
            self.over.raise();
        }
    }

    pub(crate) fn add_head(&self, edge: &Arc<Edge>) {
        lock(&self.heads).push(Arc::downgrade(edge));
    }

    pub(crate) fn add_exit(&self) {
        self.has_exits.store(true, Ordering::Relaxed);
        self.exits.fetch_add(1, Ordering::Relaxed);
    }

    /// An exit is unwanted now, or all exits are known.
    pub(crate) fn lose_exit(&self) {
        let is_last = self.exits.fetch_sub(1, Ordering::AcqRel) == 1;
        // One without exits runs for what its bodies do.
        if is_last && self.has_exits.load(Ordering::Relaxed) {
            let heads = std::mem::take(&mut *lock(&self.heads));
            for head in heads.iter().filter_map(Weak::upgrade) {
                head.hang_up();
            }
        }
    }

    /// Raised when nothing is in flight and nothing can come.
    pub(crate) fn over(&self) -> &Signal {
        &self.over
    }
}

/// What makes the edges of a loop.
pub struct Loop {
    cycle: Arc<Cycle>,
    /// Who polls the ends of its edges.
    ends: Ends,
}

impl Loop {
    pub(crate) fn new(ends: Ends) -> Self {
        Loop {
            cycle: Cycle::new(),
            ends,
        }
    }

    /// The same loop, for further streams of it.
    pub(crate) fn of(cycle: Arc<Cycle>, ends: Ends) -> Self {
        Loop { cycle, ends }
    }

    pub(crate) fn cycle(&self) -> &Arc<Cycle> {
        &self.cycle
    }

    /// A stream of the loop, of the default capacity.
    #[must_use]
    pub fn edge<T>(&self) -> (Sender<T>, Receiver<T>) {
        self.edge_of(Bound::Window)
    }

    /// A stream of the loop: at most `capacity` items wait in it.
    #[must_use]
    pub fn edge_with_capacity<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
        self.edge_of(bound_of(capacity))
    }

    /// A stream of the loop. The items that wait in it weigh at most `max` together; an item that alone
    /// weighs more waits alone.
    #[must_use]
    pub fn edge_by_weight<T>(&self, max: usize) -> (Sender<T>, Receiver<T>) {
        self.edge_of(Bound::Weight(max as u64))
    }

    fn edge_of<T>(&self, bound: Bound) -> (Sender<T>, Receiver<T>) {
        edge(bound, Some(Cycle::open_share(&self.cycle)), self.ends)
    }

    /// The stream that closes the loop: a send never waits, and item number `bound + 1` that would
    /// wait in it ends the run.
    ///
    /// # Panics
    ///
    /// If `bound` is 0.
    #[must_use]
    pub fn back_edge_or_fail<T>(&self, bound: usize) -> (Sender<T>, Receiver<T>) {
        self.back_edge(bound, Full::Fail)
    }

    /// The stream that closes the loop: a send never waits, and what finds `bound` items waiting is
    /// dropped.
    ///
    /// # Panics
    ///
    /// If `bound` is 0.
    #[must_use]
    pub fn back_edge_or_drop<T>(&self, bound: usize) -> (Sender<T>, Receiver<T>) {
        self.back_edge(bound, Full::Drop)
    }

    fn back_edge<T>(&self, bound: usize, full: Full) -> (Sender<T>, Receiver<T>) {
        let share = Cycle::back_share(&self.cycle, bound, full);
        edge(Bound::Nothing, Some(share), self.ends)
    }
}

/// What becomes of an item that a closing stream has no room for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    Fail,
    Drop,
}

/// What an edge of a loop knows of it.
pub(crate) struct Share {
    cycle: Arc<Cycle>,
    /// Items sent and not taken: or [`GONE`](Share::GONE), with the last reader.
    waiting: AtomicU64,
    /// How many may wait: more is not the queue's to decide.
    most: u64,
    full: Full,
    refused: AtomicU64,
    /// The `feedback` that reads it, if it closes the loop.
    reader: OnceLock<&'static str>,
}

/// Why an item did not get into an edge of a loop.
pub(crate) enum Refused {
    /// There is nobody to read it.
    Gone,
    /// As many wait as may.
    Full,
}

impl Share {
    const GONE: u64 = u64::MAX;
    const ANY: u64 = u64::MAX - 1;

    /// Counts an item that is about to be sent.
    pub(crate) fn launch(&self) -> Result<(), Refused> {
        // In this order: what the item is made of is in flight still, so the count cannot be zero
        // whatever is taken back here or abandoned meanwhile.
        self.cycle.launch();
        let more = |waiting| (waiting < self.most).then(|| waiting + 1);
        let launched = self
            .waiting
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, more);
        launched.map(drop).map_err(|waiting| {
            self.cycle.land(1);
            if waiting == Share::GONE {
                return Refused::Gone;
            }
            self.refused.fetch_add(1, Ordering::Relaxed);
            Refused::Full
        })
    }

    /// The item could not be sent after all.
    pub(crate) fn take_back(&self) {
        let less = |waiting| (waiting != Share::GONE).then(|| waiting - 1);
        let waited = self
            .waiting
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
        if waited.is_ok() {
            self.cycle.land(1);
        }
    }

    /// An item that waited is in a worker's hands.
    pub(crate) fn take(&self) {
        self.waiting.fetch_sub(1, Ordering::AcqRel);
    }

    /// The last reader is gone: nobody will have in hand what waits.
    pub(crate) fn abandon(&self) {
        self.cycle
            .land(self.waiting.swap(Share::GONE, Ordering::AcqRel));
    }

    pub(crate) fn cycle(&self) -> &Arc<Cycle> {
        &self.cycle
    }

    pub(crate) fn is_of(&self, cycle: &Arc<Cycle>) -> bool {
        Arc::ptr_eq(&self.cycle, cycle)
    }

    pub(crate) fn set_reader(&self, feedback: &'static str) {
        let _ = self.reader.set(feedback);
    }

    /// The error of one item more than may wait, if that is to end the run.
    pub(crate) fn overflow<E>(&self, stage: &'static str) -> Option<Error<E>> {
        let bound = usize::try_from(self.most).unwrap_or(usize::MAX);
        let feedback = self.reader.get().copied().unwrap_or_default();
        (self.full == Full::Fail).then(|| Error::feedback_full(stage, feedback, bound))
    }

    pub(crate) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

/// Items of one edge in one worker's hands: in flight, if the edge is of a loop.
pub(crate) struct InFlightGuard {
    cycle: Option<Arc<Cycle>>,
    holds: u64,
}

impl InFlightGuard {
    pub(crate) fn new(share: Option<&Share>) -> Self {
        let cycle = share.map(|share| Arc::clone(&share.cycle));
        InFlightGuard { cycle, holds: 0 }
    }

    /// A hand for the input of a `feedback`, while it is open.
    pub(crate) fn of_entry(cycle: &Arc<Cycle>) -> Self {
        let cycle = Some(Arc::clone(cycle));
        InFlightGuard { cycle, holds: 1 }
    }

    pub(crate) fn take(&mut self) {
        self.holds += 1;
    }

    /// All is done with what it holds.
    #[inline]
    pub(crate) fn empty(&mut self) {
        if let Some(cycle) = &self.cycle {
            cycle.land(std::mem::take(&mut self.holds));
        }
    }
}

impl Drop for InFlightGuard {
    fn drop(&mut self) {
        self.empty();
    }
}
