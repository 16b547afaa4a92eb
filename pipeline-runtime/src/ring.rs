//! A ring of slots that one thread fills and another empties: the memory of an edge, and all of this
//! crate's `unsafe` code.
//!
//! Positions count the items put in, modulo 2³²; the slot of a position is its remainder by the
//! ring's size, a power of two. At every moment each position is in one of four hands:
//!
//! | positions | belong to | who may touch the slot |
//! |---|---|---|
//! | not yet published | the [`Writer`] | writes it, once it saw that the slot was emptied |
//! | published, not claimed | the [`Reader`] | nobody |
//! | claimed | the `Reader`, or the [`Desk`] it was dealt to | whoever takes the position reads it, once |
//! | taken | nobody | the writer, in its next lap |
//!
//! A reader either takes items itself, in order, or deals them to desks, whose owners take them in
//! any order. It is one or the other from its first item on.
//!
//! # Invariants
//!
//! 1. A position moves only down this table. The writer publishes in order, and it is one: it is
//!    neither `Clone` nor `Sync`. The reader claims in order, behind `&mut`. A desk gives its items
//!    to its owner from the front, behind `&mut`, and to one robber at a time from the back, and
//!    they agree who gets the last one: see [`Pile`]. So no position is on two desks, or taken
//!    twice.
//! 2. A slot is written before its position is published (release; the claim acquires), and is read
//!    before the writer is told that it was taken (release; the writer's look acquires).
//! 3. The writer writes position `p` only when it saw that `p - size` was taken: by the reader's
//!    head, below which all is taken, or by the slot's mark where items are dealt. A mark is the
//!    parity of the lap in which the slot was emptied, so that only desks write marks.
//!
//! # Sleepers
//!
//! Who finds nothing, or no room, may sleep, and the other side has to wake it. Each has to see what
//! the other did: one puts or takes an item and then looks for a sleeper, the other says that it
//! sleeps and then looks once more. That needs a full barrier on both sides, so one for each item.
//! Where the kernel can put a barrier into all threads of the process on the sleeper's account, by
//! `membarrier(2)`, it costs an item nothing; elsewhere each put and each take has a fence. (Dice,
//! Huang and Yang, "Asymmetric Dekker Synchronization", 2001; liburcu does so.) Tasks sleep too often
//! for that: they put and take quietly, without a barrier, and find each other by a word that both
//! write (`task/feed`).

use std::cell::Cell;
use std::mem::MaybeUninit;
use std::panic::{self, AssertUnwindSafe};

use self::barrier::Light;
use crate::foreign;
use crate::sync::{Apart, Arc, AtomicBool, AtomicU32, Mutex, Ordering, Slot, lock};

struct Ring<T> {
    slots: Box<[Slot<MaybeUninit<T>>]>,
    /// The parity of the lap in which each slot was last emptied, where items are dealt.
    marks: Box<[AtomicBool]>,
    mask: u32,
    /// Items are dealt.
    deals: AtomicBool,
    /// Up to which position items are published.
    tail: Apart<AtomicU32>,
    /// Up to which position the reader took items itself.
    head: Apart<AtomicU32>,
}

// SAFETY: by the first invariant each slot is touched by one thread at a time, and by the second
// what one does there happens before what the next does. Items only move between threads.
unsafe impl<T: Send> Sync for Ring<T> {}
// SAFETY: it owns its items.
unsafe impl<T: Send> Send for Ring<T> {}

/// The most slots that a ring has.
pub(crate) const MOST: usize = 1 << 20;

/// The kernel was asked for its barrier, or there is none.
#[derive(Clone, Copy)]
pub(crate) struct Prepared(());

/// Asks the kernel for its barrier, the first time.
///
/// In a process of one thread that takes it microseconds, else some ten milliseconds: to be called
/// before the threads that use rings are started.
pub(crate) fn prepare() -> Prepared {
    barrier::prepare();
    Prepared(())
}

/// A ring with room for `capacity` items, and more if that is no power of two.
///
/// # Panics
///
/// If that is more than [`MOST`].
pub(crate) fn ring<T>(capacity: usize, _: Prepared) -> (Writer<T>, Reader<T>) {
    quiet_ring(capacity)
}

/// A [`ring`] for who only puts and takes [quietly](Writer::quiet_puts), and never [settles](settle):
/// nothing has to be prepared.
///
/// # Panics
///
/// If `capacity` is more than [`MOST`].
pub(crate) fn quiet_ring<T>(capacity: usize) -> (Writer<T>, Reader<T>) {
    assert!(capacity <= MOST, "{capacity} slots are too many for a ring");
    let size = capacity.next_power_of_two();
    let slot = |_| Slot::new(MaybeUninit::uninit());
    let ring = Arc::new(Ring {
        slots: (0..size).map(slot).collect(),
        // As if lap -1 had emptied all of them.
        marks: (0..size).map(|_| AtomicBool::new(true)).collect(),
        mask: u32::try_from(size - 1).unwrap_or(u32::MAX),
        deals: AtomicBool::new(false),
        tail: Apart(AtomicU32::new(0)),
        head: Apart(AtomicU32::new(0)),
    });
    let writer = Writer {
        ring: Arc::clone(&ring),
        taken: Cell::new(0),
        limit: Cell::new(0),
    };
    let reader = Reader {
        ring,
        end: 0,
        dealt: 0,
        takes: false,
    };
    (writer, reader)
}

impl<T> Ring<T> {
    fn size(&self) -> u32 {
        self.mask + 1
    }

    #[inline]
    fn slots(&self) -> Slots<'_, T> {
        Slots {
            slots: &self.slots,
            mask: self.mask,
        }
    }

    /// Whether the item of a published position was taken.
    fn was_taken(&self, position: u32) -> bool {
        if self.deals.load(Ordering::Acquire) {
            let (mark, taken) = self.slots().mark(&self.marks, position);
            mark.load(Ordering::Acquire) == taken
        } else {
            // Of two positions less than half of all apart, which comes first?
            let head = self.head.load(Ordering::Acquire);
            position.wrapping_sub(head) > u32::MAX / 2
        }
    }
}

impl<T> Drop for Ring<T> {
    /// Drops what nobody took: there is nobody left who could. An item whose own drop panics does not
    /// keep the others alive.
    fn drop(&mut self) {
        let tail = self.tail.load(Ordering::Relaxed);
        // Where no items are dealt, those below the head were taken.
        let left = if self.deals.load(Ordering::Relaxed) {
            self.size()
        } else {
            tail.wrapping_sub(self.head.load(Ordering::Relaxed))
        };
        let mut panicked = None;
        for back in 1..=left {
            let position = tail.wrapping_sub(back);
            // In the first lap, what was never published counts as taken.
            if !self.was_taken(position) {
                // SAFETY: published and not taken; `&mut self` says that nobody else is here.
                let item = unsafe { self.slots().read(position) };
                match panic::catch_unwind(AssertUnwindSafe(|| drop(item))) {
                    Err(payload) if panicked.is_none() => panicked = Some(payload),
                    Err(payload) => foreign::discard(payload),
                    Ok(()) => {}
                }
            }
        }
        match panicked {
            Some(payload) if std::thread::panicking() => foreign::discard(payload),
            Some(payload) => panic::resume_unwind(payload),
            None => {}
        }
    }
}

/// The slots of a ring.
struct Slots<'r, T> {
    slots: &'r [Slot<MaybeUninit<T>>],
    mask: u32,
}

impl<T> Slots<'_, T> {
    #[inline]
    fn at(&self, position: u32) -> &Slot<MaybeUninit<T>> {
        let index = (position & self.mask) as usize;
        debug_assert!(index < self.slots.len());
        // SAFETY: there are `mask + 1` slots.
        unsafe { self.slots.get_unchecked(index) }
    }

    /// The mark of this position's slot, and what it is when the position's item was taken.
    #[inline]
    fn mark<'m>(&self, marks: &'m [AtomicBool], position: u32) -> (&'m AtomicBool, bool) {
        let index = (position & self.mask) as usize;
        (&marks[index], position & (self.mask + 1) != 0)
    }

    /// Reads the item out of a slot.
    ///
    /// # Safety
    ///
    /// The position was claimed, and it is the caller's: nobody else reads it, and the writer is
    /// told after this that it was taken.
    #[inline]
    unsafe fn read(&self, position: u32) -> T {
        // SAFETY: it was written before it was published.
        self.at(position)
            .with(|slot| unsafe { slot.read().assume_init() })
    }
}

/// The one that fills a ring.
pub(crate) struct Writer<T> {
    ring: Arc<Ring<T>>,
    /// All before this was seen to be taken.
    taken: Cell<u32>,
    /// Where the room ends that it knows of: at most a ring's size behind `taken`.
    limit: Cell<u32>,
}

impl<T> Writer<T> {
    /// Publishes an item, or gives it back where no room is known: see [`look`](Writer::look).
    ///
    /// What the caller reads after that, it reads later, for who [settles](settle).
    #[inline]
    pub(crate) fn put(&self, item: T) -> Result<(), T> {
        self.cursor(Light::now()).put(item)
    }

    /// For as many puts as there is room for by the last look; not where each needs a fence, which
    /// costs more than this saves.
    #[inline]
    pub(crate) fn puts(&mut self) -> Option<Puts<'_, T>> {
        Light::by_kernel().map(|barrier| self.cursor(barrier))
    }

    /// [`puts`](Writer::puts) without what a put ends with: for who finds a sleeper in another way. What
    /// it reads after a put it may have read before.
    #[inline]
    pub(crate) fn quiet_puts(&mut self) -> Puts<'_, T> {
        self.cursor(Light::NONE)
    }

    /// To be gone before there is another: each publishes what is next.
    #[inline]
    fn cursor(&self, barrier: Light) -> Puts<'_, T> {
        Puts {
            slots: self.ring.slots(),
            tail: &self.ring.tail,
            next: self.next(),
            limit: self.limit.get(),
            barrier,
        }
    }

    /// The position that it publishes next.
    #[inline]
    pub(crate) fn next(&self) -> u32 {
        self.ring.tail.load(Ordering::Relaxed)
    }

    /// Looks how many of `window` places are free; that is the room for further puts.
    ///
    /// Where items are taken out of order, a place is free when all before it are.
    pub(crate) fn look(&self, window: u32) -> u32 {
        let next = self.next();
        let taken = if self.ring.deals.load(Ordering::Acquire) {
            self.by_marks()
        } else {
            self.ring.head.load(Ordering::Acquire)
        };
        self.taken.set(taken);
        let waiting = next.wrapping_sub(taken);
        let room = window.min(self.ring.size()).saturating_sub(waiting);
        self.limit.set(next.wrapping_add(room));
        room
    }

    /// Looks whether there is room for `most` further puts; for how many there is.
    ///
    /// Not where items are dealt.
    pub(crate) fn look_for(&self, most: u32) -> u32 {
        assert!(!self.ring.deals.load(Ordering::Relaxed), "it deals");
        let next = self.next();
        let taken = self.ring.head.load(Ordering::Acquire);
        self.taken.set(taken);
        let waiting = next.wrapping_sub(taken);
        let room = (self.ring.size() - waiting).min(most);
        self.limit.set(next.wrapping_add(room));
        room
    }

    /// Puts at most so many before the next look; whether there is room for more.
    pub(crate) fn narrow(&self, most: u32) -> bool {
        let is_more = self.room() > most;
        if is_more {
            self.limit.set(self.next().wrapping_add(most));
        }
        is_more
    }

    /// The room for further puts that it knows of.
    pub(crate) fn room(&self) -> u32 {
        self.limit.get().wrapping_sub(self.next())
    }

    fn by_marks(&self) -> u32 {
        let mut taken = self.taken.get();
        while taken != self.next() && self.ring.was_taken(taken) {
            taken = taken.wrapping_add(1);
        }
        taken
    }

    /// The first position that was not taken by the last look: there is none where all were.
    pub(crate) fn oldest(&self) -> u32 {
        self.taken.get()
    }

    /// Whether the item of a position that it published was taken.
    pub(crate) fn was_taken(&self, position: u32) -> bool {
        self.ring.was_taken(position)
    }
}

/// Puts items in, one behind the other: what it needs to know for that stays in registers.
pub(crate) struct Puts<'w, T> {
    slots: Slots<'w, T>,
    tail: &'w AtomicU32,
    next: u32,
    limit: u32,
    barrier: Light,
}

impl<T> Puts<'_, T> {
    /// Where the next goes.
    #[inline]
    pub(crate) fn at(&self) -> u32 {
        self.next
    }

    /// Whether there is room for the next.
    #[inline]
    pub(crate) fn has_room(&self) -> bool {
        self.next != self.limit
    }

    /// As [`Writer::put`].
    #[inline(always)]
    pub(crate) fn put(&mut self, item: T) -> Result<(), T> {
        if !self.has_room() {
            return Err(item);
        }
        // SAFETY: what was in the slot was seen to be taken, by the limit's definition, and nobody
        // else publishes.
        self.slots.at(self.next).with_mut(|slot| unsafe {
            (*slot).write(item);
        });
        self.next = self.next.wrapping_add(1);
        self.tail.store(self.next, Ordering::Release);
        self.barrier.pass();
        Ok(())
    }
}

/// Of what this thread wrote before, and of a put or a take that another thread does, one is seen by
/// the other side: that thread sees it after its put or take, or this thread sees that from here on.
///
/// To be called by who goes to sleep, between saying so and the last look.
pub(crate) fn settle() {
    barrier::heavy();
}

/// What a put or a take ends with, for other things that sleepers wait for: between what was done and
/// the look for a sleeper.
#[inline]
pub(crate) fn settled() {
    Light::now().pass();
}

/// The one that takes what is in a ring, or deals it to desks.
pub(crate) struct Reader<T> {
    ring: Arc<Ring<T>>,
    /// Up to where it claimed items to take them.
    end: u32,
    /// Up to where it dealt items.
    dealt: u32,
    /// It takes items itself.
    takes: bool,
}

impl<T> Reader<T> {
    /// Takes the next item of those claimed; gives its position, too.
    ///
    /// What the caller reads after that, it reads later, for who [settles](settle).
    #[inline]
    pub(crate) fn take(&mut self) -> Option<(u32, T)> {
        self.cursor(Light::now()).next()
    }

    /// For the items that it claimed, in order; not where each take needs a fence, which costs more
    /// than this saves.
    #[inline]
    pub(crate) fn takes(&mut self) -> Option<Takes<'_, T>> {
        Light::by_kernel().map(|barrier| self.cursor(barrier))
    }

    /// [`takes`](Reader::takes) without what a take ends with, as [`Writer::quiet_puts`].
    #[inline]
    pub(crate) fn quiet_takes(&mut self) -> Takes<'_, T> {
        self.cursor(Light::NONE)
    }

    #[inline]
    fn cursor(&mut self, barrier: Light) -> Takes<'_, T> {
        Takes {
            slots: self.ring.slots(),
            head: &self.ring.head,
            end: self.end,
            barrier,
        }
    }

    /// How many items are published and were not taken or dealt.
    pub(crate) fn waiting(&self) -> u32 {
        let tail = self.ring.tail.load(Ordering::Acquire);
        tail.wrapping_sub(self.next())
    }

    /// The position that it takes or deals next.
    pub(crate) fn next(&self) -> u32 {
        if self.takes {
            self.ring.head.load(Ordering::Relaxed)
        } else {
            self.dealt
        }
    }

    /// Claims all that is published; how many items that is.
    ///
    /// # Panics
    ///
    /// If it deals.
    pub(crate) fn claim(&mut self) -> u32 {
        self.claim_some(u32::MAX)
    }

    /// Claims what is published up to the `most`th item from the next on, and nothing less than it has
    /// claimed; how many items that is.
    ///
    /// # Panics
    ///
    /// If it deals.
    pub(crate) fn claim_some(&mut self, most: u32) -> u32 {
        assert!(!self.ring.deals.load(Ordering::Relaxed), "it deals");
        self.takes = true;
        let next = self.next();
        let claimed = self.end.wrapping_sub(next);
        let claimed = self.waiting().min(most.max(claimed));
        self.end = next.wrapping_add(claimed);
        claimed
    }

    /// Takes all that is published, or that is left of it where it deals.
    pub(crate) fn all(&mut self) -> Vec<T> {
        let mut items = Vec::new();
        if self.ring.deals.load(Ordering::Relaxed) {
            let mut desk = self.desk();
            while self.deal(&mut desk, u32::MAX) > 0 {
                items.extend(std::iter::from_fn(|| desk.take()).map(|(_, item)| item));
            }
        } else {
            while self.claim() > 0 {
                items.extend(std::iter::from_fn(|| self.take()).map(|(_, item)| item));
            }
        }
        items
    }

    /// A place to deal to.
    pub(crate) fn desk(&self) -> Desk<T> {
        Desk {
            pile: Arc::new(Apart(Pile {
                ring: Arc::clone(&self.ring),
                next: AtomicU32::new(0),
                end: AtomicU32::new(0),
                robber: Mutex::new(()),
            })),
        }
    }

    /// Deals up to `most` items to an empty desk of this ring; how many.
    ///
    /// # Panics
    ///
    /// If it takes items itself, or the desk is another ring's, or not empty.
    pub(crate) fn deal(&mut self, desk: &mut Desk<T>, most: u32) -> u32 {
        assert!(!self.takes, "it takes");
        assert!(
            Arc::ptr_eq(&self.ring, &desk.pile.ring),
            "another ring's desk"
        );
        self.ring.deals.store(true, Ordering::Release);
        let dealt = self.waiting().min(most);
        let next = self.dealt.wrapping_add(dealt);
        desk.lay(self.dealt, next);
        self.dealt = next;
        dealt
    }
}

/// Takes claimed items: what it needs to know for that stays in registers.
pub(crate) struct Takes<'r, T> {
    slots: Slots<'r, T>,
    head: &'r AtomicU32,
    end: u32,
    barrier: Light,
}

/// Takes items one behind the other.
pub(crate) trait Cursor: Iterator {
    /// The position that it takes next.
    fn at(&self) -> u32;
}

impl<T> Cursor for Takes<'_, T> {
    #[inline]
    fn at(&self) -> u32 {
        self.head.load(Ordering::Relaxed)
    }
}

impl<T> Iterator for Takes<'_, T> {
    type Item = (u32, T);

    #[inline(always)]
    fn next(&mut self) -> Option<(u32, T)> {
        let position = self.head.load(Ordering::Relaxed);
        if position == self.end {
            return None;
        }
        // SAFETY: it was claimed by the reader, which moves on.
        let item = unsafe { self.slots.read(position) };
        self.head.store(position.wrapping_add(1), Ordering::Release);
        self.barrier.pass();
        Some((position, item))
    }
}

/// Claimed items in the hands of one of several readers, who takes them from the front.
pub(crate) struct Desk<T> {
    pile: Arc<Apart<Pile<T>>>,
}

/// What lies on a desk, for others: they take from the back.
///
/// The owner says that it takes an item and then looks whether the end was moved before it; a robber
/// moves the end and then looks whether the owner was there: the barriers let one of them see the
/// other. The owner then asks again when the robber is gone, and the robber puts the end back.
/// (Frigo, Leiserson and Randall, "The Implementation of the Cilk-5 Multithreaded Language", 1998.)
pub(crate) struct Pile<T> {
    ring: Arc<Ring<T>>,
    /// Where it begins: the owner's.
    next: AtomicU32,
    /// Where it ends: moved by who has the lock.
    end: AtomicU32,
    robber: Mutex<()>,
}

/// How many positions lie between these, if the first is the earlier.
fn between(next: u32, end: u32) -> Option<u32> {
    let distance = end.wrapping_sub(next);
    (distance <= u32::MAX / 2).then_some(distance)
}

impl<T> Pile<T> {
    /// How many items are on it.
    pub(crate) fn waiting(&self) -> u32 {
        let end = self.end.load(Ordering::Acquire);
        let next = self.next.load(Ordering::Acquire);
        between(next, end).unwrap_or(0)
    }

    /// Takes the second half of it off, or its only item: the positions.
    fn halve(&self) -> Option<(u32, u32)> {
        let _robber = lock(&self.robber);
        loop {
            let waiting = self.waiting();
            if waiting == 0 {
                return None;
            }
            let end = self.end.load(Ordering::Relaxed);
            let middle = end.wrapping_sub(waiting.div_ceil(2));
            self.end.store(middle, Ordering::Release);
            barrier::heavy();
            if between(self.next.load(Ordering::Acquire), middle).is_some() {
                return Some((middle, end));
            }
            self.end.store(end, Ordering::Release);
        }
    }
}

impl<T> Desk<T> {
    /// What others may take from.
    pub(crate) fn pile(&self) -> Arc<Apart<Pile<T>>> {
        Arc::clone(&self.pile)
    }

    /// Lays claimed items on it.
    ///
    /// # Panics
    ///
    /// If it is not empty: they would be forgotten.
    fn lay(&mut self, next: u32, end: u32) {
        assert_eq!(self.pile.waiting(), 0, "the desk is not empty");
        let _robber = lock(&self.pile.robber);
        self.pile.next.store(next, Ordering::Release);
        self.pile.end.store(end, Ordering::Release);
    }

    /// The position of the first item on it, if there is one.
    pub(crate) fn next(&self) -> u32 {
        self.pile.next.load(Ordering::Relaxed)
    }

    /// Takes the first item on it; gives its position, too.
    ///
    /// What the caller reads after that, it reads later, for who [settles](settle).
    #[inline]
    pub(crate) fn take(&mut self) -> Option<(u32, T)> {
        let mut cursor = self.cursor(Light::now());
        cursor.next().or_else(|| cursor.ask())
    }

    /// For the items on it, in order, until a robber is about; not where each take needs fences.
    #[inline]
    pub(crate) fn takes(&mut self) -> Option<Picks<'_, T>> {
        Light::by_kernel().map(|barrier| self.cursor(barrier))
    }

    #[inline]
    fn cursor(&mut self, barrier: Light) -> Picks<'_, T> {
        let ring = &self.pile.ring;
        Picks {
            slots: ring.slots(),
            marks: &ring.marks,
            pile: &self.pile,
            barrier,
        }
    }

    /// Takes the second half of what is on another desk of this ring, or its only item; the position
    /// of the first of these.
    ///
    /// # Panics
    ///
    /// If that is another ring's, or this desk is not empty.
    pub(crate) fn rob(&mut self, other: &Pile<T>) -> Option<u32> {
        assert!(
            Arc::ptr_eq(&self.pile.ring, &other.ring),
            "another ring's desk"
        );
        let (first, end) = other.halve()?;
        self.lay(first, end);
        Some(first)
    }
}
/// Takes items from a desk: what it needs to know for that stays in registers.
pub(crate) struct Picks<'d, T> {
    slots: Slots<'d, T>,
    marks: &'d [AtomicBool],
    pile: &'d Pile<T>,
    barrier: Light,
}

impl<T> Picks<'_, T> {
    /// Takes the first item, with no robber about.
    #[cold]
    fn ask(&mut self) -> Option<(u32, T)> {
        let _robber = lock(&self.pile.robber);
        let position = self.at();
        let end = self.pile.end.load(Ordering::Acquire);
        if position == end {
            return None;
        }
        self.pile
            .next
            .store(position.wrapping_add(1), Ordering::Release);
        Some((position, self.read(position)))
    }

    /// Reads the item at a position that was just taken off.
    #[inline(always)]
    fn read(&self, position: u32) -> T {
        // SAFETY: it was on this desk, and no other reader's: it is before the end, which a robber
        // moves before it only to find that it was taken off, and to put it back.
        let item = unsafe { self.slots.read(position) };
        let (mark, taken) = self.slots.mark(self.marks, position);
        mark.store(taken, Ordering::Release);
        self.barrier.pass();
        item
    }
}

impl<T> Cursor for Picks<'_, T> {
    #[inline]
    fn at(&self) -> u32 {
        self.pile.next.load(Ordering::Relaxed)
    }
}

impl<T> Iterator for Picks<'_, T> {
    type Item = (u32, T);

    #[inline(always)]
    fn next(&mut self) -> Option<(u32, T)> {
        let position = self.at();
        let next = position.wrapping_add(1);
        self.pile.next.store(next, Ordering::Release);
        self.barrier.pass();
        if between(next, self.pile.end.load(Ordering::Acquire)).is_none() {
            self.pile.next.store(position, Ordering::Release);
            return None;
        }
        Some((position, self.read(position)))
    }
}

/// A barrier between what is done for each item and the last look of who sleeps or robs.
mod barrier {
    use std::sync::Once;
    use std::sync::atomic::{AtomicBool, Ordering, compiler_fence};

    use crate::sync::{IS_MODEL, fence};

    /// Whether the kernel sees to it; settled before there is a ring.
    static BY_KERNEL: AtomicBool = AtomicBool::new(false);

    pub(super) fn prepare() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| BY_KERNEL.store(!IS_MODEL && kernel::register(), Ordering::Relaxed));
    }

    /// The side of who puts or takes.
    #[derive(Clone, Copy)]
    pub(super) struct Light {
        by_kernel: bool,
    }

    impl Light {
        /// None, as if the kernel saw to it: for who is not looked for by a settled sleeper.
        pub(super) const NONE: Self = Light { by_kernel: true };

        #[inline]
        pub(super) fn now() -> Self {
            let by_kernel = BY_KERNEL.load(Ordering::Relaxed);
            Light { by_kernel }
        }

        /// One that costs nothing, if there is one; in a model any.
        #[inline]
        pub(super) fn by_kernel() -> Option<Self> {
            let Light { by_kernel } = Light::now();
            (by_kernel || IS_MODEL).then_some(Light {
                by_kernel: !IS_MODEL,
            })
        }

        #[inline(always)]
        pub(super) fn pass(self) {
            if self.by_kernel {
                compiler_fence(Ordering::SeqCst);
            } else {
                fence(Ordering::SeqCst);
            }
        }
    }

    /// The sleeper's side.
    pub(super) fn heavy() {
        fence(Ordering::SeqCst);
        if Light::now().by_kernel {
            kernel::barrier();
        }
    }

    /// membarrier(2). The standard library links the C library; a crate for its names would be a sixth
    /// of this crate's build.
    #[cfg(all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64")
    ))]
    mod kernel {
        use std::ffi::{c_int, c_long, c_uint};

        // As in linux/membarrier.h and asm/unistd.h.
        const PRIVATE_EXPEDITED: c_int = 1 << 3;
        const REGISTER_PRIVATE_EXPEDITED: c_int = 1 << 4;
        const MEMBARRIER: c_long = if cfg!(target_arch = "x86_64") {
            324
        } else {
            283
        };

        unsafe extern "C" {
            fn syscall(number: c_long, ...) -> c_long;
        }

        /// Whether this process may ask for barriers.
        pub(super) fn register() -> bool {
            command(REGISTER_PRIVATE_EXPEDITED)
        }

        /// A full barrier in each running thread of the process.
        pub(super) fn barrier() {
            let done = command(PRIVATE_EXPEDITED);
            // A process that was registered is not refused, unless it locks itself in later.
            assert!(
                done,
                "membarrier(2) was taken away from a process that had it"
            );
        }

        fn command(command: c_int) -> bool {
            let none: c_uint = 0;
            // SAFETY: it takes three integers, and touches no memory.
            unsafe { syscall(MEMBARRIER, command, none, 0 as c_int) == 0 }
        }
    }

    #[cfg(not(all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64")
    )))]
    mod kernel {
        pub(super) fn register() -> bool {
            false
        }

        pub(super) fn barrier() {}
    }
}
