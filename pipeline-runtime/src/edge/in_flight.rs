//! Loops of edges, which a `feedback` closes, and how they detect that nothing is in flight.
//!
//! Each loop counts the items in it: those that wait in one of its edges, and those that one of its
//! stages has in hand. An item is counted before it becomes visible. It stops being counted only
//! after everything that was made of it is counted, at the latest when its worker waits for another
//! item. So the count is zero only when nothing is left that could come back. Each `feedback` whose
//! own input is open counts as one item. Once the count is zero, it stays zero.
//!
//! Distributed computations detect their end in the same way: Dijkstra and Scholten, "Termination
//! detection for diffusing computations" (1980). Here the count is in shared memory.

use std::mem;

use super::flow::Bound;
use super::{Edge, Ends, Receiver, Sender, bound_of, edge};
use crate::run::error::Error;
use crate::sync::{
    Arc, AtomicBool, AtomicU64, AtomicUsize, CachePadded, Mutex, OnceLock, Ordering, Signal, Weak,
    lock,
};

/// Returns the loop that a segment is in, if its input and its output have shares in the same one.
pub(crate) fn loop_around(from: Option<&Share>, to: Option<&Share>) -> Option<Arc<Cycle>> {
    let (from, to) = (from?.cycle(), to?);
    to.is_of(from).then(|| Arc::clone(from))
}

/// One loop, or several loops that share an edge.
pub(crate) struct Cycle {
    in_flight: AtomicU64,
    over: Signal,
    /// Number of wanted edges that lead out of the loop, plus one until all of them are known.
    exits: AtomicUsize,
    has_exits: AtomicBool,
    /// The edges that the loop's `feedback`s fill.
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

    /// Creates the share of an edge whose own capacity is its only bound.
    pub(crate) fn open_share(cycle: &Arc<Self>) -> Share {
        Share {
            cycle: Arc::clone(cycle),
            closing: None,
        }
    }

    /// Creates the share of the edge that closes the loop.
    ///
    /// # Panics
    ///
    /// If `bound` is 0.
    pub(crate) fn back_share(cycle: &Arc<Self>, bound: usize, full: Full) -> Share {
        assert!(
            bound > 0,
            "a feedback with `bound = 0` feeds nothing back: give at least 1"
        );
        // Counts the input of the `feedback`: `InFlightGuard::of_entry` releases it.
        cycle.launch();
        Share {
            cycle: Arc::clone(cycle),
            closing: Some(Closing::new(bound as u64, full)),
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

    /// Counts one exit less: it is unwanted now, or all exits are known.
    pub(crate) fn lose_exit(&self) {
        let is_last = self.exits.fetch_sub(1, Ordering::AcqRel) == 1;
        // A loop without exits runs for the side effects of its bodies.
        if is_last && self.has_exits.load(Ordering::Relaxed) {
            let heads = mem::take(&mut *lock(&self.heads));
            for head in heads.iter().filter_map(Weak::upgrade) {
                head.hang_up();
            }
        }
    }

    /// Returns the signal that is raised when nothing is in flight and nothing can come.
    pub(crate) fn over(&self) -> &Signal {
        &self.over
    }
}

/// Creates the edges of a loop.
pub struct Loop {
    cycle: Arc<Cycle>,
    /// Which kind of worker polls the ends of the edges.
    ends: Ends,
}

impl Loop {
    pub(crate) fn new(ends: Ends) -> Self {
        Loop {
            cycle: Cycle::new(),
            ends,
        }
    }

    /// Returns a handle of an existing loop, for further edges of it.
    pub(crate) fn of(cycle: Arc<Cycle>, ends: Ends) -> Self {
        Loop { cycle, ends }
    }

    pub(crate) fn cycle(&self) -> &Arc<Cycle> {
        &self.cycle
    }

    /// Creates an edge of the loop with the default capacity.
    #[must_use]
    pub fn edge<T>(&self) -> (Sender<T>, Receiver<T>) {
        self.edge_of(Bound::Window)
    }

    /// Creates an edge of the loop in which at most `capacity` items wait.
    #[must_use]
    pub fn edge_with_capacity<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
        self.edge_of(bound_of(capacity))
    }

    /// Creates an edge of the loop whose waiting items weigh at most `max` together. A heavier item
    /// waits alone.
    #[must_use]
    pub fn edge_by_weight<T>(&self, max: usize) -> (Sender<T>, Receiver<T>) {
        self.edge_of(Bound::Weight(max as u64))
    }

    fn edge_of<T>(&self, bound: Bound) -> (Sender<T>, Receiver<T>) {
        edge(bound, Some(Cycle::open_share(&self.cycle)), self.ends)
    }

    /// Creates the edge that closes the loop. A send never waits. If `bound` items wait already,
    /// one more ends the run.
    ///
    /// # Panics
    ///
    /// If `bound` is 0.
    #[must_use]
    pub fn back_edge_or_fail<T>(&self, bound: usize) -> (Sender<T>, Receiver<T>) {
        self.back_edge(bound, Full::Fail)
    }

    /// Creates the edge that closes the loop. A send never waits. An item that finds `bound` items
    /// waiting is dropped.
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

/// Fate of an item for which the closing edge has no room.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    Fail,
    Drop,
}

/// An edge's share in its loop.
pub(crate) struct Share {
    cycle: Arc<Cycle>,
    /// The bound of the edge, if it closes the loop.
    closing: Option<Closing>,
}

/// The bound of the edge that closes a loop.
struct Closing {
    /// Maximum number of waiting items.
    most: u64,
    full: Full,
    sent: CachePadded<Sent>,
    /// Number of items that were taken. Only the `feedback` changes it.
    taken: CachePadded<AtomicU64>,
    refused: AtomicU64,
    /// Name of the `feedback` that reads the edge.
    reader: OnceLock<&'static str>,
}

/// What the senders count.
struct Sent {
    /// Number of items that were sent.
    items: AtomicU64,
    /// Number of items that may be sent before the next look at `taken`: `most` more than were taken
    /// at the last look.
    before_look: AtomicU64,
}

/// The edge that closes a loop is full.
pub(crate) struct NoRoom;

impl Share {
    /// Returns about how many items are in flight in the loop. Orders nothing.
    pub(crate) fn in_flight(&self) -> u64 {
        self.cycle.in_flight.load(Ordering::Relaxed)
    }

    /// Counts an item that is about to be sent.
    pub(crate) fn launch(&self) -> Result<(), NoRoom> {
        if let Some(closing) = &self.closing {
            closing.send()?;
        }
        // What the item is made of is still in flight, so the loop's count is not zero.
        self.cycle.launch();
        Ok(())
    }

    /// Reverts [`launch`](Share::launch), because the item could not be sent.
    pub(crate) fn take_back(&self) {
        if let Some(closing) = &self.closing {
            closing.sent.items.fetch_sub(1, Ordering::Release);
        }
        self.cycle.land(1);
    }

    /// Records that a worker has taken an item that waited. The item stays in flight.
    pub(crate) fn take(&self) {
        if let Some(closing) = &self.closing {
            closing.take();
        }
    }

    /// Records that items which were sent will not be taken. They are no longer in flight.
    pub(crate) fn abandon(&self, items: u64) {
        self.cycle.land(items);
    }

    /// Records that nobody reads the edge any more.
    pub(crate) fn close(&self) {
        if let Some(closing) = &self.closing {
            closing.lift_bound();
        }
    }

    pub(crate) fn cycle(&self) -> &Arc<Cycle> {
        &self.cycle
    }

    pub(crate) fn is_of(&self, cycle: &Arc<Cycle>) -> bool {
        Arc::ptr_eq(&self.cycle, cycle)
    }

    pub(crate) fn set_reader(&self, feedback: &'static str) {
        if let Some(closing) = &self.closing {
            let _ = closing.reader.set(feedback);
        }
    }

    /// Returns the error for an item that finds the edge full, if that ends the run.
    pub(crate) fn overflow<E>(&self, stage: &'static str) -> Option<Error<E>> {
        let closing = self.closing.as_ref()?;
        let bound = usize::try_from(closing.most).unwrap_or(usize::MAX);
        let feedback = closing.reader.get().copied().unwrap_or_default();
        (closing.full == Full::Fail).then(|| Error::feedback_full(stage, feedback, bound))
    }

    pub(crate) fn refused(&self) -> u64 {
        let refused = |closing: &Closing| closing.refused.load(Ordering::Relaxed);
        self.closing.as_ref().map_or(0, refused)
    }
}

impl Closing {
    fn new(most: u64, full: Full) -> Self {
        Closing {
            most,
            full,
            sent: CachePadded(Sent {
                items: AtomicU64::new(0),
                before_look: AtomicU64::new(most),
            }),
            taken: CachePadded::default(),
            refused: AtomicU64::new(0),
            reader: OnceLock::new(),
        }
    }

    /// Counts an item as sent, if at most `most` items wait then. The lanes publish the items
    /// themselves.
    ///
    /// While a sender looks, another one may see a larger `taken`, and send further items. Whoever
    /// reads the number of these items must see that `taken`, too, or the edge would seem full. So
    /// each store of `before_look` and `items` releases, and each load acquires.
    fn send(&self) -> Result<(), NoRoom> {
        let Sent { items, before_look } = &*self.sent;
        let count = |most: u64| {
            let more = |sent| (sent < most).then(|| sent + 1);
            items.fetch_update(Ordering::AcqRel, Ordering::Acquire, more)
        };
        if count(before_look.load(Ordering::Acquire)).is_ok() {
            return Ok(());
        }
        let mut taken = self.taken.load(Ordering::Acquire);
        loop {
            let most = taken.saturating_add(self.most);
            // Another sender may replace it by an older sum. Then somebody looks once more.
            before_look.store(most, Ordering::Release);
            if count(most).is_ok() {
                return Ok(());
            }
            let now = self.taken.load(Ordering::Acquire);
            if now == taken {
                self.refused.fetch_add(1, Ordering::Relaxed);
                return Err(NoRoom);
            }
            taken = now;
        }
    }

    fn take(&self) {
        let taken = self.taken.load(Ordering::Relaxed);
        self.taken.store(taken + 1, Ordering::Release);
    }

    /// Lets further items pass, because the edge itself refuses them from now on.
    fn lift_bound(&self) {
        self.taken.store(u64::MAX, Ordering::Release);
    }
}

/// Items of one edge that a worker has taken. They are in flight if the edge belongs to a loop.
pub(crate) struct InFlightGuard {
    cycle: Option<Arc<Cycle>>,
    /// Number of items in hand.
    in_hand: u64,
    /// Number of items that are done and still count as in flight. To count them together costs
    /// less.
    done: u64,
}

impl InFlightGuard {
    pub(crate) fn new(share: Option<&Share>) -> Self {
        InFlightGuard {
            cycle: share.map(|share| Arc::clone(&share.cycle)),
            in_hand: 0,
            done: 0,
        }
    }

    /// Creates a guard for the input of a `feedback`, to be held while that input is open.
    pub(crate) fn of_entry(cycle: &Arc<Cycle>) -> Self {
        InFlightGuard {
            cycle: Some(Arc::clone(cycle)),
            in_hand: 1,
            done: 0,
        }
    }

    /// Records that the worker has taken one more item.
    #[inline]
    pub(crate) fn take(&mut self) {
        self.in_hand += 1;
    }

    /// Takes an item that comes from outside of the loop.
    pub(crate) fn take_from_outside(&mut self) {
        if let Some(cycle) = &self.cycle {
            cycle.launch();
        }
        self.in_hand += 1;
    }

    /// Passes the count of the item in hand on to an item that is made of it.
    pub(crate) fn pass_on(&mut self) {
        self.in_hand -= 1;
    }

    /// Records that the items in hand are done: nothing more will be made of them. The worker calls
    /// [`land`](InFlightGuard::land) before it waits for an item.
    #[inline]
    pub(crate) fn finish(&mut self) {
        self.done += mem::take(&mut self.in_hand);
    }

    /// Declares that the items that are done are no longer in flight.
    #[inline]
    pub(crate) fn land(&mut self) {
        if let Some(cycle) = &self.cycle {
            cycle.land(mem::take(&mut self.done));
        }
    }

    /// Releases all items of the guard, which are done.
    #[inline]
    pub(crate) fn empty(&mut self) {
        self.finish();
        self.land();
    }
}

impl Drop for InFlightGuard {
    fn drop(&mut self) {
        self.empty();
    }
}
