//! Where the ends of an edge wait for each other.
//!
//! Nothing in an edge blocks: its operations are polls. Without a waker a poll only looks; with one it registers
//! the waker, looks again, and is [`Pending`](std::task::Poll::Pending) if there is still nothing. A thread
//! registers a waker that unparks it, a future the waker of its task. So a wait for several things is several
//! polls with one waker.
//!
//! Receivers wait at the [`Gate`], senders at a [`Room`]. Wakers are foreign code: they are called, cloned and
//! dropped without a lock.

use std::collections::VecDeque;
use std::task::Waker;

use crate::sync::{
    AtomicBool, AtomicU8, AtomicU64, AtomicUsize, CachePadded, LightFence, Mutex, Ordering, fence,
    heavy_fence, lock,
};

/// The place of one end in a list of those that sleep, if it waits.
pub(crate) type Seat = Option<u64>;

/// Those that sleep, in the order in which they came. Whoever was woken in vain and comes again is before all
/// that came later.
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

    /// Adds a sleeper, or replaces what it wants and its waker; gives the waker that it replaced.
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

    /// Takes a sleeper out, if it was not woken.
    pub(super) fn remove(&mut self, seat: u64) -> Option<Waker> {
        let at = self.search(seat).ok()?;
        self.asleep.remove(at).map(|sleeper| sleeper.waker)
    }

    /// Takes the first sleeper out: whoever is to be woken.
    pub(super) fn pop(&mut self) -> Option<Waker> {
        self.asleep.pop_front().map(|sleeper| sleeper.waker)
    }
}

// ---------------------------------------------------------------------------------------- for items

/// A receiver sleeps, and is to be woken for the next item.
const ASLEEP: u8 = 1;
/// There is no receiver any more.
const GONE: u8 = 2;
/// Senders change the word for each item: see [`Gate`].
const COUNTED: u8 = 4;
/// A worker waits for the items before its own.
const TURN: u8 = 8;

/// How a receiver sleeps.
#[derive(Clone, Copy)]
pub(crate) enum Asleep {
    /// Items come quickly.
    Quickly,
    /// Items come slowly: senders are to change [`COUNTED`] for each of them.
    Slowly,
    /// Its task polls the senders too, which therefore look later than this.
    Here,
}

/// Where receivers wait for items.
///
/// A sender publishes an item and then looks at `word`; a receiver changes `word` and then looks for items. So
/// that one of them sees the other, there is a fence between on both sides. There are two ways to have it:
///
/// * the receiver executes a heavy fence before it sleeps, and senders a light one for each item. That is the way
///   of threads as long as items come quickly;
/// * with [`COUNTED`] set, each sender changes `word` by a read-modify-write. Of two threads that change the same
///   variable the later one sees what the other did before, so no fence is needed. That is cheaper where a
///   receiver sleeps for almost each item, and it is the way of tasks.
///
/// One sleeper is woken at a time. When it has claimed items it wakes the next one, if there are more:
/// [`pass_on`](Gate::pass_on).
pub(crate) struct Gate {
    word: CachePadded<AtomicU8>,
    sleepers: Mutex<Sleepers<()>>,
    /// How many sleep.
    count: AtomicUsize,
    /// Workers that wait for the items before their own.
    in_turn: Mutex<Sleepers<()>>,
    is_counted: bool,
}

impl Gate {
    /// With `is_counted`, [`COUNTED`] is set at all times.
    pub(crate) fn new(is_counted: bool) -> Self {
        Gate {
            word: CachePadded(AtomicU8::new(if is_counted { COUNTED } else { 0 })),
            sleepers: Mutex::default(),
            count: AtomicUsize::new(0),
            in_turn: Mutex::default(),
            is_counted,
        }
    }

    /// Whether it is of an edge between tasks.
    pub(crate) fn is_counted(&self) -> bool {
        self.is_counted
    }

    /// The look of a sender after it published an item: whether to call [`attend`](Gate::attend). The caller has
    /// executed a [`LightFence`] in between.
    #[inline(always)]
    pub(crate) fn needs_attention(&self) -> bool {
        self.word.load(Ordering::Relaxed) != 0
    }

    /// [`needs_attention`](Gate::needs_attention) for what is no worker's turn.
    #[inline(always)]
    pub(crate) fn receiver_needs_attention(&self) -> bool {
        self.word.load(Ordering::Relaxed) & !TURN != 0
    }

    /// Wakes a receiver that sleeps, and the workers that wait for their turn. Returns false if there is no receiver
    /// any more.
    #[cold]
    pub(crate) fn attend(&self) -> bool {
        self.attend_those(ASLEEP | TURN)
    }

    /// [`attend`](Gate::attend) for what is no worker's turn.
    #[cold]
    pub(crate) fn attend_receiver(&self) -> bool {
        self.attend_those(ASLEEP)
    }

    fn attend_those(&self, those: u8) -> bool {
        // Acquires what a receiver did before it slept or left, and releases the item that was published.
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

    /// [`attend`](Gate::attend) for an output that may not be the next one: then the receiver sleeps on.
    #[cold]
    pub(crate) fn attend_unless(&self, sleeps_on: impl FnOnce() -> bool) -> bool {
        // Acquires what the receiver did before it slept: what it reads next is known after this.
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

    /// Wakes all receivers: the stream is at its end.
    pub(crate) fn wake_all(&self) {
        self.word.fetch_and(!ASLEEP, Ordering::AcqRel);
        let all = {
            let mut sleepers = lock(&self.sleepers);
            self.count.store(0, Ordering::Relaxed);
            std::mem::take(&mut sleepers.asleep)
        };
        wake_all(all);
    }

    /// Registers a receiver that found no item. It is to look again afterwards: from here on it is woken.
    ///
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

    /// Items come quickly again.
    pub(crate) fn is_quick(&self) {
        if !self.is_counted {
            self.word.fetch_and(!COUNTED, Ordering::AcqRel);
        }
    }

    /// A receiver waits no more; whether it had been woken.
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

    /// A receiver has what it was woken for: another one that sleeps is to be woken, at once if there are more
    /// items, else for the next.
    #[inline]
    pub(crate) fn pass_on(&self, has_items: impl FnOnce() -> bool) {
        if self.count.load(Ordering::Relaxed) > 0 {
            self.arm(ASLEEP);
            if has_items() {
                self.attend();
            }
        }
    }

    /// The last receiver leaves. An item that is published after this is seen by nobody, and its sender knows.
    pub(crate) fn close(&self) {
        self.word.fetch_or(GONE, Ordering::AcqRel);
        heavy_fence();
    }

    /// Whether the last receiver has left.
    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.word.load(Ordering::Acquire) & GONE != 0
    }

    /// Registers a worker that waits until all outputs before its own are there. It is to look again afterwards.
    pub(crate) fn register_for_turn(&self, seat: &mut Seat, waker: &Waker) {
        let replaced = lock(&self.in_turn).add(seat, (), waker.clone());
        drop(replaced);
        self.arm(TURN);
    }

    /// The worker does not wait for its turn any more.
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
/// Each sleeper says at which number of taken items it wants to be woken. `wake_at` is the smallest of these
/// numbers: receivers compare it with theirs after each item that they take, by a plain load. That load may come
/// too early to see a sleeper, so a receiver looks again after a fence, when it has nothing more at hand:
/// [`wake_for_one`](Room::wake_for_one). A receiver that is busy for long could miss a sleeper until then. So a sender sleeps
/// for much room only for a short time, or knows that the receiver looks whenever its task pauses; and it
/// executes a [`heavy_fence`] before it sleeps for long.
pub(crate) struct Room {
    wake_at: CachePadded<AtomicU64>,
    /// Whether somebody sleeps.
    is_awaited: AtomicBool,
    sleepers: Mutex<Sleepers<Wants>>,
}

/// At which numbers of taken items a sender is to be woken.
#[derive(Clone, Copy)]
pub(crate) struct Wants {
    /// For as much room as makes it worth to go on.
    pub(crate) much: u64,
    /// For the first place.
    pub(crate) one: u64,
}

/// Nobody sleeps.
const NOBODY: u64 = u64::MAX;

impl Room {
    pub(crate) fn new() -> Self {
        Room {
            wake_at: CachePadded(AtomicU64::new(NOBODY)),
            is_awaited: AtomicBool::new(false),
            sleepers: Mutex::default(),
        }
    }

    /// Whether somebody is to be woken when so many items were taken.
    #[inline(always)]
    pub(crate) fn is_wanted_at(&self, taken: u64) -> bool {
        self.wake_at.load(Ordering::Relaxed) <= taken
    }

    /// Whether somebody sleeps.
    #[inline(always)]
    pub(crate) fn is_awaited(&self) -> bool {
        self.is_awaited.load(Ordering::Relaxed)
    }

    /// Registers a sender. It is to look for room again afterwards. `long`: it sleeps until it is woken.
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

    /// A sender waits no more; whether it had been woken.
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

    /// Wakes the first `most` of those that want to be woken at this number of taken items.
    #[cold]
    pub(crate) fn wake(&self, taken: u64, most: u64) {
        self.wake_some(most, |wants| wants.much <= taken);
    }

    /// Wakes the first `free` of those for which there is any place at this number of taken items: for a receiver
    /// that has nothing more at hand.
    ///
    /// The caller has executed a `SeqCst` fence after it took the last item. A sender executes one between its
    /// store of `wake_at` and its last look for room, so one of the two sees what the other stored.
    #[cold]
    pub(crate) fn wake_for_one(&self, taken: u64, free: u64) {
        self.wake_some(free, |wants| wants.one <= taken);
    }

    /// [`wake_for_one`](Room::wake_for_one) of a lane: as many as there are places since the first of them went to
    /// sleep.
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

/// The fence that a sender executes between publishing an item and its look at the [`Gate`].
#[inline(always)]
pub(crate) fn published(fence: LightFence, gate: &Gate) -> bool {
    fence.pass();
    gate.needs_attention()
}
