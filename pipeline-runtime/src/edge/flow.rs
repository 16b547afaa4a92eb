//! How much room an edge has.
//!
//! Without a declared `capacity`, each lane has a [window](super::window) of its own, which its
//! sender manages. All other bounds belong to the edge and are kept here: a sender gets a *place*
//! before it puts an item in.

use std::collections::VecDeque;

use super::memory::{Head, Lane};
use super::wait::{Room, Wants};
use super::weight::fits;
use super::window::DEFAULT_CAPACITY;
use crate::sync::{
    Arc, AtomicU64, AtomicUsize, CachePadded, Mutex, OnceLock, Ordering, fence, lock,
};

/// Which item is lost when an item arrives at a full edge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LossPolicy {
    /// The new item is lost.
    DropNewest,
    /// The oldest waiting item is lost.
    DropOldest,
    /// The newest waiting item and the new item are merged.
    Merge,
}

/// Limit on the items that may wait in an edge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// For each sender, a window that follows the speed of the items.
    Window,
    /// This many items.
    Items(u64),
    /// No items: an item is put in only for a receiver that waits for one.
    Rendezvous,
    /// Items of this total weight.
    Weight(u64),
    /// This many items. When the edge is full, some are lost.
    Lossy(LossPolicy, u64),
    /// No limit: the edge closes a loop, whose bound counts the items before they get here.
    Nothing,
}

/// State shared by the sender and the receiver of a lane, apart from the items.
pub(crate) struct LaneFlow {
    /// Where the lane's sender waits, if the lane has a window.
    pub(crate) room: Room,
    pub(crate) lane: Arc<Lane>,
    /// Weights of the items in the lane, if items are weighed.
    weights: Mutex<VecDeque<u64>>,
    /// Size of the window when the sender last looked, for reports. Relaxed, because nothing is
    /// ordered by it.
    window: AtomicU64,
}

impl LaneFlow {
    /// Creates the flow of ordered slots, which are not a lane but may hold weighed items.
    pub(crate) fn of_slots() -> Arc<Self> {
        LaneFlow::new(&Arc::default())
    }

    pub(crate) fn new(lane: &Arc<Lane>) -> Arc<Self> {
        Arc::new(LaneFlow {
            room: Room::new(),
            lane: Arc::clone(lane),
            weights: Mutex::default(),
            window: AtomicU64::new(DEFAULT_CAPACITY as u64),
        })
    }

    /// Records the current size of the window.
    pub(super) fn note_window(&self, items: usize) {
        self.window.store(items as u64, Ordering::Relaxed);
    }

    /// Wakes the lane's sender if there is room for one item. The caller has executed a `SeqCst`
    /// fence.
    fn look(&self) {
        if self.room.is_awaited() {
            self.room.wake_for_places(self.lane.taken_so_far());
        }
    }
}

/// Number of items that one of several receivers took.
pub(crate) type Taken = Arc<CachePadded<AtomicU64>>;

/// One of several senders gets its part of the free places, divided by this number. So the senders
/// together hold at most an eighth of a large capacity without using it.
const SHARE: u64 = 8;

/// Accounts for the room of one edge.
pub(crate) struct Flow {
    bound: Bound,
    /// Number of places granted to senders so far.
    granted: CachePadded<AtomicU64>,
    /// Number of items taken so far, if there is one receiver.
    taken: CachePadded<AtomicU64>,
    /// Number of items that each of several receivers took.
    taken_by_each: Mutex<Vec<Taken>>,
    /// Number of requests for an item so far, at a rendezvous.
    asked: AtomicU64,
    /// Number of senders that may put items in.
    pub(crate) senders: AtomicUsize,
    load: Mutex<Load>,
    /// Flow of each lane.
    lanes: Mutex<Vec<Arc<LaneFlow>>>,
    /// Where senders wait, unless each lane has a window.
    pub(crate) room: Room,
    /// How far the output was read, if the edge is the output of an ordered fan-out.
    ordered: OnceLock<Arc<Head>>,
}

/// Number and total weight of the waiting items.
#[derive(Default)]
struct Load {
    items: u64,
    weight: u64,
}

/// How much room a sender wants before it puts an item in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A quarter of the room, for a look without a sleep.
    Quarter,
    /// Half of the room, for a sleep.
    Half,
    /// Any place.
    One,
}

impl Wanted {
    /// Returns how many of `size` places this is.
    pub(crate) fn of(self, size: u64) -> u64 {
        match self {
            Wanted::Quarter => (size / 4).max(1),
            Wanted::Half if size >= 16 => size / 2,
            Wanted::Half | Wanted::One => 1,
        }
    }
}

impl Flow {
    pub(crate) fn new(bound: Bound) -> Self {
        Flow {
            bound,
            granted: CachePadded::default(),
            taken: CachePadded::default(),
            taken_by_each: Mutex::default(),
            asked: AtomicU64::new(0),
            senders: AtomicUsize::new(1),
            load: Mutex::default(),
            lanes: Mutex::default(),
            room: Room::new(),
            ordered: OnceLock::new(),
        }
    }

    /// Makes the edge the output of an ordered fan-out, whose workers wait here while they are too
    /// far ahead.
    pub(crate) fn set_ordered(&self, head: &Arc<Head>) {
        let _ = self.ordered.set(Arc::clone(head));
    }

    #[inline]
    pub(crate) fn bound(&self) -> Bound {
        self.bound
    }

    /// Returns how many items may wait now, in all windows together if there are windows. Returns
    /// `None` if the bound is not a number of items.
    pub(crate) fn size(&self) -> Option<u64> {
        match self.bound {
            Bound::Items(capacity) | Bound::Lossy(_, capacity) => Some(capacity),
            Bound::Rendezvous => Some(0),
            Bound::Window => {
                let lanes = lock(&self.lanes);
                let windows = lanes.iter().map(|lane| lane.window.load(Ordering::Relaxed));
                Some(windows.sum::<u64>().max(DEFAULT_CAPACITY as u64))
            }
            Bound::Weight(_) | Bound::Nothing => None,
        }
    }

    /// Adds the counter of one of several receivers.
    pub(crate) fn add_receiver(&self) -> Taken {
        let taken = Taken::default();
        lock(&self.taken_by_each).push(Arc::clone(&taken));
        taken
    }

    /// Returns the number of places so far: those that existed at first, and those that were freed.
    fn places(&self) -> u64 {
        match self.bound {
            Bound::Items(capacity) => self.taken_so_far().saturating_add(capacity),
            Bound::Rendezvous => self.asked.load(Ordering::Acquire),
            Bound::Window | Bound::Weight(_) | Bound::Lossy(..) | Bound::Nothing => u64::MAX,
        }
    }

    fn taken_so_far(&self) -> u64 {
        let of_one = self.taken.load(Ordering::Acquire);
        let each = lock(&self.taken_by_each);
        let of_each: u64 = each.iter().map(|taken| taken.load(Ordering::Acquire)).sum();
        of_one + of_each
    }

    fn free(&self) -> u64 {
        // `granted` is loaded first: each place that it counts was free before, so the load of the
        // places counts that place too.
        let granted = self.granted.load(Ordering::Acquire);
        self.places().saturating_sub(granted)
    }

    /// Grants places to a sender if as many are free as it wants. Returns how many.
    ///
    /// A sender that is alone gets all free places. Of several senders, each gets a small share of
    /// them, and one place when few are left: a sender that has more could be inside a long body
    /// while another has none.
    pub(crate) fn grant(&self, wanted: Wanted) -> u64 {
        let size = match self.bound {
            Bound::Items(capacity) => capacity,
            _ => 1,
        };
        // At least one: the caller.
        let senders = self.senders.load(Ordering::Acquire) as u64;
        self.grant_some(wanted.of(size), |free| match senders {
            1 => free,
            _ => (free / (SHARE * senders)).max(1),
        })
    }

    /// Grants `some` of the free places if at least `least` are free. Returns how many.
    fn grant_some(&self, least: u64, some: impl Fn(u64) -> u64) -> u64 {
        let mut granted = self.granted.load(Ordering::Acquire);
        loop {
            let free = self.places().saturating_sub(granted);
            if free < least {
                return 0;
            }
            let some = some(free);
            let changed = self.granted.compare_exchange_weak(
                granted,
                granted + some,
                Ordering::AcqRel,
                Ordering::Acquire,
            );
            match changed {
                Ok(_) => return some,
                Err(now) => granted = now,
            }
        }
    }

    /// Grants places to outputs of an ordered fan-out that a receiver claims. These outputs were
    /// put in without a place. But a receiver that takes one counts it or has asked for it, like
    /// any other item, and so makes a place: this call uses that place.
    pub(crate) fn grant_claimed(&self, items: u64) {
        if self.grants() {
            self.granted.fetch_add(items, Ordering::AcqRel);
        }
    }

    /// Takes back places that are not used.
    pub(crate) fn take_back(&self, places: u64) {
        if places == 0 || !self.grants() {
            return;
        }
        self.granted.fetch_sub(places, Ordering::AcqRel);
        fence(Ordering::SeqCst);
        if self.room.is_awaited() {
            // Sleeping senders computed the numbers they wait for from more granted places.
            self.room.wake_all();
        }
    }

    /// Returns whether senders need places from this edge.
    fn grants(&self) -> bool {
        matches!(self.bound, Bound::Items(_) | Bound::Rendezvous)
    }

    /// Returns when a sender that got no place wants to be woken.
    pub(crate) fn wants(&self) -> Wants {
        let Bound::Items(capacity) = self.bound else {
            return Wants { much: 0, one: 0 };
        };
        let granted = self.granted.load(Ordering::Acquire);
        let at = |wanted: Wanted| (granted + wanted.of(capacity)).saturating_sub(capacity);
        Wants {
            much: at(Wanted::Half),
            one: at(Wanted::One),
        }
    }

    /// Counts an item of this weight as waiting, if it may wait. Its sender must then put it into
    /// `lane`. Returns whether it may.
    pub(crate) fn weigh_in(&self, weight: u64, lane: &LaneFlow) -> bool {
        let Bound::Weight(max) = self.bound else {
            return true;
        };
        let mut load = lock(&self.load);
        let fits = fits(weight, load.weight, load.items, max);
        if fits {
            load.items += 1;
            load.weight = load.weight.saturating_add(weight);
            drop(load);
            lock(&lane.weights).push_back(weight);
        }
        fits
    }

    /// Records that the only receiver took an item from `lane`. Returns whether to
    /// [wake](Flow::wake_due) a sender.
    #[inline(always)]
    pub(crate) fn took(&self, lane: &LaneFlow) -> bool {
        match self.bound {
            Bound::Window | Bound::Rendezvous | Bound::Lossy(..) | Bound::Nothing => false,
            Bound::Items(_) => {
                let taken = self.taken.load(Ordering::Relaxed) + 1;
                self.taken.store(taken, Ordering::Release);
                self.room.is_wanted_at(taken)
            }
            Bound::Weight(_) => {
                self.weigh_out(lane);
                false
            }
        }
    }

    /// Returns whether taken items have to be recorded one by one.
    #[inline]
    pub(crate) fn counts(&self) -> bool {
        matches!(self.bound, Bound::Items(_) | Bound::Weight(_))
    }

    /// Records that one of several receivers begins an item that it has claimed.
    #[inline(always)]
    pub(crate) fn took_as(&self, counter: &Taken) {
        let taken = counter.load(Ordering::Relaxed) + 1;
        counter.store(taken, Ordering::Release);
        if self.room.is_awaited() {
            self.wake_due();
        }
    }

    /// Wakes the senders that want to be woken at the current number of taken items.
    #[cold]
    pub(crate) fn wake_due(&self) {
        let taken = self.taken_so_far();
        if self.room.is_wanted_at(taken) {
            self.room.wake(taken, self.free().max(1));
        }
    }

    /// Records that the first item of `lane` waits no more.
    pub(crate) fn weigh_out(&self, lane: &LaneFlow) {
        if matches!(self.bound, Bound::Weight(_)) {
            let first = lock(&lane.weights).pop_front();
            self.lighten(first);
        }
    }

    /// Reverts the last [`weigh_in`](Flow::weigh_in) of `lane`: its item will not be put in.
    pub(crate) fn weigh_back(&self, lane: &LaneFlow) {
        let last = lock(&lane.weights).pop_back();
        self.lighten(last);
    }

    fn lighten(&self, weight: Option<u64>) {
        let Some(weight) = weight else {
            return;
        };
        {
            let mut load = lock(&self.load);
            load.items -= 1;
            // The sum saturates. It is exact again when nothing waits.
            let less = load.weight.saturating_sub(weight);
            load.weight = if load.items == 0 { 0 } else { less };
        }
        fence(Ordering::SeqCst);
        if self.room.is_awaited() {
            // There may be room for several senders, or only for one that came later.
            self.room.wake_all();
        }
    }

    /// Records that a receiver waits for an item. At a rendezvous, this is the place for one item.
    pub(crate) fn ask(&self) {
        self.asked.fetch_add(1, Ordering::AcqRel);
        self.look_at_places();
    }

    /// Withdraws the request of a receiver that stops waiting. Returns whether no item will come
    /// for it.
    pub(crate) fn take_back_ask(&self) -> bool {
        let granted = self.granted.load(Ordering::Acquire);
        let less = |asked: u64| (asked > granted).then(|| asked - 1);
        self.asked
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, less)
            .is_ok()
    }

    /// Removes the request of a receiver that leaves while an item for it is on its way. The
    /// receiver that takes that item makes a request of its own.
    pub(crate) fn forget_ask(&self) {
        self.asked.fetch_sub(1, Ordering::AcqRel);
    }

    /// Registers a lane.
    pub(crate) fn add(&self, lane: &Arc<LaneFlow>) {
        lock(&self.lanes).push(Arc::clone(lane));
    }

    /// Wakes the senders for which there is room.
    ///
    /// Called when a receiver has no more items ready, or when its task pauses. No sender may sleep
    /// for room that is already free.
    pub(crate) fn look(&self) {
        if self.bound == Bound::Window {
            fence(Ordering::SeqCst);
            for lane in &*lock(&self.lanes) {
                lane.look();
            }
        }
        self.look_at_places();
    }

    /// Wakes all senders, because no receiver will make room any more.
    pub(crate) fn close(&self) {
        self.room.wake_all();
        let lanes = std::mem::take(&mut *lock(&self.lanes));
        for lane in lanes {
            lane.room.wake_all();
        }
    }

    /// [`look`](Flow::look) at the room that all senders of the edge share.
    fn look_at_places(&self) {
        fence(Ordering::SeqCst);
        if self.room.is_awaited() {
            // Workers of an ordered fan-out wait for a value of `head`, other senders for a number
            // of taken items. A sender that is woken too early waits again.
            match self.ordered.get() {
                Some(head) => {
                    let number = head.get().max(self.taken_so_far());
                    self.room.wake_for_one(number, u64::MAX);
                }
                None => self.room.wake_for_one(self.taken_so_far(), self.free()),
            }
        }
    }
}
