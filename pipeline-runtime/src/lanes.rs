//! The edge that threads use wherever nothing is to be selected from: rings, one for each worker that
//! fills it, and one reader.
//!
//! Items are published one by one, and a reader that sleeps is woken for the first: nobody holds
//! items back to save wake-ups. What is saved is the other direction: a worker that found no room
//! sleeps until a good part of its ring is free again. And before anybody sleeps it lets other
//! threads run a few times, which costs less where stages share a core.

use std::cell::{Cell, OnceCell, RefCell};
use std::mem;
use std::time::Duration;

use crate::edge::{Closed, Edge};
use crate::ring::{self, Cursor, Desk, Prepared, Puts, Reader, Takes, Writer, settle};
use crate::supply::{Place, Step};
use crate::sync::thread::{self, Instant, Patience, Thread};
use crate::sync::{
    Apart, Arc, AtomicU8, AtomicU64, AtomicUsize, Mutex, MutexGuard, Ordering, lock,
};
use crate::tally::{Counter, Stopwatch};
use crate::time::{End, Sleep};
use crate::window::{DEFAULT_CAPACITY, Window};

/// How many items may wait in an edge.
#[derive(Clone, Copy)]
pub(crate) enum Bound {
    /// So many.
    Exact(usize),
    /// For each worker that fills it a [`Window`].
    Window,
}

/// An edge of rings; `edge` keeps its books.
pub(crate) fn lanes<T>(bound: Bound, edge: Arc<Edge>) -> (Inlet<T>, Outlet<T>) {
    let shared = Arc::new(Lanes {
        attention: Apart(AtomicU8::new(0)),
        register: Mutex::new(Register {
            fresh: Vec::new(),
            left: Vec::new(),
        }),
        made: AtomicUsize::new(0),
        open: AtomicUsize::new(1),
        sleeper: Mutex::new(None),
        bound,
        prepared: ring::prepare(),
        edge,
    });
    let inlet = Inlet {
        filler: OnceCell::new(),
        open: Open(Arc::clone(&shared)),
    };
    let outlet = Outlet {
        shared,
        lanes: Vec::new(),
        at: 0,
        claimed: 0,
        last: Duration::ZERO,
        is_slow: false,
        is_close: false,
    };
    (inlet, outlet)
}

/// What both ends of an edge share.
struct Lanes<T> {
    /// What a writer looks at after each put: [`ASLEEP`], [`GONE`] and [`SLOW`].
    attention: Apart<AtomicU8>,
    register: Mutex<Register<T>>,
    /// How many lanes there are: the reader looks whether it knows all.
    made: AtomicUsize,
    /// How many keep it open.
    open: AtomicUsize,
    /// Who read last, and slept: the reader, if it sleeps.
    sleeper: Mutex<Option<Thread>>,
    bound: Bound,
    prepared: Prepared,
    edge: Arc<Edge>,
}

/// The reader sleeps, and is to be woken.
const ASLEEP: u8 = 1;

/// There is no reader any more.
const GONE: u8 = 2;

/// Items come so slowly that it is cheaper to change this word for each than to have a barrier for each
/// sleep: of two that change it one sees what the other did, so that the reader need not
/// [settle](settle).
const SLOW: u8 = 4;

struct Register<T> {
    /// Lanes that the reader has not met.
    fresh: Vec<Lane<T>>,
    /// All lanes, once the reader is gone.
    left: Vec<Lane<T>>,
}

impl<T> Lanes<T> {
    /// To be called after each put.
    #[inline]
    fn published(&self) {
        if self.needs_attention() {
            self.attend();
        }
    }

    #[inline]
    fn needs_attention(&self) -> bool {
        self.attention.load(Ordering::Relaxed) != 0
    }

    fn is_gone(&self) -> bool {
        self.attention.load(Ordering::Acquire) & GONE != 0
    }

    /// Nobody will put in more.
    fn is_closed(&self) -> bool {
        self.open.load(Ordering::Acquire) == 0
    }

    /// The reader may sleep, or there is none, and an item was put in.
    #[cold]
    fn attend(&self) {
        if self.is_gone() {
            self.clear(lock(&self.register));
        } else {
            self.wake();
        }
    }

    /// Wakes the reader, if it sleeps.
    fn wake(&self) {
        if self.attention.fetch_and(!ASLEEP, Ordering::AcqRel) & ASLEEP != 0 {
            // It stays registered: who is late with this must not take it from its next sleep.
            let sleeper = lock(&self.sleeper).clone();
            sleeper.inspect(Thread::unpark);
        }
    }

    /// Drops what nobody will read.
    fn clear(&self, mut register: MutexGuard<'_, Register<T>>) {
        let lanes = register.left.iter_mut();
        let items: Vec<T> = lanes.flat_map(|lane| lane.reader.all()).collect();
        drop(register);
        self.edge.leave(items.len());
        self.edge.discard(items);
    }

    /// A ring for another worker, unless nobody would read it.
    fn filler(&self) -> Result<Filler<T>, Closed> {
        let window = match self.bound {
            Bound::Exact(capacity) => Window::exactly(capacity),
            Bound::Window => Window::growing::<T>(),
        };
        let mut register = lock(&self.register);
        // The reader leaves under this lock.
        if self.is_gone() {
            return Err(Closed);
        }
        let (writer, reader) = ring::ring(window.most(), self.prepared);
        let gate = Arc::new(Gate::new());
        register.fresh.push(Lane {
            reader,
            gate: Arc::clone(&gate),
        });
        self.made.fetch_add(1, Ordering::Release);
        Ok(Filler {
            writer,
            gate,
            window: RefCell::new(window),
            has_more_room: Cell::new(false),
        })
    }
}

/// Where the writer of a ring waits for room.
pub(crate) struct Gate {
    /// The position whose item it waits for to be taken; [`NOBODY`](Gate::NOBODY), if none.
    wake_at: AtomicU64,
    sleeper: Mutex<Option<Thread>>,
}

impl Gate {
    const NOBODY: u64 = u64::MAX;

    fn new() -> Self {
        Gate {
            wake_at: AtomicU64::new(Gate::NOBODY),
            sleeper: Mutex::new(None),
        }
    }

    /// The item at this position was taken.
    #[inline]
    pub(crate) fn tell(&self, position: u32) {
        if self.waits_for(position) {
            self.open();
        }
    }

    /// Whether the writer is to be told that the item at this position was taken.
    #[inline]
    fn waits_for(&self, position: u32) -> bool {
        self.wake_at.load(Ordering::Relaxed) == u64::from(position)
    }

    /// Whether the writer sleeps.
    fn is_closed(&self) -> bool {
        self.wake_at.load(Ordering::Acquire) != Gate::NOBODY
    }

    /// Wakes the writer, if it sleeps.
    #[cold]
    fn open(&self) {
        if self.wake_at.swap(Gate::NOBODY, Ordering::AcqRel) != Gate::NOBODY {
            // It stays registered, as the reader does.
            let sleeper = lock(&self.sleeper).clone();
            sleeper.inspect(Thread::unpark);
        }
    }

    /// The writer says that it sleeps until that item is taken.
    fn close(&self, position: u32) {
        *lock(&self.sleeper) = Some(thread::current());
        self.wake_at.store(u64::from(position), Ordering::Release);
        settle();
    }

    /// Sleeps until somebody opens, or until `end`; whether it is open.
    fn sleep(&self, end: Option<Instant>) -> bool {
        while self.is_closed() {
            if end.is_some_and(|end| Instant::now() >= end) {
                return false;
            }
            thread::park_until(end);
        }
        true
    }
}

/// How long at least and at most a worker waits for more room than one item's, before it looks whether
/// anybody takes anything: as long as its window took the last time.
const FOR_MORE_ROOM: (Duration, Duration) = (Duration::from_micros(100), Duration::from_millis(2));

/// How often it does so.
const LOOKS: u32 = 4;

/// What fills a ring, and how many items it may hold.
struct Filler<T> {
    writer: Writer<T>,
    gate: Arc<Gate>,
    window: RefCell<Window>,
    /// Whether the last look found more room than the writer then used.
    has_more_room: Cell<bool>,
}

impl<T> Filler<T> {
    /// Puts an item in, and waits for room where it has to.
    fn put(&self, mut item: T, lanes: &Lanes<T>, waited: &Stopwatch) -> Result<(), Closed> {
        loop {
            match self.writer.put(item) {
                Ok(()) => return Ok(()),
                Err(back) => item = back,
            }
            if !self.goes_on() && !self.has_room() && !waited.time(|| self.wait(lanes)) {
                return Err(Closed);
            }
        }
    }

    /// Looks for room again, if the last look found more than the writer used. The window may shrink
    /// first. Returns whether there is room.
    fn goes_on(&self) -> bool {
        self.has_more_room.get() && {
            let room = self.look(self.size());
            let (next, oldest) = (self.writer.next(), self.writer.oldest());
            let closes = |window: &mut Window| window.closes(oldest, next.wrapping_sub(oldest));
            if closes(&mut self.window.borrow_mut()) {
                self.look(self.size()) > 0
            } else {
                room > 0
            }
        }
    }

    /// Looks how much room there is, and uses the part that needs no further look.
    fn look(&self, size: u32) -> u32 {
        let room = self.writer.look(size);
        let most = self.window.borrow().at_once::<T>();
        self.has_more_room.set(self.writer.narrow(most));
        room
    }

    /// Whether there is as much room as makes it worth to go on.
    fn has_room(&self) -> bool {
        let size = self.size();
        self.look(size) >= (size / 4).max(1)
    }

    fn took(&self) -> Duration {
        self.window.borrow().took()
    }

    fn size(&self) -> u32 {
        u32::try_from(self.window.borrow().size()).unwrap_or(u32::MAX)
    }

    /// Waits for room; whether there is some, and somebody who will read what is put there.
    fn wait(&self, lanes: &Lanes<T>) -> bool {
        self.window.borrow_mut().full_at(self.writer.next());
        // A large window is one that passes quickly, and takes its time nevertheless.
        let times = (self.window.borrow().size() / DEFAULT_CAPACITY).max(1);
        let of_each = self.took() / u32::try_from(times).unwrap_or(u32::MAX);
        let mut patience = Patience::of_many().after(of_each);
        while !lanes.is_gone() {
            if self.has_room() {
                return true;
            }
            if !patience.pause() {
                return self.sleep(lanes);
            }
        }
        false
    }

    /// Which of the items has to be taken for no more than so many to wait: the last of them, or where
    /// workers take out of order and took that one, the first.
    fn last_before(&self, waiting: u32) -> u32 {
        let last = self.writer.next().wrapping_sub(waiting + 1);
        if self.writer.was_taken(last) {
            self.writer.oldest()
        } else {
            last
        }
    }

    /// Sleeps until there is room: at first for half a window.
    fn sleep(&self, lanes: &Lanes<T>) -> bool {
        let size = self.size();
        let mut wanted = if size < 16 { 1 } else { size / 2 };
        while self.look(size) < wanted {
            let position = self.last_before(size - wanted);
            self.gate.close(position);
            let has_room = self.look(size) >= wanted;
            if has_room || lanes.is_gone() {
                self.gate.open();
                return has_room;
            }
            if self.writer.was_taken(position) {
                self.gate.open();
            }
            if wanted == 1 {
                self.gate.sleep(None);
            } else if !self.sleep_while_taken(size) {
                self.gate.open();
                wanted = 1;
            }
        }
        true
    }

    /// Sleeps until the gate is opened, but not for long, and not if nobody takes anything: the reader may
    /// be waiting for what comes when the window is full, or other readers of this worker's for theirs.
    /// Whether it was opened.
    fn sleep_while_taken(&self, size: u32) -> bool {
        let (least, most) = FOR_MORE_ROOM;
        let patience = self.took().clamp(least, most);
        for _ in 0..LOOKS {
            let oldest = self.writer.oldest();
            if self.gate.sleep(Some(Instant::now() + patience)) {
                return true;
            }
            self.look(size);
            if self.writer.oldest() == oldest {
                break;
            }
        }
        false
    }
}

/// One of those that keep an edge open: its reader waits for more.
pub(crate) struct Open<T>(Arc<Lanes<T>>);

impl<T> Clone for Open<T> {
    fn clone(&self) -> Self {
        self.0.open.fetch_add(1, Ordering::Relaxed);
        Open(Arc::clone(&self.0))
    }
}

impl<T> Drop for Open<T> {
    fn drop(&mut self) {
        if self.0.open.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.wake();
        }
    }
}

/// The end that one worker fills.
pub(crate) struct Inlet<T> {
    /// Its lane, once it put something in.
    filler: OnceCell<Filler<T>>,
    open: Open<T>,
}

impl<T> Inlet<T> {
    /// An inlet for another worker: it gets a lane of its own when it puts something in.
    pub(crate) fn another(&self) -> Self {
        Inlet {
            filler: OnceCell::new(),
            open: self.open.clone(),
        }
    }

    /// What keeps the edge open, and does not fill it.
    pub(crate) fn keep_open(&self) -> Open<T> {
        self.open.clone()
    }

    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.lanes().edge
    }

    fn lanes(&self) -> &Lanes<T> {
        &self.open.0
    }

    /// Puts an item in, if there is room by the last look.
    #[inline]
    pub(crate) fn try_put(&self, item: T) -> Result<(), T> {
        match self.filler.get() {
            Some(filler) => filler.writer.put(item)?,
            None => return Err(item),
        }
        self.lanes().published();
        Ok(())
    }

    /// The room that it knows of, if any; what is put there is added to `given`.
    #[inline(always)]
    pub(crate) fn room<'s>(&'s mut self, given: &'s Counter) -> Option<Room<'s, T>> {
        let puts = self.filler.get_mut()?.writer.puts()?;
        puts.has_room().then(|| Room {
            start: puts.at(),
            puts,
            lanes: &self.open.0,
            given,
        })
    }

    /// Puts an item in, and waits for room where it has to.
    pub(crate) fn put(&self, item: T, waited: &Stopwatch) -> Result<(), Closed> {
        if self.filler.get().is_none() {
            let _ = self.filler.set(self.lanes().filler()?);
        }
        let filler = self.filler.get().ok_or(Closed)?;
        filler.put(item, self.lanes(), waited)?;
        self.lanes().published();
        Ok(())
    }
}

/// The room that an inlet knows of.
pub(crate) struct Room<'i, T> {
    puts: Puts<'i, T>,
    lanes: &'i Lanes<T>,
    start: u32,
    given: &'i Counter,
}

impl<T> Place<T> for Room<'_, T> {
    /// Gives up, too, where a reader is to be woken: that is done when this is gone.
    ///
    /// # Panics
    ///
    /// If there is no room.
    #[inline(always)]
    fn put(&mut self, item: T) -> bool {
        assert!(self.puts.put(item).is_ok(), "there is no room");
        self.puts.has_room() && !self.lanes.needs_attention()
    }
}

impl<T> Drop for Room<'_, T> {
    #[inline]
    fn drop(&mut self) {
        let put = self.puts.at().wrapping_sub(self.start);
        self.given.add(u64::from(put));
        self.lanes.published();
    }
}

/// The reader's side of a ring.
pub(crate) struct Lane<T> {
    pub(crate) reader: Reader<T>,
    pub(crate) gate: Arc<Gate>,
}

/// The end that one thread reads, or several in turns.
pub(crate) struct Outlet<T> {
    shared: Arc<Lanes<T>>,
    lanes: Vec<Lane<T>>,
    /// The lane that it found items in last.
    at: usize,
    /// How many items it claimed since it last waited.
    claimed: u32,
    /// How long it waited then.
    last: Duration,
    /// It told the writers that the stream is slow.
    is_slow: bool,
    /// It is right behind a writer, which is to get ahead.
    is_close: bool,
}

/// A reader that finds no more than this, and always some, is right behind the writer: each waits for
/// cache lines that the other has in hand.
const FEW: u32 = 256;

/// More items than this between two waits are a stream that goes on: a wait for its next burst.
const BURST: u32 = 32;

impl<T> Outlet<T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.shared.edge
    }

    /// The next item of those it claimed.
    #[inline]
    pub(crate) fn try_take(&mut self) -> Option<T> {
        let lane = self.lanes.get_mut(self.at)?;
        let (position, item) = lane.reader.take()?;
        lane.gate.tell(position);
        Some(item)
    }

    /// The items that it claimed; what is taken of them is added to `taken`.
    #[inline(always)]
    pub(crate) fn at_hand<'s>(
        &'s mut self,
        taken: &'s Counter,
    ) -> Option<AtHand<'s, Takes<'s, T>>> {
        let lane = self.lanes.get_mut(self.at)?;
        Some(AtHand::new(lane.reader.takes()?, &lane.gate, taken))
    }

    /// The next item, by `end` if there is one.
    pub(crate) fn take(&mut self, end: Option<&End>, waited: &Stopwatch) -> Option<T> {
        loop {
            if let Some(item) = self.try_take() {
                return Some(item);
            }
            if !self.claim(end, waited) {
                return None;
            }
        }
    }

    fn claim(&mut self, end: Option<&End>, waited: &Stopwatch) -> bool {
        if mem::take(&mut self.is_close) {
            thread::yield_now();
        }
        let at_once = self.find();
        let found = at_once || self.wait(end, waited);
        if found {
            let lane = self.lane();
            let claimed = lane.reader.claim();
            let is_close = at_once && claimed < FEW && !lane.gate.is_closed();
            self.note(claimed);
            self.is_close = is_close && !self.is_exact();
        }
        found
    }

    /// So many items were claimed.
    pub(crate) fn note(&mut self, claimed: u32) {
        self.claimed = self.claimed.saturating_add(claimed);
        if self.claimed > BURST && mem::take(&mut self.is_slow) {
            self.shared.attention.fetch_and(!SLOW, Ordering::AcqRel);
        }
    }

    /// The lane in which it found items.
    pub(crate) fn lane(&mut self) -> &mut Lane<T> {
        &mut self.lanes[self.at]
    }

    /// Whether each place of it counts.
    pub(crate) fn is_exact(&self) -> bool {
        matches!(self.shared.bound, Bound::Exact(_))
    }

    /// For items of a lane, and where its writer waits.
    pub(crate) fn desk(&self, lane: usize) -> (Desk<T>, Arc<Gate>) {
        let Lane { reader, gate } = &self.lanes[lane];
        (reader.desk(), Arc::clone(gate))
    }

    /// That lane's number.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Looks for items in the lanes, in turns.
    pub(crate) fn find(&mut self) -> bool {
        if self.shared.made.load(Ordering::Acquire) != self.lanes.len() {
            self.lanes.append(&mut lock(&self.shared.register).fresh);
        }
        let count = self.lanes.len();
        let mut turns = (self.at + 1..=self.at + count).map(|turn| turn % count);
        let found = turns.find(|at| self.lanes[*at].reader.waiting() > 0);
        self.at = found.unwrap_or(self.at);
        found.is_some()
    }

    /// Waits until there are items in a lane; whether there are, or the stream or the time is over.
    pub(crate) fn wait(&mut self, end: Option<&End>, waited: &Stopwatch) -> bool {
        let mut patience = if mem::take(&mut self.claimed) > BURST {
            // However long it takes to fill a window: that is no slow stream.
            self.last = Duration::ZERO;
            Patience::of_many()
        } else {
            Patience::of_one().after(self.last)
        };
        // Waits of some 100 ns are not worth the looks at the clock.
        while patience.is_young() {
            patience.pause();
            if self.find() {
                self.last = Duration::ZERO;
                return true;
            }
        }
        waited.time(|| {
            let start = Instant::now();
            let found = self.look_or_sleep(patience, end);
            self.last = start.elapsed();
            found
        })
    }

    fn look_or_sleep(&mut self, mut patience: Patience, end: Option<&End>) -> bool {
        while patience.pause() {
            // In this order: what came before the end is found.
            let is_closed = self.shared.is_closed();
            if self.find() || is_closed {
                return self.find();
            }
        }
        self.sleep(end)
    }

    /// Says that it sleeps: an item that is not found after that wakes it.
    fn say_asleep(&mut self) {
        self.is_slow |= thread::is_long(self.last);
        let says = if self.is_slow { ASLEEP | SLOW } else { ASLEEP };
        let said = self.shared.attention.fetch_or(says, Ordering::AcqRel);
        // Of a slow stream writers have known since it was settled: each changes the word too.
        if said & SLOW == 0 {
            settle();
        }
    }

    /// Sleeps until there are items in a lane.
    fn sleep(&mut self, end: Option<&End>) -> bool {
        let shared = Arc::clone(&self.shared);
        let sleep = Sleep::until(end);
        loop {
            *lock(&shared.sleeper) = Some(thread::current());
            self.say_asleep();
            let is_over = shared.is_closed() || sleep.is_late();
            if self.find() || is_over {
                shared.wake();
                return self.find();
            }
            while shared.attention.load(Ordering::Acquire) & ASLEEP != 0 && !sleep.is_late() {
                sleep.park();
            }
        }
    }
}

/// Items that were claimed.
pub(crate) struct AtHand<'o, C: Cursor> {
    cursor: C,
    gate: &'o Gate,
    start: u32,
    taken: &'o Counter,
}

impl<'o, T, C: Cursor<Item = (u32, T)>> AtHand<'o, C> {
    /// Those that `cursor` takes, whose writer waits at `gate`; how many is added to `taken`.
    #[inline(always)]
    pub(crate) fn new(cursor: C, gate: &'o Gate, taken: &'o Counter) -> Self {
        AtHand {
            start: cursor.at(),
            cursor,
            gate,
            taken,
        }
    }

    /// See [`Supply`](crate::supply::Supply): it stops where a sleeping writer is to be woken, which
    /// is done when it is gone.
    #[inline(always)]
    pub(crate) fn fold<A>(
        mut self,
        start: A,
        mut step: impl FnMut(A, T) -> Step<A>,
    ) -> (A, Option<T>) {
        let mut sum = start;
        for (position, item) in self.cursor.by_ref() {
            if self.gate.waits_for(position) {
                return (sum, Some(item));
            }
            match step(sum, item) {
                Step::Continue(next) => sum = next,
                Step::Break(end) => return (end, None),
            }
        }
        (sum, None)
    }
}

impl<C: Cursor> Drop for AtHand<'_, C> {
    #[inline]
    fn drop(&mut self) {
        let next = self.cursor.at();
        self.taken.add(u64::from(next.wrapping_sub(self.start)));
        self.gate.tell(next.wrapping_sub(1));
    }
}

impl<T> Drop for Outlet<T> {
    fn drop(&mut self) {
        let shared = &self.shared;
        shared.edge.hang_up();
        let mut register = lock(&shared.register);
        shared.attention.fetch_or(GONE, Ordering::AcqRel);
        settle();
        register.left = mem::take(&mut self.lanes);
        let fresh = mem::take(&mut register.fresh);
        register.left.extend(fresh);
        for lane in &register.left {
            lane.gate.open();
        }
        shared.clear(register);
    }
}
