//! How much room an edge has.
//!
//! Without `capacity`, each lane has a [window](super::window) of its own, which its sender looks after. All other
//! bounds are the edge's, and kept here: a sender gets a *place* before it puts an item in.

use std::collections::VecDeque;

use super::memory::{Head, Lane};
use super::wait::{Room, Wants};
use super::weight::fits;
use super::window::DEFAULT_CAPACITY;
use crate::sync::{
    Arc, AtomicU64, AtomicUsize, CachePadded, Mutex, OnceLock, Ordering, fence, lock,
};

/// What happens when an item comes and as many wait as may.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LossPolicy {
    /// The item that comes is lost.
    DropNewest,
    /// The item that waits longest is lost.
    DropOldest,
    /// The item that came last and the new one become one.
    Merge,
}

/// How much may wait in an edge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// For each sender a window that follows the speed of the items.
    Window,
    /// So many items.
    Items(u64),
    /// Nothing: an item is put in for a receiver that waits for one.
    Rendezvous,
    /// Items that weigh so much together.
    Weight(u64),
    /// So many items; when there are as many, some are lost.
    Lossy(LossPolicy, u64),
    /// Anything: the edge closes a loop, whose bound counts the items before they get here.
    Nothing,
}

/// What the sender and the receiver of a lane share, beside its items.
pub(crate) struct LaneFlow {
    /// Where the lane's sender waits, if the lane has a window.
    pub(crate) room: Room,
    pub(crate) lane: Arc<Lane>,
    /// The weights of the items in the lane, if they are weighed.
    weights: Mutex<VecDeque<u64>>,
    /// How many items its window held when its sender last looked, for reports. Relaxed: nothing is ordered by it.
    window: AtomicU64,
}

impl LaneFlow {
    /// For slots, which are no lane, but whose items are weighed too.
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

    /// Its window holds so many items from now on.
    pub(super) fn note_window(&self, items: usize) {
        self.window.store(items as u64, Ordering::Relaxed);
    }

    /// Wakes the lane's sender, if there is room for one item. The caller has executed a `SeqCst` fence.
    fn look(&self) {
        if self.room.is_awaited() {
            self.room.wake_for_places(self.lane.taken_so_far());
        }
    }
}

/// How many items one of several receivers took.
pub(crate) type Taken = Arc<CachePadded<AtomicU64>>;

/// The room of one edge.
pub(crate) struct Flow {
    bound: Bound,
    /// How many places senders got so far.
    granted: CachePadded<AtomicU64>,
    /// How many items the receiver took so far, if it is one.
    taken: CachePadded<AtomicU64>,
    /// How many items each of several receivers took.
    taken_by_each: Mutex<Vec<Taken>>,
    /// How often receivers came to wait for an item, at a rendezvous.
    asked: AtomicU64,
    /// How many senders there are that may put items in.
    pub(crate) senders: AtomicUsize,
    load: Mutex<Load>,
    /// What the lanes have for themselves.
    lanes: Mutex<Vec<Arc<LaneFlow>>>,
    /// Where senders wait, unless each lane has a window.
    pub(crate) room: Room,
    /// Of the output of an ordered fan-out: how far it was read.
    ordered: OnceLock<Arc<Head>>,
}

/// What the items that wait weigh.
#[derive(Default)]
struct Load {
    items: u64,
    weight: u64,
}

/// What a sender wants before it puts an item in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A good part of the room: it looks for that.
    Quarter,
    /// More of the room: it sleeps until there is that.
    Half,
    /// Any place.
    One,
}

impl Wanted {
    /// How many places of `size` that is.
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

    /// It is the output of an ordered fan-out, whose workers wait here while they are too far ahead.
    pub(crate) fn set_ordered(&self, head: &Arc<Head>) {
        let _ = self.ordered.set(Arc::clone(head));
    }

    #[inline]
    pub(crate) fn bound(&self) -> Bound {
        self.bound
    }

    /// How many items may wait now: in all windows together, if there are windows. None if that is not a number of
    /// items.
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

    /// The counter of one of several receivers.
    pub(crate) fn add_receiver(&self) -> Taken {
        let taken = Taken::default();
        lock(&self.taken_by_each).push(Arc::clone(&taken));
        taken
    }

    /// How many places there were so far: those that were freed, and those that were there at first.
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
        // In this order: a place that is granted meanwhile was counted before.
        let granted = self.granted.load(Ordering::Acquire);
        self.places().saturating_sub(granted)
    }

    /// Gives places to a sender, if as many are free as it wants; for how many items.
    ///
    /// The only sender gets all places that are free. Of several, each gets one: a sender that has more could be
    /// inside a long body while another has none.
    pub(crate) fn grant(&self, wanted: Wanted) -> u64 {
        let size = match self.bound {
            Bound::Items(capacity) => capacity,
            _ => 1,
        };
        let is_alone = self.senders.load(Ordering::Acquire) == 1;
        self.grant_some(wanted.of(size), |free| if is_alone { free } else { 1 })
    }

    /// Gives `some` of the free places away, if there are as many as `least`; how many it gives.
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

    /// A receiver claims so many outputs of an ordered fan-out. They came without a place. But a receiver that
    /// takes one counts it, or has asked for it, as it would any other item, and so makes a place: they get theirs now.
    pub(crate) fn grant_claimed(&self, items: u64) {
        if self.grants() {
            self.granted.fetch_add(items, Ordering::AcqRel);
        }
    }

    /// So many places are not used.
    pub(crate) fn take_back(&self, places: u64) {
        if places == 0 || !self.grants() {
            return;
        }
        self.granted.fetch_sub(places, Ordering::AcqRel);
        fence(Ordering::SeqCst);
        if self.room.is_awaited() {
            // The numbers that senders wait for were computed from more granted places.
            self.room.wake_all();
        }
    }

    /// Whether senders get places from it.
    fn grants(&self) -> bool {
        matches!(self.bound, Bound::Items(_) | Bound::Rendezvous)
    }

    /// When a sender that got no place wants to be woken.
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

    /// Counts an item of this weight as one that waits, if it may; then its sender is to put it into `lane`.
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

    /// An item was taken from `lane` by the only receiver; whether to [wake](Flow::wake_due) a sender.
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

    /// Whether it counts items as they are taken.
    #[inline]
    pub(crate) fn counts(&self) -> bool {
        matches!(self.bound, Bound::Items(_) | Bound::Weight(_))
    }

    /// One of several receivers begins an item that it has claimed.
    #[inline(always)]
    pub(crate) fn took_as(&self, counter: &Taken) {
        let taken = counter.load(Ordering::Relaxed) + 1;
        counter.store(taken, Ordering::Release);
        if self.room.is_awaited() {
            self.wake_due();
        }
    }

    /// Wakes those senders that want to be woken at this number of taken items.
    #[cold]
    pub(crate) fn wake_due(&self) {
        let taken = self.taken_so_far();
        if self.room.is_wanted_at(taken) {
            self.room.wake(taken, self.free().max(1));
        }
    }

    /// The first item of `lane` waits no more.
    pub(crate) fn weigh_out(&self, lane: &LaneFlow) {
        if !matches!(self.bound, Bound::Weight(_)) {
            return;
        }
        let Some(weight) = lock(&lane.weights).pop_front() else {
            return;
        };
        {
            let mut load = lock(&self.load);
            load.items -= 1;
            // The sum saturates; when nothing waits, it is right again.
            let less = load.weight.saturating_sub(weight);
            load.weight = if load.items == 0 { 0 } else { less };
        }
        fence(Ordering::SeqCst);
        if self.room.is_awaited() {
            // There may be room for several, or for none of those that came first.
            self.room.wake_all();
        }
    }

    /// A receiver waits for an item: at a rendezvous, that is the place for one.
    pub(crate) fn ask(&self) {
        self.asked.fetch_add(1, Ordering::AcqRel);
        self.look_at_places();
    }

    /// A receiver waits no more; whether no item will come for it.
    pub(crate) fn take_back_ask(&self) -> bool {
        let granted = self.granted.load(Ordering::Acquire);
        let less = |asked: u64| (asked > granted).then(|| asked - 1);
        self.asked
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, less)
            .is_ok()
    }

    /// A receiver leaves while an item is on its way that it asked for. Whoever takes that item asks for it then.
    pub(crate) fn forget_ask(&self) {
        self.asked.fetch_sub(1, Ordering::AcqRel);
    }

    /// A lane is in use now.
    pub(crate) fn add(&self, lane: &Arc<LaneFlow>) {
        lock(&self.lanes).push(Arc::clone(lane));
    }

    /// Wakes senders for which there is room: to be called when a receiver has nothing more at hand, or when its
    /// task pauses. Nobody is to wait for what it did already.
    pub(crate) fn look(&self) {
        if self.bound == Bound::Window {
            fence(Ordering::SeqCst);
            for lane in &*lock(&self.lanes) {
                lane.look();
            }
        }
        self.look_at_places();
    }

    /// There is nobody any more who would make room.
    pub(crate) fn close(&self) {
        self.room.wake_all();
        let lanes = std::mem::take(&mut *lock(&self.lanes));
        for lane in lanes {
            lane.room.wake_all();
        }
    }

    /// [`look`](Flow::look) where all senders of the edge wait.
    fn look_at_places(&self) {
        fence(Ordering::SeqCst);
        if self.room.is_awaited() {
            // Workers of an ordered fan-out wait for the number of their head, other senders for that of all items taken.
            // Whoever is woken too early waits again.
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
