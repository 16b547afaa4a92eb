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
//!    neither `Clone` nor `Sync`. The reader claims in order, behind `&mut`. A desk gives out its
//!    range by compare-and-swap of the whole range, to its owner from the front, to a robber from
//!    the back: so no position is on two desks, or taken twice.
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
//! Huang and Yang, "Asymmetric Dekker Synchronization", 2001; liburcu does so.)

use std::cell::Cell;
use std::mem::MaybeUninit;

use crate::sync::{Apart, Arc, AtomicBool, AtomicU32, AtomicU64, Ordering, Slot};

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

/// A ring with room for `capacity` items, and more if that is no power of two.
///
/// # Panics
///
/// If that is more than [`MOST`].
pub(crate) fn ring<T>(capacity: usize) -> (Writer<T>, Reader<T>) {
    assert!(capacity <= MOST, "{capacity} slots are too many for a ring");
    barrier::prepare();
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

    /// The mark of this position's slot, and what it is when the position's item was taken.
    #[inline]
    fn mark(&self, position: u32) -> (&AtomicBool, bool) {
        let index = (position & self.mask) as usize;
        (&self.marks[index], position & self.size() != 0)
    }

    /// Whether the item of a published position was taken.
    fn was_taken(&self, position: u32) -> bool {
        if self.deals.load(Ordering::Acquire) {
            let (mark, taken) = self.mark(position);
            mark.load(Ordering::Acquire) == taken
        } else {
            // Of two positions less than half of all apart, which comes first?
            let head = self.head.load(Ordering::Acquire);
            position.wrapping_sub(head) > u32::MAX / 2
        }
    }
}

impl<T> Drop for Ring<T> {
    /// Drops what nobody took: there is nobody left who could.
    fn drop(&mut self) {
        let tail = self.tail.load(Ordering::Relaxed);
        for back in 1..=self.size() {
            let position = tail.wrapping_sub(back);
            // In the first lap, what was never published counts as taken.
            if !self.was_taken(position) {
                // SAFETY: published and not taken; `&mut self` says that nobody else is here.
                drop(unsafe { self.slots().read(position) });
            }
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
        self.cursor().put(item)?;
        barrier::light();
        Ok(())
    }

    /// For as many puts as there is room for by the last look; not where each needs a fence, which
    /// costs more than this saves.
    #[inline]
    pub(crate) fn puts(&mut self) -> Option<Puts<'_, T>> {
        barrier::is_by_kernel().then(|| self.cursor())
    }

    /// To be gone before there is another: each publishes what is next.
    #[inline]
    fn cursor(&self) -> Puts<'_, T> {
        Puts {
            slots: self.ring.slots(),
            tail: &self.ring.tail,
            next: self.next(),
            limit: self.limit.get(),
        }
    }

    /// What it will publish next.
    #[inline]
    fn next(&self) -> u32 {
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
}

impl<T> Puts<'_, T> {
    /// Where the next goes.
    #[inline]
    pub(crate) fn position(&self) -> u32 {
        self.next
    }

    /// Whether there is room for the next.
    #[inline]
    pub(crate) fn has_room(&self) -> bool {
        self.next != self.limit
    }

    /// As [`Writer::put`], which adds a fence where it has to.
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
        barrier::by_kernel();
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
    barrier::light();
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
        let taken = self.cursor().next()?;
        barrier::light();
        Some(taken)
    }

    /// For the items that it claimed, in order; not where each take needs a fence, which costs more
    /// than this saves.
    #[inline]
    pub(crate) fn takes(&mut self) -> Option<Takes<'_, T>> {
        barrier::is_by_kernel().then(|| self.cursor())
    }

    #[inline]
    fn cursor(&mut self) -> Takes<'_, T> {
        Takes {
            slots: self.ring.slots(),
            head: &self.ring.head,
            end: self.end,
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
        assert!(!self.ring.deals.load(Ordering::Relaxed), "it deals");
        self.takes = true;
        let waiting = self.waiting();
        self.end = self.next().wrapping_add(waiting);
        waiting
    }

    /// Takes all that is published, or that is left of it where it deals.
    pub(crate) fn all(&mut self) -> Vec<T> {
        let mut items = Vec::new();
        if self.ring.deals.load(Ordering::Relaxed) {
            let desk = self.desk();
            while self.deal(&desk, u32::MAX) > 0 {
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
            ring: Arc::clone(&self.ring),
            range: AtomicU64::new(0),
        }
    }

    /// Deals up to `most` items to an empty desk of this ring; how many.
    ///
    /// # Panics
    ///
    /// If it takes items itself, or the desk is another ring's.
    pub(crate) fn deal(&mut self, desk: &Desk<T>, most: u32) -> u32 {
        assert!(!self.takes, "it takes");
        assert!(Arc::ptr_eq(&self.ring, &desk.ring), "another ring's desk");
        debug_assert_eq!(desk.waiting(), 0, "it would be forgotten");
        self.ring.deals.store(true, Ordering::Release);
        let dealt = self.waiting().min(most);
        let next = self.dealt.wrapping_add(dealt);
        desk.range.store(pack(self.dealt, next), Ordering::Release);
        self.dealt = next;
        dealt
    }
}

/// Takes claimed items: what it needs to know for that stays in registers.
pub(crate) struct Takes<'r, T> {
    slots: Slots<'r, T>,
    head: &'r AtomicU32,
    end: u32,
}

impl<T> Takes<'_, T> {
    /// Which it takes next.
    #[inline]
    pub(crate) fn position(&self) -> u32 {
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
        barrier::by_kernel();
        Some((position, item))
    }
}

/// Claimed items in the hands of one of several readers; the others may take from them.
pub(crate) struct Desk<T> {
    ring: Arc<Ring<T>>,
    /// Where it begins, in the upper half, and ends.
    range: AtomicU64,
}

fn pack(next: u32, end: u32) -> u64 {
    u64::from(next) << 32 | u64::from(end)
}

fn unpack(range: u64) -> (u32, u32) {
    let end = u32::try_from(range & u64::from(u32::MAX)).unwrap_or_default();
    let next = u32::try_from(range >> 32).unwrap_or_default();
    (next, end)
}

impl<T> Desk<T> {
    /// Takes the first item on it; gives its position, too.
    ///
    /// What the caller reads after that, it reads later, for who [settles](settle).
    #[inline]
    pub(crate) fn take(&self) -> Option<(u32, T)> {
        let first = |range| {
            let (next, end) = unpack(range);
            (next != end).then(|| pack(next.wrapping_add(1), end))
        };
        let range = self
            .range
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, first);
        let (position, _) = unpack(range.ok()?);
        // SAFETY: it was on this desk, and the swap took it off.
        let item = unsafe { self.ring.slots().read(position) };
        let (mark, taken) = self.ring.mark(position);
        mark.store(taken, Ordering::Release);
        barrier::light();
        Some((position, item))
    }

    /// How many items are on it.
    pub(crate) fn waiting(&self) -> u32 {
        let (next, end) = unpack(self.range.load(Ordering::Acquire));
        end.wrapping_sub(next)
    }

    /// Takes the second half of what is on another desk of this ring, or its only item; the position
    /// of the first of these.
    pub(crate) fn rob(&self, other: &Desk<T>) -> Option<u32> {
        assert!(Arc::ptr_eq(&self.ring, &other.ring), "another ring's desk");
        debug_assert_eq!(self.waiting(), 0, "it would be forgotten");
        let half = |range| {
            let (next, end) = unpack(range);
            let taken = end.wrapping_sub(next).div_ceil(2);
            (taken > 0).then(|| pack(next, end.wrapping_sub(taken)))
        };
        let robbed = other
            .range
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, half);
        let (next, end) = unpack(robbed.ok()?);
        let first = end.wrapping_sub(end.wrapping_sub(next).div_ceil(2));
        self.range.store(pack(first, end), Ordering::Release);
        Some(first)
    }
}

/// A barrier between the writers' puts and a sleeping reader's last look.
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

    #[inline]
    pub(super) fn is_by_kernel() -> bool {
        BY_KERNEL.load(Ordering::Relaxed)
    }

    /// The writers' side.
    #[inline]
    pub(super) fn light() {
        if is_by_kernel() {
            by_kernel();
        } else {
            fence(Ordering::SeqCst);
        }
    }

    /// The writers' side, where the kernel sees to the rest of it.
    #[inline]
    pub(super) fn by_kernel() {
        compiler_fence(Ordering::SeqCst);
    }

    /// The sleeper's side.
    pub(super) fn heavy() {
        fence(Ordering::SeqCst);
        if is_by_kernel() {
            kernel::barrier();
        }
    }

    #[cfg(target_os = "linux")]
    mod kernel {
        /// Whether this process may ask for barriers.
        pub(super) fn register() -> bool {
            command(libc::MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED)
        }

        /// A full barrier in each running thread of the process.
        pub(super) fn barrier() {
            let done = command(libc::MEMBARRIER_CMD_PRIVATE_EXPEDITED);
            // A process that was registered is not refused, unless it locks itself in later.
            assert!(
                done,
                "membarrier(2) was taken away from a process that had it"
            );
        }

        fn command(command: libc::c_int) -> bool {
            // SAFETY: it takes three integers, and touches no memory.
            unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) == 0 }
        }
    }

    #[cfg(not(target_os = "linux"))]
    mod kernel {
        pub(super) fn register() -> bool {
            false
        }

        pub(super) fn barrier() {}
    }
}
