//! The memory of an edge, and all unsafe code that touches items.
//!
//! Three structures, each made of slots:
//!
//! * a **lane** is a queue that one [`Writer`] fills and one [`Reader`] empties: a chain of rings,
//!   each twice as large as the one before;
//! * a **local queue** holds the items that one of several receivers has claimed. Its [`Owner`]
//!   takes from the front, and idle receivers steal from the back;
//! * **ordered slots** hold outputs by the number of their input. Any worker fills the slot of a
//!   number that it was given, and one reader empties the slots in order.
//!
//! # Invariants
//!
//! 1. Each slot has one writer and one reader at a time. Positions are `u64` and never wrap. The
//!    slot of a position is the position modulo the number of slots, which is a power of two.
//! 2. A slot is written before its position is published with `Release`. It is read after the
//!    published position was loaded with `Acquire`.
//! 3. The slot of position `p` is written again, for position `p + size`, only after the reader has
//!    read `p` and stored that with `Release`, and the writer has loaded that with `Acquire`.

#![expect(unsafe_code, reason = "slots without a lock; invariants above")]

use std::mem::MaybeUninit;

use crate::sync::{
    Arc, AtomicU8, AtomicU64, CachePadded, LightFence, Mutex, Ordering, Slot, heavy_fence, lock,
};

/// Slots for items. Their user knows which of them hold one.
struct Slots<T>(Box<[Slot<MaybeUninit<T>>]>);

// SAFETY: by invariant 1, one thread at a time touches a slot. By invariants 2 and 3, what one
// thread does there happens before what the next thread does. Items are only moved between threads,
// so `T: Send` is enough.
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
        // SAFETY: the number of slots is a power of two, so the masked index is below it.
        unsafe { self.0.get_unchecked(index) }
    }

    /// # Safety
    ///
    /// The caller is the only writer of the slot, and the slot's previous item was taken.
    #[inline(always)]
    unsafe fn write(&self, position: u64, item: T) {
        // SAFETY: nobody else touches the slot.
        self.at(position).with_mut(|slot| unsafe {
            (*slot).write(item);
        });
    }

    /// # Safety
    ///
    /// The position was published. The caller reads it once, and nobody else reads it.
    #[inline(always)]
    unsafe fn read(&self, position: u64) -> T {
        // SAFETY: the slot was written before its position was published.
        self.at(position)
            .with(|slot| unsafe { slot.read().assume_init() })
    }
}

// ------------------------------------------------------------------------------------------------ lanes

/// How far both ends of a lane have come.
#[derive(Default)]
pub(crate) struct Lane {
    /// Positions below this are published. Only the writer stores it.
    tail: CachePadded<AtomicU64>,
    /// Positions below this were taken. Only the reader stores it.
    head: CachePadded<AtomicU64>,
}

/// One ring of the chain that makes a lane.
struct Ring<T> {
    slots: Slots<T>,
    /// Position at which the lane continues in `next`; [`OPEN`] if this is the last ring.
    end: AtomicU64,
    next: Mutex<Option<Arc<Ring<T>>>>,
}

const OPEN: u64 = u64::MAX;

impl Lane {
    /// Returns the number of items that were taken so far.
    #[inline]
    pub(crate) fn taken_so_far(&self) -> u64 {
        self.head.load(Ordering::Acquire)
    }

    /// Returns the number of items that are published and not taken.
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

/// Creates a lane whose first ring has room for `first` items. Later rings are larger.
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

/// The writing end of a lane.
pub(crate) struct Writer<T> {
    lane: Arc<Lane>,
    ring: Arc<Ring<T>>,
    /// The first position in `ring`.
    start: u64,
    /// Positions below this have a free slot in `ring`.
    limit: u64,
}

impl<T> Writer<T> {
    /// Returns the number of items that were put in so far.
    #[inline]
    pub(crate) fn put_so_far(&self) -> u64 {
        self.lane.tail.load(Ordering::Relaxed)
    }

    /// Returns how far the lane has come, for others to watch.
    pub(crate) fn lane(&self) -> &Arc<Lane> {
        &self.lane
    }

    /// Returns how many more items [`put`](Writer::put) has room for.
    #[inline]
    pub(crate) fn room(&self) -> u64 {
        self.limit - self.put_so_far()
    }

    /// Makes room for up to `wanted` items, and for at least one. Returns for how many.
    ///
    /// Continues in a larger ring if the current one has no free slot.
    pub(crate) fn make_room(&mut self, wanted: u64) -> u64 {
        let tail = self.put_so_far();
        let taken = self.lane.taken_so_far().max(self.start);
        let mut free = self.ring.slots.size() - (tail - taken);
        if free == 0 {
            let size = self.ring.slots.0.len().saturating_mul(2);
            let next = Ring::new(size);
            *lock(&self.ring.next) = Some(Arc::clone(&next));
            // Stored before position `tail` is published. A reader that sees an item at `tail`
            // therefore also sees `end`, and moves on to the next ring.
            self.ring.end.store(tail, Ordering::Release);
            self.ring = next;
            self.start = tail;
            free = self.ring.slots.size();
        }
        let room = wanted.clamp(1, free);
        self.limit = tail + room;
        room
    }

    /// Gives up unused room.
    pub(crate) fn give_up_room(&mut self) {
        self.limit = self.put_so_far();
    }

    /// Publishes an item. Fails if there is no room for it.
    #[inline(always)]
    pub(crate) fn put(&mut self, item: T) -> Result<(), T> {
        if self.put_so_far() == self.limit {
            return Err(item);
        }
        self.puts().put(item);
        Ok(())
    }

    /// Returns a handle for as many puts as there is room for. It keeps its state in registers.
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

    /// Returns the position of the next item.
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
        // Pairs with the load in `Reader::claim`: a reader that sees this position also sees the
        // item.
        self.published.store(self.next, Ordering::Release);
    }
}

/// The reading end of a lane.
pub(crate) struct Reader<T> {
    lane: Arc<Lane>,
    ring: Arc<Ring<T>>,
    /// Positions below this are claimed: the reader may take them.
    end: u64,
}

impl<T> Reader<T> {
    #[inline]
    fn head(&self) -> u64 {
        self.lane.head.load(Ordering::Relaxed)
    }

    /// Returns the number of items that are claimed and not taken.
    #[inline]
    pub(crate) fn claimed(&self) -> u64 {
        self.end - self.head()
    }

    /// Claims up to `most` published items if none are claimed. Returns how many are claimed then.
    pub(crate) fn claim(&mut self, most: u64) -> u64 {
        let head = self.head();
        if self.end > head {
            return self.end - head;
        }
        let tail = self.lane.tail.load(Ordering::Acquire);
        if head == tail {
            return 0;
        }
        // The writer stored `end` before it published more, so the load of `tail` made it visible.
        if head == self.ring.end.load(Ordering::Acquire) {
            let next = lock(&self.ring.next).clone();
            self.ring = next.expect("a ring that ends has a next one");
        }
        let in_ring = tail.min(self.ring.end.load(Ordering::Acquire));
        self.end = in_ring.min(head.saturating_add(most));
        self.end - head
    }

    /// Returns an iterator that takes the claimed items. It keeps its state in registers.
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

/// Yields each item with the number of items that were taken so far, including this one.
impl<T> Iterator for Takes<'_, T> {
    type Item = (u64, T);

    #[inline(always)]
    fn next(&mut self) -> Option<(u64, T)> {
        let position = self.taken.load(Ordering::Relaxed);
        if position == self.end {
            return None;
        }
        // SAFETY: a lane has one reader, which has claimed this position.
        let item = unsafe { self.slots.read(position) };
        // Pairs with the load in `Lane::taken_so_far`: the slot is read before it is written again.
        self.taken.store(position + 1, Ordering::Release);
        Some((position + 1, item))
    }
}

// ----------------------------------------------------------------------------------------- local queues

/// Items that a receiver has claimed, with consecutive numbers.
///
/// The owner stores `next + 1` and then loads `end`. A thief stores a smaller `end` and then loads
/// `next`. Because of the fences in between, at least one of them sees the other's store. Then the
/// owner decides under the lock, or the thief puts `end` back. Without the fences, both could take
/// the same item. (Frigo, Leiserson and Randall, "The Implementation of the Cilk-5 Multithreaded
/// Language", 1998.)
///
/// So `end` may be too small for a moment. The owner remembers the last `end` that it loaded under
/// the lock or stored, and takes the queue for empty only when it has taken all items up to there.
pub(crate) struct LocalQueue<T> {
    slots: Slots<T>,
    /// Number of the first item. Only the owner stores it.
    next: CachePadded<AtomicU64>,
    /// Number after the last item. Stored only while `stealing` is locked.
    end: AtomicU64,
    stealing: Mutex<()>,
}

impl<T> LocalQueue<T> {
    /// Returns about how many items are in the queue.
    #[inline]
    pub(crate) fn waiting(&self) -> u64 {
        let end = self.end.load(Ordering::Acquire);
        end.saturating_sub(self.next.load(Ordering::Acquire))
    }

    /// Moves `end` in front of the second half of the items, and calls `take` with the numbers of
    /// that half. No item can be put there meanwhile. Returns whether there was any item.
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
            // SAFETY: the item is in the queue, and `drop` has exclusive access to the queue.
            drop(unsafe { self.slots.read(number) });
        }
    }
}

/// The receiver that owns a local queue.
pub(crate) struct Owner<T> {
    queue: Arc<LocalQueue<T>>,
    /// No item has this number or a larger one. Thieves may have taken items before it.
    end: u64,
    fence: LightFence,
}

impl<T> Owner<T> {
    /// Creates a queue for `most` items.
    pub(crate) fn new(most: usize) -> Self {
        Owner {
            queue: Arc::new(LocalQueue {
                slots: Slots::new(most),
                next: CachePadded(AtomicU64::new(0)),
                end: AtomicU64::new(0),
                stealing: Mutex::new(()),
            }),
            end: 0,
            fence: LightFence::get(),
        }
    }

    /// Returns whether this is the owner's own queue.
    pub(crate) fn owns(&self, queue: &Arc<LocalQueue<T>>) -> bool {
        Arc::ptr_eq(&self.queue, queue)
    }

    /// Returns the queue, for receivers that steal from it.
    pub(crate) fn queue(&self) -> &Arc<LocalQueue<T>> {
        &self.queue
    }

    /// Fills the empty queue with `items`, whose numbers count from `first`. Returns how many there
    /// were.
    ///
    /// # Panics
    ///
    /// If the queue is not empty, or if it has too little room for the items.
    pub(crate) fn fill(&mut self, first: u64, items: impl IntoIterator<Item = T>) -> u64 {
        let _stealing = lock(&self.queue.stealing);
        assert_eq!(self.queue.waiting(), 0, "the local queue is not empty");
        let mut end = first;
        for item in items {
            assert!(end - first < self.queue.slots.size(), "too many items");
            // SAFETY: the lock keeps thieves away, the only owner is here, and the queue is empty.
            unsafe { self.queue.slots.write(end, item) };
            end += 1;
        }
        self.queue.next.store(first, Ordering::Release);
        self.queue.end.store(end, Ordering::Release);
        self.end = end;
        end - first
    }

    /// Returns whether the queue is empty.
    pub(crate) fn is_empty(&mut self) -> bool {
        let number = self.next();
        if number < self.end && number >= self.queue.end.load(Ordering::Acquire) {
            let _stealing = lock(&self.queue.stealing);
            self.end = self.queue.end.load(Ordering::Acquire);
        }
        number >= self.end
    }

    /// Returns the number of the first item, if there is one.
    pub(crate) fn next(&self) -> u64 {
        self.queue.next.load(Ordering::Relaxed)
    }

    /// Takes the first item and its number.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Option<(u64, T)> {
        let queue = &*self.queue;
        let number = queue.next.load(Ordering::Relaxed);
        if number >= self.end {
            return None;
        }
        queue.next.store(number + 1, Ordering::Release);
        self.fence.pass();
        if queue.end.load(Ordering::Acquire) <= number {
            return self.take_with_lock(number);
        }
        // SAFETY: the item is before `end`. A thief that moves `end` before the item sees the new
        // `next`, and puts `end` back.
        Some((number, unsafe { queue.slots.read(number) }))
    }

    /// Takes the first item under the lock: a thief may be about to take it.
    #[cold]
    fn take_with_lock(&mut self, number: u64) -> Option<(u64, T)> {
        let queue = &*self.queue;
        queue.next.store(number, Ordering::Release);
        let _stealing = lock(&queue.stealing);
        self.end = queue.end.load(Ordering::Acquire);
        if number >= self.end {
            return None;
        }
        queue.next.store(number + 1, Ordering::Release);
        // SAFETY: the item is in the queue, and the lock keeps thieves away.
        Some((number, unsafe { queue.slots.read(number) }))
    }

    /// Moves the second half of the items of `other`, or its only item, into this queue, which must
    /// be empty. Returns whether there was any item.
    pub(crate) fn steal_from(&mut self, other: &LocalQueue<T>) -> bool {
        other.steal_half(|middle, end| {
            // SAFETY: the items were in the other queue. Its owner cannot take them any more, and
            // cannot put others into their slots while this thread holds the lock.
            let items = (middle..end).map(|number| unsafe { other.slots.read(number) });
            self.fill(middle, items);
        })
    }
}

// ---------------------------------------------------------------------------------------- ordered slots

/// Slots by number.
///
/// The slot of a number is filled if the slot's lap in `laps` has the parity of the number's lap,
/// and it is unread if the number is not below `head`.
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
    /// Creates at least `size` slots.
    pub(crate) fn new(size: usize) -> Self {
        let slots = Slots::new(size);
        // As if lap -1 had filled all slots, and had been read.
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

    /// Returns the first number that was not read yet.
    #[inline]
    pub(crate) fn head(&self) -> u64 {
        self.head.get()
    }

    /// Returns the head, for others to watch.
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

    /// Returns whether the slot of this number is filled. The number must be below `head + size`.
    #[inline(always)]
    pub(crate) fn is_filled(&self, number: u64) -> bool {
        let (lap, filled) = self.lap(number);
        // Pairs with the store in `fill`: a reader that sees the slot filled also sees the output.
        lap.load(Ordering::Acquire) == filled
    }

    /// Fills the slot of a number.
    ///
    /// # Safety
    ///
    /// Nobody else was given this number. The caller fills its slot once, and has loaded a `head`
    /// above `number - size`.
    #[inline(always)]
    pub(crate) unsafe fn fill(&self, number: u64, output: T) {
        // SAFETY: the caller is the slot's only writer, and the output of the lap before was read.
        unsafe { self.slots.write(number, output) };
        let (lap, filled) = self.lap(number);
        lap.store(filled, Ordering::Release);
    }

    /// Reads the slot at `head`, and advances `head`.
    ///
    /// # Safety
    ///
    /// The caller is the only reader, and the slot is [filled](OrderedSlots::is_filled).
    #[inline(always)]
    pub(crate) unsafe fn take(&self) -> T {
        let number = self.head.0.load(Ordering::Relaxed);
        // SAFETY: the slot is filled, and only the caller reads.
        let output = unsafe { self.slots.read(number) };
        // Pairs with the load in `Head::get`: the slot is read before a worker fills it again.
        self.head.0.store(number + 1, Ordering::Release);
        output
    }

    /// Empties all slots that are filled, also those after a gap. `head` does not move from here
    /// on.
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
                // SAFETY: the slot is filled, and only the caller reads.
                each(unsafe { self.slots.read(number) });
            }
        }
    }
}

impl<T> Drop for OrderedSlots<T> {
    fn drop(&mut self) {
        // SAFETY: `drop` has exclusive access to the slots.
        unsafe { self.sweep(drop) };
    }
}
