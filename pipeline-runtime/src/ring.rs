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
//! | claimed | the `Reader`, or the [`Desk`] it was laid on | whoever takes the position reads it, once |
//! | taken | nobody | the writer, in its next lap |
//!
//! # Invariants
//!
//! 1. A position moves only down this table. The writer publishes in order, and it is one: it is
//!    neither `Clone` nor `Sync`. The reader claims in order, behind `&mut`. A desk gives out its
//!    range by compare-and-swap of the whole range, to its owner from the front, to a robber from
//!    the back: so no position is on two desks, or taken twice.
//! 2. A slot is written before its position is published (release; the claim acquires), and is read
//!    before it is marked as emptied (release; the writer's look acquires).
//! 3. The writer writes position `p` only when it saw the mark of `p - size`. A mark is the parity
//!    of the lap in which the slot was emptied, so that only readers write marks.
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

use crate::sync::{Arc, AtomicBool, AtomicU32, AtomicU64, Ordering, Slot};

/// On a cache line of its own (two, as they are fetched in pairs).
#[repr(align(128))]
struct Apart<T>(T);

struct Ring<T> {
    slots: Box<[Slot<MaybeUninit<T>>]>,
    /// The parity of the lap in which each slot was last emptied.
    emptied: Box<[AtomicBool]>,
    /// Up to which position items are published.
    tail: Apart<AtomicU32>,
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
        emptied: (0..size).map(|_| AtomicBool::new(true)).collect(),
        tail: Apart(AtomicU32::new(0)),
    });
    let writer = Writer {
        ring: Arc::clone(&ring),
        next: Cell::new(0),
        emptied: Cell::new(0),
        limit: Cell::new(0),
    };
    let reader = Reader {
        ring,
        next: 0,
        end: 0,
    };
    (writer, reader)
}

impl<T> Ring<T> {
    fn size(&self) -> u32 {
        u32::try_from(self.slots.len()).unwrap_or(u32::MAX)
    }

    #[inline]
    fn index(&self, position: u32) -> usize {
        position as usize & (self.slots.len() - 1)
    }

    /// The mark of this position's lap.
    #[inline]
    fn lap(&self, position: u32) -> bool {
        position & self.size() != 0
    }

    /// Takes the item out of a slot.
    ///
    /// # Safety
    ///
    /// The position was claimed, and it is the caller's: nobody else takes it.
    #[inline]
    unsafe fn take(&self, position: u32) -> T {
        let index = self.index(position);
        // SAFETY: it was written before it was published, and the writer stays away until it sees
        // the mark that follows.
        let item = self.slots[index].with(|slot| unsafe { slot.read().assume_init() });
        self.emptied[index].store(self.lap(position), Ordering::Release);
        barrier::light();
        item
    }

    /// Whether the item of a published position was taken.
    fn is_emptied(&self, position: u32) -> bool {
        self.emptied[self.index(position)].load(Ordering::Acquire) == self.lap(position)
    }
}

impl<T> Drop for Ring<T> {
    /// Drops what nobody took: there is nobody left who could.
    fn drop(&mut self) {
        let tail = self.tail.0.load(Ordering::Relaxed);
        for back in 1..=self.size() {
            let position = tail.wrapping_sub(back);
            // In the first lap, a slot not yet written is marked as emptied in the lap before.
            if !self.is_emptied(position) {
                // SAFETY: published and not taken; `&mut self` says that nobody else is here.
                drop(unsafe { self.take(position) });
            }
        }
    }
}

/// The one that fills a ring.
pub(crate) struct Writer<T> {
    ring: Arc<Ring<T>>,
    /// What it will publish next.
    next: Cell<u32>,
    /// All before this was seen to be emptied.
    emptied: Cell<u32>,
    /// Where the room ends that it knows of: at most a ring's size behind `emptied`.
    limit: Cell<u32>,
}

impl<T> Writer<T> {
    /// Publishes an item, or gives it back where no room is known: see [`look`](Writer::look).
    ///
    /// What the caller reads after that, it reads later, for who [settles](settle).
    #[inline]
    pub(crate) fn put(&self, item: T) -> Result<(), T> {
        let next = self.next.get();
        if next == self.limit.get() {
            return Err(item);
        }
        let index = self.ring.index(next);
        // SAFETY: the slot was seen to be emptied, by the limit's definition, and nobody else
        // publishes.
        self.ring.slots[index].with_mut(|slot| unsafe {
            (*slot).write(item);
        });
        let next = next.wrapping_add(1);
        self.next.set(next);
        self.ring.tail.0.store(next, Ordering::Release);
        barrier::light();
        Ok(())
    }

    /// Looks how many of `window` places are free; that is the room for further puts.
    ///
    /// Where items are taken out of order, a place is free when all before it are.
    pub(crate) fn look(&self, window: u32) -> u32 {
        let next = self.next.get();
        let mut emptied = self.emptied.get();
        while emptied != next && self.ring.is_emptied(emptied) {
            emptied = emptied.wrapping_add(1);
        }
        self.emptied.set(emptied);
        let waiting = next.wrapping_sub(emptied);
        let room = window.min(self.ring.size()).saturating_sub(waiting);
        self.limit.set(next.wrapping_add(room));
        room
    }

    /// The first position that was not emptied by the last look: there is none where all were.
    pub(crate) fn oldest(&self) -> u32 {
        self.emptied.get()
    }

    /// Whether the item of a position that it published was taken.
    pub(crate) fn is_emptied(&self, position: u32) -> bool {
        self.ring.is_emptied(position)
    }
}

/// Of what this thread wrote before, and of a put or a take that another thread does, one is seen by
/// the other side: that thread sees it after its put or take, or this thread sees that from here on.
///
/// To be called by who goes to sleep, between saying so and the last look.
pub(crate) fn settle() {
    barrier::heavy();
}

/// The one that gives out what is in a ring.
pub(crate) struct Reader<T> {
    ring: Arc<Ring<T>>,
    /// What it claimed and has not given out.
    next: u32,
    end: u32,
}

impl<T> Reader<T> {
    /// The next item of those claimed, and its position.
    ///
    /// What the caller reads after that, it reads later, for who [settles](settle).
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<(u32, T)> {
        if self.next == self.end {
            return None;
        }
        let position = self.next;
        self.next = position.wrapping_add(1);
        // SAFETY: it was claimed by this reader, which has just moved on.
        Some((position, unsafe { self.ring.take(position) }))
    }

    /// How many items are published and not given out.
    pub(crate) fn waiting(&self) -> u32 {
        let tail = self.ring.tail.0.load(Ordering::Acquire);
        tail.wrapping_sub(self.next)
    }

    /// Claims up to `most` of what is published; how many are claimed now.
    pub(crate) fn claim(&mut self, most: u32) -> u32 {
        let claimed = self.waiting().min(most);
        self.end = self.next.wrapping_add(claimed);
        claimed
    }

    /// Whether something is claimed.
    pub(crate) fn has_claimed(&self) -> bool {
        self.next != self.end
    }

    /// A place for a part of what is claimed here.
    pub(crate) fn desk(&self) -> Desk<T> {
        Desk {
            ring: Arc::clone(&self.ring),
            range: AtomicU64::new(0),
        }
    }

    /// Lays what is claimed on an empty desk of this ring.
    pub(crate) fn lay_on(&mut self, desk: &Desk<T>) {
        assert!(Arc::ptr_eq(&self.ring, &desk.ring), "another ring's desk");
        debug_assert_eq!(desk.waiting(), 0, "it would be forgotten");
        desk.range
            .store(pack(self.next, self.end), Ordering::Release);
        self.next = self.end;
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
    /// The first item on it, and its position.
    ///
    /// What the caller reads after that, it reads later, for who [settles](settle).
    #[inline]
    pub(crate) fn pop(&self) -> Option<(u32, T)> {
        let first = |range| {
            let (next, end) = unpack(range);
            (next != end).then(|| pack(next.wrapping_add(1), end))
        };
        let range = self
            .range
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, first);
        let (position, _) = unpack(range.ok()?);
        // SAFETY: it was on this desk, and the swap took it off.
        Some((position, unsafe { self.ring.take(position) }))
    }

    /// How many items are on it.
    pub(crate) fn waiting(&self) -> u32 {
        let (next, end) = unpack(self.range.load(Ordering::Acquire));
        end.wrapping_sub(next)
    }

    /// Takes the second half of what is on another desk of this ring, or its only item; whether
    /// there was one.
    pub(crate) fn rob(&self, other: &Desk<T>) -> bool {
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
        let Ok(range) = robbed else { return false };
        let (next, end) = unpack(range);
        let taken = end.wrapping_sub(next).div_ceil(2);
        self.range
            .store(pack(end.wrapping_sub(taken), end), Ordering::Release);
        true
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

    /// The writers' side.
    #[inline]
    pub(super) fn light() {
        if BY_KERNEL.load(Ordering::Relaxed) {
            compiler_fence(Ordering::SeqCst);
        } else {
            fence(Ordering::SeqCst);
        }
    }

    /// The sleeper's side.
    pub(super) fn heavy() {
        fence(Ordering::SeqCst);
        if BY_KERNEL.load(Ordering::Relaxed) {
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
