//! The memory of an edge, and all unsafe code that touches items.
//!
//! Three structures, each made of slots:
//!
//! * a **lane** is a queue that one [`Writer`] fills and one [`Reader`] empties: a chain of rings, of which each
//!   is twice as large as the one before;
//! * a **local queue** holds the items that one of several receivers has claimed. Its [`Owner`] takes from the
//!   front, and idle receivers steal from the back;
//! * **ordered slots** hold outputs by the number of their input. Any worker fills the slot of a number that it
//!   was given, and one reader empties the slots in order.
//!
//! # Invariants
//!
//! 1. Each slot has one writer and one reader at a time. Positions are `u64` and never wrap; the slot of a
//!    position is the remainder by the number of slots, a power of two.
//! 2. A slot is written before its position is published with `Release`, and read after that was loaded with
//!    `Acquire`.
//! 3. The slot of position `p` is written again, for position `p + size`, only after the reader of `p` said so
//!    with `Release` and the writer loaded that with `Acquire`.

#![expect(unsafe_code, reason = "slots without a lock; invariants above")]

use std::mem::MaybeUninit;

use crate::sync::{
    Arc, AtomicU8, AtomicU64, CachePadded, LightFence, Mutex, Ordering, Slot, heavy_fence, lock,
};

/// Memory for items; which of it holds one, its user knows.
struct Slots<T>(Box<[Slot<MaybeUninit<T>>]>);

// SAFETY: by the first invariant, a slot is touched by one thread at a time; by the second and third, what one
// thread does there happens before what the next does. Items only move between threads.
unsafe impl<T: Send> Sync for Slots<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Send for Slots<T> {}

impl<T> Slots<T> {
    fn new(at_least: usize) -> Self {
        let slot = |_| Slot::new(MaybeUninit::uninit());
        Slots((0..at_least.next_power_of_two()).map(slot).collect())
    }

    #[inline]
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    #[inline(always)]
    fn at(&self, position: u64) -> &Slot<MaybeUninit<T>> {
        #[expect(clippy::cast_possible_truncation, reason = "it is masked")]
        let index = (position & (self.size() - 1)) as usize;
        debug_assert!(index < self.0.len());
        // SAFETY: the length is a power of two, so the index is below it.
        unsafe { self.0.get_unchecked(index) }
    }

    /// # Safety
    ///
    /// The caller is the slot's only writer, and its item was taken.
    #[inline(always)]
    unsafe fn write(&self, position: u64, item: T) {
        // SAFETY: nobody else touches the slot.
        self.at(position).with_mut(|slot| unsafe {
            (*slot).write(item);
        });
    }

    /// # Safety
    ///
    /// The position was published, and the caller is the only one to read it, once.
    #[inline(always)]
    unsafe fn read(&self, position: u64) -> T {
        // SAFETY: it was written before it was published.
        self.at(position)
            .with(|slot| unsafe { slot.read().assume_init() })
    }
}

// ------------------------------------------------------------------------------------------------ lanes

/// How far both ends of a lane are.
#[derive(Default)]
pub(crate) struct Lane {
    /// Positions below this are published. Only the writer stores it.
    tail: CachePadded<AtomicU64>,
    /// Positions below this were taken. Only the reader stores it.
    head: CachePadded<AtomicU64>,
}

/// One part of a lane.
struct Ring<T> {
    slots: Slots<T>,
    /// The position from which on the lane goes on in `next`; [`OPEN`] if it does not.
    end: AtomicU64,
    next: Mutex<Option<Arc<Ring<T>>>>,
}

const OPEN: u64 = u64::MAX;

impl Lane {
    /// How many items were taken so far.
    #[inline]
    pub(crate) fn taken_so_far(&self) -> u64 {
        self.head.load(Ordering::Acquire)
    }

    /// How many items are published and not taken.
    pub(crate) fn waiting(&self) -> u64 {
        let tail = self.tail.load(Ordering::Acquire);
        tail.saturating_sub(self.taken_so_far())
    }
}

impl<T> Ring<T> {
    fn new(size: usize) -> Arc<Self> {
        Arc::new(Ring {
            slots: Slots::new(size),
            end: AtomicU64::new(OPEN),
            next: Mutex::new(None),
        })
    }
}

/// A lane whose first ring has room for `first` items. Later rings are larger.
pub(crate) fn lane<T>(first: usize) -> (Writer<T>, Reader<T>) {
    let lane = Arc::<Lane>::default();
    let ring = Ring::new(first);
    let writer = Writer {
        lane: Arc::clone(&lane),
        ring: Arc::clone(&ring),
        start: 0,
        limit: 0,
    };
    let reader = Reader { lane, ring, end: 0 };
    (writer, reader)
}

/// The end of a lane that items are put into.
pub(crate) struct Writer<T> {
    lane: Arc<Lane>,
    ring: Arc<Ring<T>>,
    /// The first position in `ring`.
    start: u64,
    /// Positions below this have a free slot in `ring`.
    limit: u64,
}

impl<T> Writer<T> {
    /// How many items were put in so far.
    #[inline]
    pub(crate) fn put_so_far(&self) -> u64 {
        self.lane.tail.load(Ordering::Relaxed)
    }

    /// How far the lane is, for others.
    pub(crate) fn lane(&self) -> &Arc<Lane> {
        &self.lane
    }

    /// For how many more items [`put`](Writer::put) has room.
    #[inline]
    pub(crate) fn room(&self) -> u64 {
        self.limit - self.put_so_far()
    }

    /// Makes room for up to `wanted` items, and for one at least; for how many.
    ///
    /// Goes on in a larger ring if this one has no free slot.
    pub(crate) fn make_room(&mut self, wanted: u64) -> u64 {
        let tail = self.put_so_far();
        let taken = self.lane.taken_so_far().max(self.start);
        let mut free = self.ring.slots.size() - (tail - taken);
        if free == 0 {
            let size = self.ring.slots.0.len().saturating_mul(2);
            let next = Ring::new(size);
            *lock(&self.ring.next) = Some(Arc::clone(&next));
            // The reader moves on when it is at `tail` and something is published there, which is after this.
            self.ring.end.store(tail, Ordering::Release);
            self.ring = next;
            self.start = tail;
            free = self.ring.slots.size();
        }
        let room = wanted.clamp(1, free);
        self.limit = tail + room;
        room
    }

    /// Gives up room that is not used.
    pub(crate) fn give_up_room(&mut self) {
        self.limit = self.put_so_far();
    }

    /// Publishes an item, if there is room for it.
    #[inline(always)]
    pub(crate) fn put(&mut self, item: T) -> Result<(), T> {
        if self.put_so_far() == self.limit {
            return Err(item);
        }
        self.puts().put(item);
        Ok(())
    }

    /// For as many puts as there is room for: what they need stays in registers.
    #[inline(always)]
    pub(crate) fn puts(&mut self) -> Puts<'_, T> {
        Puts {
            slots: &self.ring.slots,
            published: &self.lane.tail,
            next: self.put_so_far(),
            limit: self.limit,
        }
    }
}

/// See [`Writer::puts`].
pub(crate) struct Puts<'w, T> {
    slots: &'w Slots<T>,
    published: &'w AtomicU64,
    next: u64,
    limit: u64,
}

impl<T> Puts<'_, T> {
    #[inline(always)]
    pub(crate) fn has_room(&self) -> bool {
        self.next != self.limit
    }

    /// Where the next item goes.
    #[inline]
    pub(crate) fn at(&self) -> u64 {
        self.next
    }

    /// Publishes an item.
    ///
    /// # Panics
    ///
    /// If there is no room.
    #[inline(always)]
    pub(crate) fn put(&mut self, item: T) {
        assert!(self.has_room(), "there is no room");
        // SAFETY: a lane has one writer, and the slots below the limit are free.
        unsafe { self.slots.write(self.next, item) };
        self.next += 1;
        // Pairs with the load in `Reader::claim`: the item is written before.
        self.published.store(self.next, Ordering::Release);
    }
}

/// The end of a lane that items are taken from.
pub(crate) struct Reader<T> {
    lane: Arc<Lane>,
    ring: Arc<Ring<T>>,
    /// Positions below this are claimed: they may be taken.
    end: u64,
}

impl<T> Reader<T> {
    #[inline]
    fn head(&self) -> u64 {
        self.lane.head.load(Ordering::Relaxed)
    }

    /// How many items are claimed and not taken.
    #[inline]
    pub(crate) fn claimed(&self) -> u64 {
        self.end - self.head()
    }

    /// Claims up to `most` of the published items; how many are claimed then.
    pub(crate) fn claim(&mut self, most: u64) -> u64 {
        let head = self.head();
        if self.end > head {
            return self.end - head;
        }
        let tail = self.lane.tail.load(Ordering::Acquire);
        if head == tail {
            return 0;
        }
        // The writer stored this before it published anything further, so the load of `tail` made it visible.
        if head == self.ring.end.load(Ordering::Acquire) {
            let next = lock(&self.ring.next).clone();
            self.ring = next.expect("a ring that ends has a next one");
        }
        let in_ring = tail.min(self.ring.end.load(Ordering::Acquire));
        self.end = in_ring.min(head.saturating_add(most));
        self.end - head
    }

    /// Takes claimed items: what is needed for that stays in registers.
    #[inline(always)]
    pub(crate) fn takes(&mut self) -> Takes<'_, T> {
        Takes {
            slots: &self.ring.slots,
            taken: &self.lane.head,
            end: self.end,
        }
    }
}

impl<T> Drop for Reader<T> {
    fn drop(&mut self) {
        while self.claim(u64::MAX) > 0 {
            self.takes().for_each(drop);
        }
    }
}

/// See [`Reader::takes`].
pub(crate) struct Takes<'r, T> {
    slots: &'r Slots<T>,
    taken: &'r AtomicU64,
    end: u64,
}

/// Gives each item with the number of items that were taken with it.
impl<T> Iterator for Takes<'_, T> {
    type Item = (u64, T);

    #[inline(always)]
    fn next(&mut self) -> Option<(u64, T)> {
        let position = self.taken.load(Ordering::Relaxed);
        if position == self.end {
            return None;
        }
        // SAFETY: the reader is one, and claimed it.
        let item = unsafe { self.slots.read(position) };
        // Pairs with `Writer::taken_so_far`: the slot is read before it is written again.
        self.taken.store(position + 1, Ordering::Release);
        Some((position + 1, item))
    }
}

// ----------------------------------------------------------------------------------------- local queues

/// Items that a receiver has claimed, with numbers that follow each other.
///
/// The owner stores `next + 1` and then loads `end`; a thief stores a smaller `end` and then loads `next`. The
/// fences between let one of them see the other's store. Then the owner asks again under the lock, or the
/// thief puts `end` back. (Frigo, Leiserson and Randall, "The Implementation of the Cilk-5 Multithreaded
/// Language", 1998.)
pub(crate) struct LocalQueue<T> {
    slots: Slots<T>,
    /// The number of the first item. Stored by the owner only.
    next: CachePadded<AtomicU64>,
    /// The number after the last item. Stored with `stealing` locked.
    end: AtomicU64,
    stealing: Mutex<()>,
}

impl<T> LocalQueue<T> {
    /// How many items are in it; by another thread than the owner's it is a hint.
    #[inline]
    pub(crate) fn waiting(&self) -> u64 {
        let end = self.end.load(Ordering::Acquire);
        end.saturating_sub(self.next.load(Ordering::Acquire))
    }

    /// Moves `end` before the second half of the items; calls `take` with the numbers of that half, while no
    /// item can be put there.
    fn steal_half(&self, take: impl FnOnce(u64, u64)) -> bool {
        let _stealing = lock(&self.stealing);
        loop {
            let waiting = self.waiting();
            if waiting == 0 {
                return false;
            }
            let end = self.end.load(Ordering::Relaxed);
            let middle = end - waiting.div_ceil(2);
            self.end.store(middle, Ordering::Release);
            heavy_fence();
            if self.next.load(Ordering::Acquire) <= middle {
                take(middle, end);
                return true;
            }
            self.end.store(end, Ordering::Release);
        }
    }
}

impl<T> Drop for LocalQueue<T> {
    fn drop(&mut self) {
        let next = self.next.load(Ordering::Relaxed);
        for number in next..self.end.load(Ordering::Relaxed) {
            // SAFETY: it is in the queue, and nobody else is here.
            drop(unsafe { self.slots.read(number) });
        }
    }
}

/// The receiver that a local queue belongs to.
pub(crate) struct Owner<T> {
    queue: Arc<LocalQueue<T>>,
    fence: LightFence,
}

impl<T> Owner<T> {
    /// A queue for `most` items.
    pub(crate) fn new(most: usize) -> Self {
        Owner {
            queue: Arc::new(LocalQueue {
                slots: Slots::new(most),
                next: CachePadded(AtomicU64::new(0)),
                end: AtomicU64::new(0),
                stealing: Mutex::new(()),
            }),
            fence: LightFence::get(),
        }
    }

    /// Whether this is its own.
    pub(crate) fn owns(&self, queue: &Arc<LocalQueue<T>>) -> bool {
        Arc::ptr_eq(&self.queue, queue)
    }

    /// For those that steal from it.
    pub(crate) fn queue(&self) -> &Arc<LocalQueue<T>> {
        &self.queue
    }

    /// Fills the empty queue with the items that `items` gives, whose numbers count from `first`; with how many.
    ///
    /// # Panics
    ///
    /// If it is not empty, or they are more than there is room for.
    pub(crate) fn fill(&mut self, first: u64, items: impl IntoIterator<Item = T>) -> u64 {
        assert_eq!(self.queue.waiting(), 0, "the local queue is not empty");
        let _stealing = lock(&self.queue.stealing);
        let mut end = first;
        for item in items {
            assert!(end - first < self.queue.slots.size(), "too many items");
            // SAFETY: nobody steals, the owner is here, and the queue is empty.
            unsafe { self.queue.slots.write(end, item) };
            end += 1;
        }
        self.queue.next.store(first, Ordering::Release);
        self.queue.end.store(end, Ordering::Release);
        end - first
    }

    /// The number of the first item, if there is one.
    pub(crate) fn next(&self) -> u64 {
        self.queue.next.load(Ordering::Relaxed)
    }

    /// Takes the first item and its number.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Option<(u64, T)> {
        let queue = &*self.queue;
        let number = queue.next.load(Ordering::Relaxed);
        if number >= queue.end.load(Ordering::Relaxed) {
            return None;
        }
        queue.next.store(number + 1, Ordering::Release);
        self.fence.pass();
        if queue.end.load(Ordering::Acquire) <= number {
            return self.take_with_lock(number);
        }
        // SAFETY: it is before `end`. A thief that moves `end` before it finds `next` after it, and puts it back.
        Some((number, unsafe { queue.slots.read(number) }))
    }

    /// A thief is at this item: waits until it has decided.
    #[cold]
    fn take_with_lock(&mut self, number: u64) -> Option<(u64, T)> {
        let queue = &*self.queue;
        queue.next.store(number, Ordering::Release);
        let _stealing = lock(&queue.stealing);
        if number >= queue.end.load(Ordering::Acquire) {
            return None;
        }
        queue.next.store(number + 1, Ordering::Release);
        // SAFETY: it is in the queue, and nobody steals.
        Some((number, unsafe { queue.slots.read(number) }))
    }

    /// Moves the second half of another queue's items, or its only item, into this one, which is empty; whether
    /// there was any.
    pub(crate) fn steal_from(&mut self, other: &LocalQueue<T>) -> bool {
        other.steal_half(|middle, end| {
            // SAFETY: they were in the other queue. Its owner does not take them any more, and does not put
            // others there as long as this thread steals.
            let items = (middle..end).map(|number| unsafe { other.slots.read(number) });
            self.fill(middle, items);
        })
    }
}

// ---------------------------------------------------------------------------------------- ordered slots

/// Slots by number. Which of them are filled, `laps` says: the slot of a number is filled if its lap has the
/// parity of the number's, and not read yet if the number is not below `head`.
pub(crate) struct OrderedSlots<T> {
    slots: Slots<T>,
    laps: Box<[AtomicU8]>,
    head: Arc<Head>,
}

/// Numbers below this were read. Only the reader stores it.
#[derive(Default)]
pub(crate) struct Head(CachePadded<AtomicU64>);

impl Head {
    #[inline]
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

impl<T> OrderedSlots<T> {
    /// At least `size` slots.
    pub(crate) fn new(size: usize) -> Self {
        let slots = Slots::new(size);
        // As if lap -1 had filled them, and was read.
        let laps = slots.0.iter().map(|_| AtomicU8::new(1)).collect();
        OrderedSlots {
            slots,
            laps,
            head: Arc::default(),
        }
    }

    pub(crate) fn size(&self) -> u64 {
        self.slots.size()
    }

    /// The first number that was not read yet.
    #[inline]
    pub(crate) fn head(&self) -> u64 {
        self.head.get()
    }

    /// The same, for others.
    pub(crate) fn shared_head(&self) -> &Arc<Head> {
        &self.head
    }

    #[inline(always)]
    fn lap(&self, number: u64) -> (&AtomicU8, u8) {
        let size = self.slots.size();
        #[expect(clippy::cast_possible_truncation, reason = "it is masked")]
        let index = (number & (size - 1)) as usize;
        (&self.laps[index], u8::from(number & size != 0))
    }

    /// Whether the slot of this number, which is below `head + size`, was filled.
    #[inline(always)]
    pub(crate) fn is_filled(&self, number: u64) -> bool {
        let (lap, filled) = self.lap(number);
        // Pairs with the store in `fill`: the output is written before.
        lap.load(Ordering::Acquire) == filled
    }

    /// Fills the slot of a number.
    ///
    /// # Safety
    ///
    /// The caller alone was given this number, fills its slot once, and loaded a `head` above `number - size`.
    #[inline(always)]
    pub(crate) unsafe fn fill(&self, number: u64, output: T) {
        // SAFETY: the caller is its only writer, and what was there in the lap before was read.
        unsafe { self.slots.write(number, output) };
        let (lap, filled) = self.lap(number);
        lap.store(filled, Ordering::Release);
    }

    /// Reads the slot at `head`, and moves `head` on.
    ///
    /// # Safety
    ///
    /// The caller is the only reader, and the slot is [filled](OrderedSlots::is_filled).
    #[inline(always)]
    pub(crate) unsafe fn take(&self) -> T {
        let number = self.head.0.load(Ordering::Relaxed);
        // SAFETY: it was filled, and only the caller reads.
        let output = unsafe { self.slots.read(number) };
        // Pairs with `head`: the slot is read before a worker fills it again.
        self.head.0.store(number + 1, Ordering::Release);
        output
    }

    /// Empties all slots that are filled, wherever the others are. From here on `head` stays.
    ///
    /// # Safety
    ///
    /// The caller is the only reader.
    pub(crate) unsafe fn sweep(&self, mut each: impl FnMut(T)) {
        let head = self.head.get();
        for number in head..head + self.slots.size() {
            let (lap, filled) = self.lap(number);
            if lap.load(Ordering::Acquire) == filled {
                lap.store(1 - filled, Ordering::Relaxed);
                // SAFETY: it was filled, and only the caller reads.
                each(unsafe { self.slots.read(number) });
            }
        }
    }
}

impl<T> Drop for OrderedSlots<T> {
    fn drop(&mut self) {
        // SAFETY: nobody else is here.
        unsafe { self.sweep(drop) };
    }
}
