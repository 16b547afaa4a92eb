//! Where the ends of an edge wait for each other.
//!
//! Nothing in an edge blocks: its operations are polls. Without a waker, a poll only looks. With a
//! waker, a poll registers the waker, looks again, and is [`Pending`](std::task::Poll::Pending) if
//! there is still nothing. A thread registers a waker that unparks it. A future registers the waker
//! of its task. To wait for several things, poll each of them with the same waker.
//!
//! Receivers wait at a [`Gate`], senders at a [`Room`]. Wakers are foreign code: a gate and a room
//! call, clone and drop them without holding their own locks.

use std::collections::VecDeque;
use std::task::Waker;

use crate::sync::{
    Arc, AtomicBool, AtomicU8, AtomicU64, AtomicUsize, CachePadded, LightFence, Mutex, Ordering,
    fence, heavy_fence, lock,
};

/// A sleeper's number in a list of sleepers; `None` if the end does not wait.
pub(crate) type Seat = Option<u64>;

/// The sleepers of one kind, in order of arrival. A sleeper that was woken in vain and registers
/// again keeps its number, and so comes before all that arrived later.
pub(super) struct Sleepers<D> {
    next: u64,
    asleep: VecDeque<Sleeper<D>>,
}

struct Sleeper<D> {
    seat: u64,
    wants: D,
    waker: Waker,
}

impl<D> Default for Sleepers<D> {
    fn default() -> Self {
        Sleepers {
            next: 0,
            asleep: VecDeque::new(),
        }
    }
}

impl<D> Sleepers<D> {
    fn search(&self, seat: u64) -> Result<usize, usize> {
        self.asleep
            .binary_search_by_key(&seat, |sleeper| sleeper.seat)
    }

    /// Adds a sleeper. If it is already in the list, replaces its wants and its waker, and returns
    /// the old waker.
    pub(super) fn add(&mut self, seat: &mut Seat, wants: D, waker: Waker) -> Option<Waker> {
        let number = *seat.get_or_insert_with(|| {
            self.next += 1;
            self.next
        });
        match self.search(number) {
            Ok(at) => {
                let sleeper = &mut self.asleep[at];
                sleeper.wants = wants;
                Some(std::mem::replace(&mut sleeper.waker, waker))
            }
            Err(at) => {
                let seat = number;
                self.asleep.insert(at, Sleeper { seat, wants, waker });
                None
            }
        }
    }

    /// Removes a sleeper and returns its waker, or `None` if the sleeper was woken already.
    pub(super) fn remove(&mut self, seat: u64) -> Option<Waker> {
        let at = self.search(seat).ok()?;
        self.asleep.remove(at).map(|sleeper| sleeper.waker)
    }

    /// Returns whether the sleeper was woken, and has not registered again.
    pub(super) fn has_woken(&self, seat: u64) -> bool {
        self.search(seat).is_err()
    }

    /// Removes the first sleeper whose wants are so, and returns its waker.
    pub(super) fn pop_first(&mut self, are_so: impl Fn(&D) -> bool) -> Option<Waker> {
        let at = self
            .asleep
            .iter()
            .position(|sleeper| are_so(&sleeper.wants))?;
        self.asleep.remove(at).map(|sleeper| sleeper.waker)
    }
}

// ----------------------------------------------------------------------- for several workers' tasks

/// A wait for items that other workers wait for too, as the task of its worker sees it.
///
/// An item wakes one worker. But the body of that worker may have given up the wait: it may have
/// dropped the future, or it may no longer poll it. So the task looks after each poll of the body.
///
/// Such a wait is not ended here. The body may still wait in a future that is polled only after it
/// was woken, such as those in a `FuturesUnordered`.
pub trait SharedWait: Send {
    /// Passes a wake-up on that the body did not answer in the poll that ends now.
    #[doc(hidden)]
    fn pass_on_unanswered(&self);
}

/// Tells the task of a worker whether its body has just asked for an item.
///
/// All accesses are relaxed, because only the worker's task makes them.
#[derive(Clone, Default)]
pub(crate) struct WaitMark(Arc<AtomicU64>);

/// The wait began, or was polled again, in the current poll of the worker. The other bits of a mark
/// are the seat.
const IN_THIS_POLL: u64 = 1;

impl WaitMark {
    /// Records that the body asked for an item, and waits.
    pub(crate) fn set(&self, seat: Seat) {
        let mark = seat.map_or(0, |seat| seat << 1 | IN_THIS_POLL);
        self.0.store(mark, Ordering::Relaxed);
    }

    /// Records that the wait is over.
    pub(crate) fn clear(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Ends a poll of the worker. Returns the seat, if the body waited before this poll and has not
    /// asked in it.
    pub(crate) fn end_poll(&self) -> Option<u64> {
        let mark = self.0.load(Ordering::Relaxed);
        if mark & IN_THIS_POLL != 0 {
            self.0.store(mark & !IN_THIS_POLL, Ordering::Relaxed);
            return None;
        }
        (mark != 0).then_some(mark >> 1)
    }
}

// ---------------------------------------------------------------------------------------- for items

/// A receiver sleeps, and must be woken for the next item.
const ASLEEP: u8 = 1;
/// The last receiver is gone.
const GONE: u8 = 2;
/// Senders change the word for each item: see [`Gate`].
const COUNTED: u8 = 4;
/// A worker waits for its turn: for all items before its own.
const TURN: u8 = 8;

/// How a receiver sleeps.
#[derive(Clone, Copy)]
pub(crate) enum Asleep {
    /// Items come quickly.
    Quickly,
    /// Items come slowly. Sets [`COUNTED`], so that senders change the word for each item.
    Slowly,
    /// The receiver's task polls the senders too, so they look at the gate only after this
    /// registration.
    Here,
}

/// Where receivers wait for items.
///
/// A sender publishes an item and then loads `word`. A receiver changes `word` and then looks for
/// items. At least one of them must see what the other wrote, or the receiver sleeps although there
/// is an item. That needs a full fence between the two steps on both sides. There are two ways to
/// get one:
///
/// * The receiver executes a heavy fence before it sleeps, and senders execute a light fence for
///   each item. Threads use this way as long as items come quickly.
/// * With [`COUNTED`] set, each sender changes `word` by a read-modify-write. Of two threads that
///   change the same variable, the later one sees what the other did before its change, so no fence
///   is needed. This is cheaper where a receiver sleeps for almost every item. Tasks always use
///   this way.
///
/// One sleeper is woken at a time. After it has claimed items, it wakes the next one if there are
/// more: [`pass_on`](Gate::pass_on).
pub(crate) struct Gate {
    word: CachePadded<AtomicU8>,
    sleepers: Mutex<Sleepers<()>>,
    /// Number of receivers that sleep.
    count: AtomicUsize,
    /// Workers that wait for their turn.
    in_turn: Mutex<Sleepers<()>>,
    is_counted: bool,
}

impl Gate {
    /// Creates a gate. With `is_counted`, [`COUNTED`] is always set.
    pub(crate) fn new(is_counted: bool) -> Self {
        Gate {
            word: CachePadded(AtomicU8::new(if is_counted { COUNTED } else { 0 })),
            sleepers: Mutex::default(),
            count: AtomicUsize::new(0),
            in_turn: Mutex::default(),
            is_counted,
        }
    }

    /// Returns whether the edge is between tasks.
    pub(crate) fn is_counted(&self) -> bool {
        self.is_counted
    }

    /// Returns whether the sender of a published item must call [`attend`](Gate::attend). The
    /// caller has executed a [`LightFence`] after publishing.
    #[inline(always)]
    pub(crate) fn needs_attention(&self) -> bool {
        self.word.load(Ordering::Relaxed) != 0
    }

    /// [`needs_attention`](Gate::needs_attention) for an item that gives no worker its turn.
    #[inline(always)]
    pub(crate) fn receiver_needs_attention(&self) -> bool {
        self.word.load(Ordering::Relaxed) & !TURN != 0
    }

    /// Wakes a receiver that sleeps, and all workers that wait for their turn. Returns false if the
    /// last receiver is gone.
    #[cold]
    pub(crate) fn attend(&self) -> bool {
        self.attend_those(ASLEEP | TURN)
    }

    /// [`attend`](Gate::attend) for an item that gives no worker its turn.
    #[cold]
    pub(crate) fn attend_receiver(&self) -> bool {
        self.attend_those(ASLEEP)
    }

    fn attend_those(&self, those: u8) -> bool {
        // Acquires what a receiver did before it slept or left, and releases the published item.
        let word = self.word.fetch_and(!those, Ordering::AcqRel);
        let word = word & (those | GONE);
        if word & ASLEEP != 0 {
            self.wake_one();
        }
        if word & TURN != 0 {
            let all = std::mem::take(&mut lock(&self.in_turn).asleep);
            wake_all(all);
        }
        word & GONE == 0
    }

    /// [`attend`](Gate::attend) for an output that may not be the next one to be read. The receiver
    /// is not woken if `sleeps_on` returns true.
    #[cold]
    pub(crate) fn attend_unless(&self, sleeps_on: impl FnOnce() -> bool) -> bool {
        // Acquires what the receiver did before it slept, so `sleeps_on` sees which output the
        // receiver reads next.
        let word = self.word.fetch_and(!TURN, Ordering::AcqRel);
        if word & TURN != 0 {
            let all = std::mem::take(&mut lock(&self.in_turn).asleep);
            wake_all(all);
        }
        if word & (ASLEEP | GONE) != 0 && !sleeps_on() {
            return self.attend();
        }
        word & GONE == 0
    }

    fn wake_one(&self) {
        let first = {
            let mut sleepers = lock(&self.sleepers);
            let first = sleepers.asleep.pop_front();
            self.count.store(sleepers.asleep.len(), Ordering::Relaxed);
            first
        };
        if let Some(sleeper) = first {
            sleeper.waker.wake();
        }
    }

    /// Wakes all receivers, because the stream has ended.
    pub(crate) fn wake_all(&self) {
        self.word.fetch_and(!ASLEEP, Ordering::AcqRel);
        let all = {
            let mut sleepers = lock(&self.sleepers);
            self.count.store(0, Ordering::Relaxed);
            std::mem::take(&mut sleepers.asleep)
        };
        wake_all(all);
    }

    /// Registers a receiver that found no item. It must look again afterwards: only items that are
    /// published after this call wake it.
    pub(crate) fn register(&self, seat: &mut Seat, waker: &Waker, sleeper: Asleep) {
        let waker = waker.clone();
        let replaced = {
            let mut sleepers = lock(&self.sleepers);
            let replaced = sleepers.add(seat, (), waker);
            self.count.store(sleepers.asleep.len(), Ordering::Relaxed);
            replaced
        };
        drop(replaced);
        match sleeper {
            Asleep::Slowly => self.arm(ASLEEP | COUNTED),
            Asleep::Quickly => self.arm(ASLEEP),
            Asleep::Here => {
                self.word.fetch_or(ASLEEP, Ordering::AcqRel);
            }
        }
    }

    fn arm(&self, says: u8) {
        if self.word.fetch_or(says, Ordering::AcqRel) & COUNTED == 0 {
            heavy_fence();
        }
    }

    /// Clears [`COUNTED`], because items come quickly again. A gate between tasks keeps it.
    pub(crate) fn is_quick(&self) {
        if !self.is_counted {
            self.word.fetch_and(!COUNTED, Ordering::AcqRel);
        }
    }

    /// Ends a receiver's wait. Returns whether the receiver had been woken.
    pub(crate) fn leave(&self, seat: &mut Seat) -> bool {
        let Some(seat) = seat.take() else {
            return false;
        };
        let mut sleepers = lock(&self.sleepers);
        let waker = sleepers.remove(seat);
        self.count.store(sleepers.asleep.len(), Ordering::Relaxed);
        drop(sleepers);
        waker.is_none()
    }

    /// Returns whether the receiver with this seat was woken, and has not registered again.
    pub(crate) fn has_woken(&self, seat: u64) -> bool {
        lock(&self.sleepers).has_woken(seat)
    }

    /// Passes a wake-up on, after the calling receiver has claimed its items. If another receiver
    /// sleeps, wakes it at once if there are more items, and otherwise has it woken for the next
    /// item.
    #[inline]
    pub(crate) fn pass_on(&self, has_items: impl FnOnce() -> bool) {
        if self.count.load(Ordering::Relaxed) > 0 {
            self.arm(ASLEEP);
            if has_items() {
                self.attend();
            }
        }
    }

    /// Marks the gate as closed, because the last receiver leaves. The sender of any item that is
    /// published after this call sees the mark.
    pub(crate) fn close(&self) {
        self.word.fetch_or(GONE, Ordering::AcqRel);
        heavy_fence();
    }

    /// Returns whether the last receiver has left.
    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.word.load(Ordering::Acquire) & GONE != 0
    }

    /// Registers a worker that waits for its turn: until all outputs before its own are there. It
    /// must look again afterwards.
    pub(crate) fn register_for_turn(&self, seat: &mut Seat, waker: &Waker) {
        let replaced = lock(&self.in_turn).add(seat, (), waker.clone());
        drop(replaced);
        self.arm(TURN);
    }

    /// Ends a worker's wait for its turn.
    pub(crate) fn leave_turn(&self, seat: &mut Seat) {
        if let Some(seat) = seat.take() {
            let waker = lock(&self.in_turn).remove(seat);
            drop(waker);
        }
    }
}

fn wake_all<D>(sleepers: VecDeque<Sleeper<D>>) {
    for sleeper in sleepers {
        sleeper.waker.wake();
    }
}

// ----------------------------------------------------------------------------------------- for room

/// Where senders wait for room.
///
/// Each sleeper says at which number of taken items it wants to be woken. `wake_at` is the smallest
/// of these numbers. After each item that it takes, a receiver compares its own number with
/// `wake_at`, by a plain load.
///
/// That load may come too early to see a sleeper. So a receiver that has no more items ready
/// executes a fence and looks again: [`wake_for_one`](Room::wake_for_one). A receiver that is busy
/// for long could miss a sleeper until then. So a sender sleeps for much room only for a short
/// time, or only if the receiver's task looks whenever it pauses. Before a long sleep, a sender
/// executes a [`heavy_fence`].
pub(crate) struct Room {
    wake_at: CachePadded<AtomicU64>,
    /// Whether any sender sleeps.
    is_awaited: AtomicBool,
    sleepers: Mutex<Sleepers<Wants>>,
}

/// Numbers of taken items at which a sender wants to be woken.
#[derive(Clone, Copy)]
pub(crate) struct Wants {
    /// For enough room to make the wake-up worth its cost.
    pub(crate) much: u64,
    /// For the first free place.
    pub(crate) one: u64,
}

/// Value of `wake_at` while nobody sleeps.
const NOBODY: u64 = u64::MAX;

impl Room {
    pub(crate) fn new() -> Self {
        Room {
            wake_at: CachePadded(AtomicU64::new(NOBODY)),
            is_awaited: AtomicBool::new(false),
            sleepers: Mutex::default(),
        }
    }

    /// Returns whether a sleeper wants to be woken at this number of taken items.
    #[inline(always)]
    pub(crate) fn is_wanted_at(&self, taken: u64) -> bool {
        self.wake_at.load(Ordering::Relaxed) <= taken
    }

    /// Returns whether any sender sleeps.
    #[inline(always)]
    pub(crate) fn is_awaited(&self) -> bool {
        self.is_awaited.load(Ordering::Relaxed)
    }

    /// Registers a sender, which must look for room again afterwards. With `long`, the sender
    /// sleeps until it is woken, however busy the receiver is. That takes a heavy fence.
    pub(crate) fn register(&self, seat: &mut Seat, wants: Wants, waker: &Waker, long: bool) {
        let waker = waker.clone();
        let replaced = {
            let mut sleepers = lock(&self.sleepers);
            let replaced = sleepers.add(seat, wants, waker);
            self.set(&sleepers);
            replaced
        };
        drop(replaced);
        if long {
            heavy_fence();
        } else {
            fence(Ordering::SeqCst);
        }
    }

    fn set(&self, sleepers: &Sleepers<Wants>) {
        let first = sleepers.asleep.iter().map(|sleeper| sleeper.wants.much);
        self.wake_at
            .store(first.min().unwrap_or(NOBODY), Ordering::Release);
        self.is_awaited
            .store(!sleepers.asleep.is_empty(), Ordering::Release);
    }

    /// Ends a sender's wait. Returns whether the sender had been woken.
    pub(crate) fn leave(&self, seat: &mut Seat) -> bool {
        let Some(seat) = seat.take() else {
            return false;
        };
        let mut sleepers = lock(&self.sleepers);
        let waker = sleepers.remove(seat);
        self.set(&sleepers);
        drop(sleepers);
        waker.is_none()
    }

    /// Wakes the first `most` sleepers that want to be woken at this number of taken items.
    #[cold]
    pub(crate) fn wake(&self, taken: u64, most: u64) {
        self.wake_some(most, |wants| wants.much <= taken);
    }

    /// Wakes the first `free` sleepers for which there is any place at this number of taken items.
    /// Called by a receiver that has no more items ready.
    ///
    /// The caller has executed a `SeqCst` fence after it took the last item. A sender executes one
    /// between its store of `wake_at` and its last look for room. So one of the two sees what the
    /// other stored. Without the fences, the sender could sleep beside free room.
    #[cold]
    pub(crate) fn wake_for_one(&self, taken: u64, free: u64) {
        self.wake_some(free, |wants| wants.one <= taken);
    }

    /// [`wake_for_one`](Room::wake_for_one) for the room of a lane: wakes as many sleepers as there
    /// are places, counted from the number that the first sleeper waits for.
    #[cold]
    pub(crate) fn wake_for_places(&self, taken: u64) {
        let first = lock(&self.sleepers)
            .asleep
            .front()
            .map(|first| first.wants.one);
        if let Some(places) = first.and_then(|one| (taken + 1).checked_sub(one)) {
            self.wake_for_one(taken, places);
        }
    }

    pub(crate) fn wake_all(&self) {
        self.wake_some(u64::MAX, |_| true);
    }

    fn wake_some(&self, most: u64, is_due: impl Fn(Wants) -> bool) {
        let mut due = Vec::new();
        {
            let mut sleepers = lock(&self.sleepers);
            let mut at = 0;
            while at < sleepers.asleep.len() && (due.len() as u64) < most {
                if is_due(sleepers.asleep[at].wants) {
                    due.extend(sleepers.asleep.remove(at));
                } else {
                    at += 1;
                }
            }
            self.set(&sleepers);
        }
        for sleeper in due {
            sleeper.waker.wake();
        }
    }
}

/// Executes the fence between publishing an item and the look at the [`Gate`]. Returns whether the
/// gate [needs attention](Gate::needs_attention).
#[inline(always)]
pub(crate) fn published(fence: LightFence, gate: &Gate) -> bool {
    fence.pass();
    gate.needs_attention()
}
