//! Ordered fan-out: workers compute in any order, and hand over in the order of the input.
//!
//! Items are numbered when workers claim them. The *turn* is the number of the item whose output may
//! leave: its worker sends it at once, and goes on to the next number if it has that item, too. What
//! other workers make meanwhile is kept in *segments*, of items that follow each other in one
//! worker's hands. Whoever has the turn and not the next item hands over the segment that begins
//! there, and so on until the turn is at an item that is not finished: there its worker has it.
//!
//! Only one thread at a time moves the turn on. While the item that has the turn is not finished, that is
//! the item's worker. Afterwards it is the worker that takes away the segment which begins with that item. For
//! this to hold, a segment is never empty: see `open`.
//!
//! No item is begun that is further than a window behind the turn. Nobody waits in vain: the item
//! whose turn it is, is in a worker's hands or on a desk from which the idle take, and that worker
//! waits for no other item. All waits end when the run must stop.

use std::collections::{BTreeMap, VecDeque};
use std::{iter, mem};

use crate::body::Body;
use crate::cycle::Hand;
use crate::edge::{Closed, Edge};
use crate::lanes::Room;
use crate::pool::{Lead, Member, Pool, lock_in_time};
use crate::queue::{Receiver, Sender};
use crate::ring::{settle, settled};
use crate::supply::{Place, Step, Supply, until};
use crate::sync::channel::{self, Sender as Signaller};
use crate::sync::thread::Patience;
use crate::sync::{Apart, Arc, AtomicBool, AtomicU64, IS_MODEL, Mutex, Ordering, lock, try_lock};
use crate::tally::Counter;
use crate::worker::{Ends, Worker};

/// How many items per worker may be between input and output, and twice as many as it claims; a model
/// has no time for as many.
pub(crate) const WINDOW: usize = if IS_MODEL { 1 } else { 4 };

/// How much of one item's output waits for its turn; its worker waits with the rest.
pub(crate) const BUFFER: usize = if IS_MODEL { 1 } else { 64 };

/// The input of the workers and their output.
pub(crate) fn order<I, O>(
    from: Receiver<I>,
    to: Sender<O>,
    workers: usize,
) -> (Intakes<I>, Arc<Turns<O>>) {
    let turns = Arc::new(Turns {
        next: Apart(AtomicU64::new(0)),
        starving: AtomicBool::new(false),
        queue: Mutex::new(Queue {
            segments: BTreeMap::new(),
            waiting: BTreeMap::new(),
            starved: None,
        }),
        workers,
        from: Arc::clone(from.edge()),
        to: Mutex::new(to),
    });
    let intakes = match from.pooled(workers) {
        Ok(pool) => Intakes::Pooled(pool),
        Err(from) => Intakes::Single(Arc::new(Mutex::new(Numbered { from, next: 0 }))),
    };
    (intakes, turns)
}

/// Where the workers get items and their numbers.
pub(crate) enum Intakes<I> {
    Pooled(Arc<Pool<I>>),
    Single(Arc<Mutex<Numbered<I>>>),
}

impl<I> Intakes<I> {
    /// For worker number `index`.
    pub(crate) fn intake(&self, index: usize) -> Intake<I> {
        match self {
            Intakes::Pooled(pool) => Intake::Pooled(Pool::member(pool, index)),
            Intakes::Single(numbered) => Intake::Single(Arc::clone(numbered)),
        }
    }
}

/// Where a worker gets items and their numbers.
pub(crate) enum Intake<I> {
    Pooled(Member<I>),
    Single(Arc<Mutex<Numbered<I>>>),
}

/// A stream that gives out one item at a time.
pub(crate) struct Numbered<I> {
    from: Receiver<I>,
    next: u64,
}

impl<I> Intake<I> {
    /// The next item, when the window has room for it; it is in the lane's hands from there on.
    pub(crate) fn take<O, E>(&mut self, lane: &mut Lane<O>, worker: &Worker<E>) -> Option<I> {
        if worker.must_stop() {
            return None;
        }
        let (number, hand, item) = match self {
            Intake::Pooled(member) => {
                let (number, item) = if let Some(taken) = member.try_take() {
                    taken
                } else {
                    lane.close(worker).ok()?;
                    let ahead = Ahead::of(&lane.turns, worker);
                    member.take(&ahead, &worker.tally().waited_for_input)?
                };
                (number, Hand::new(None), item)
            }
            Intake::Single(numbered) => {
                lane.close(worker).ok()?;
                lock_in_time(numbered, &worker.tally().waited_for_input)
                    .take(&Ahead::of(&lane.turns, worker))?
            }
        };
        worker.tally().taken[0].add(1);
        lane.begin(number, hand);
        Some(item)
    }

    /// What the worker claimed and has not begun.
    pub(crate) fn on_desk<'i, E>(&'i mut self, worker: &'i Worker<E>) -> Option<OnDesk<'i, I>> {
        match self {
            Intake::Pooled(member) => Some(OnDesk {
                member,
                taken: &worker.tally().taken[0],
                ends: worker.ends()?,
            }),
            Intake::Single(_) => None,
        }
    }
}

/// Items with numbers that follow each other, which a worker claimed.
pub(crate) struct OnDesk<'i, I> {
    member: &'i mut Member<I>,
    taken: &'i Counter,
    ends: Ends<'i>,
}

impl<I> OnDesk<'_, I> {
    /// The number of the next, if there is one.
    pub(crate) fn number(&self) -> u64 {
        self.member.number()
    }
}

impl<I> Iterator for OnDesk<'_, I> {
    type Item = I;

    fn next(&mut self) -> Option<I> {
        let (_, item) = self.member.try_take()?;
        self.taken.add(1);
        Some(item)
    }
}

impl<I> Supply for OnDesk<'_, I> {
    #[inline(always)]
    fn fold_at_hand<A>(&mut self, start: A, step: impl FnMut(A, I) -> Step<A>) -> (A, Option<I>) {
        let ends = self.ends;
        let must_stop = || ends.are_raised();
        match self.member.at_hand(self.taken) {
            Some(items) if !must_stop() => items.fold(start, until(must_stop, step)),
            _ => (start, None),
        }
    }
}

impl<I> Numbered<I> {
    fn take<O, E>(&mut self, ahead: &Ahead<'_, O, E>) -> Option<(u64, Hand, I)> {
        if ahead.now(self.next, 1) == 0 && !ahead.wait(self.next) {
            return None;
        }
        if ahead.worker.must_stop() {
            return None;
        }
        let item = self.from.receive(&ahead.worker.tally().waited_for_input)?;
        let number = self.next;
        self.next += 1;
        let mut hand = Hand::new(self.from.share());
        hand.take();
        Some((number, hand, item))
    }
}

/// The output of an ordered fan-out: shared by its workers.
pub(crate) struct Turns<O> {
    /// The turn. Only who has it moves it on.
    next: Apart<AtomicU64>,
    /// A worker waits for the window to move on.
    starving: AtomicBool,
    queue: Mutex<Queue<O>>,
    workers: usize,
    from: Arc<Edge>,
    /// Who has the turn sends by this: the reader sees one sender's items in order.
    to: Mutex<Sender<O>>,
}

/// What waits for its turn, by number.
struct Queue<O> {
    segments: BTreeMap<u64, Arc<Mutex<Segment<O>>>>,
    /// Workers whose buffer is full before their item's turn.
    waiting: BTreeMap<u64, Signaller<()>>,
    /// The worker that waits for the window to move on.
    starved: Option<Signaller<()>>,
}

/// What was made of items that follow each other.
struct Segment<O> {
    outputs: Buffer<O>,
    /// They are in hand until their outputs have left.
    hands: Vec<Hand>,
    /// The number behind them.
    end: u64,
    /// It was handed over: what is made now does not come here any more.
    is_over: bool,
}

/// What was made and not handed over.
struct Buffer<O> {
    items: VecDeque<O>,
    /// The edge it was made from: it keeps the panics of drops.
    from: Arc<Edge>,
}

impl<O> Buffer<O> {
    fn new(from: &Arc<Edge>) -> Self {
        Buffer {
            items: VecDeque::new(),
            from: Arc::clone(from),
        }
    }

    /// Hands all over, until nobody reads.
    fn hand_over<E>(&mut self, to: &Mutex<Sender<O>>, worker: &Worker<E>) -> Result<(), Closed> {
        if self.items.is_empty() {
            return Ok(());
        }
        let mut to = lock(to);
        loop {
            if let Some(mut room) = to.room(&worker.tally().given[0]) {
                let mut items = iter::from_fn(|| self.items.pop_front());
                let _ = items.find_map(|item| (!room.put(item)).then_some(()));
            }
            let Some(item) = self.items.pop_front() else {
                return Ok(());
            };
            if worker.send(&to, 0, item).is_err() {
                self.clear();
                if worker.must_stop() {
                    return Err(Closed);
                }
            }
        }
    }

    fn clear(&mut self) {
        self.from.discard(self.items.drain(..));
    }
}

impl<O> Drop for Buffer<O> {
    fn drop(&mut self) {
        self.clear();
    }
}

impl<O> Turns<O> {
    #[inline]
    fn is_at(&self, number: u64) -> bool {
        self.next.load(Ordering::Acquire) == number
    }

    /// Whether the turn is at `number` or later. Only for an assertion, so relaxed is enough.
    fn has_passed(&self, number: u64) -> bool {
        self.next.load(Ordering::Relaxed) >= number
    }

    /// The items before this number have left.
    fn advance(&self, number: u64) {
        if self.moves_on(number) {
            self.feed();
        }
    }

    /// [`advance`](Turns::advance) without the call that may follow it: whether to [feed](Turns::feed).
    #[inline]
    fn moves_on(&self, number: u64) -> bool {
        debug_assert!(!self.has_passed(number), "the turn goes back to {number}");
        self.next.store(number, Ordering::Release);
        settled();
        self.starving.load(Ordering::Relaxed)
    }

    /// Wakes who waits for the window to move on.
    #[cold]
    fn feed(&self) {
        if self.starving.swap(false, Ordering::AcqRel) {
            let starved = lock(&self.queue).starved.take();
            starved.inspect(Turns::<O>::wake);
        }
    }

    fn wake(waiting: &Signaller<()>) {
        // There is room for the one signal.
        let _ = waiting.try_send(());
    }

    /// Puts an item that is finished into a new segment, unless the item has the turn.
    fn open(
        &self,
        number: u64,
        made: &mut Buffer<O>,
        hand: &mut Hand,
    ) -> Option<Arc<Mutex<Segment<O>>>> {
        let segment = Arc::new(Mutex::new(Segment {
            outputs: Buffer::new(&self.from),
            hands: Vec::new(),
            end: number,
            is_over: false,
        }));
        let mut queue = lock(&self.queue);
        // A worker that moves the turn on looks for segments under this lock. So either the turn is seen
        // here, or the segment is seen there.
        if self.is_at(number) {
            return None;
        }
        queue.segments.insert(number, Arc::clone(&segment));
        // The lock of `queue` is still held. If others could see the segment while it is empty, two would
        // move the turn on: the worker that takes the segment away, and the worker of this item.
        let is_kept = lock(&segment).keep(number, made, hand);
        is_kept.then_some(segment)
    }

    /// Hands over what is finished from the turn on.
    fn pass_on<E>(&self, worker: &Worker<E>) -> Result<(), Closed> {
        loop {
            let next = self.next.load(Ordering::Acquire);
            let segment = {
                let mut queue = lock(&self.queue);
                let Some(segment) = queue.segments.remove(&next) else {
                    let waiting = queue.waiting.remove(&next);
                    waiting.inspect(Turns::<O>::wake);
                    return Ok(());
                };
                segment
            };
            let mut finished = {
                let mut segment = lock(&segment);
                segment.is_over = true;
                let end = segment.end;
                mem::replace(&mut *segment, Segment::over(&self.from, end))
            };
            finished.outputs.hand_over(&self.to, worker)?;
            finished.hands.clear();
            self.advance(finished.end);
        }
    }
}

impl<O> Segment<O> {
    /// Adds an item that is finished. Returns false if the segment was handed over already.
    fn keep(&mut self, number: u64, made: &mut Buffer<O>, hand: &mut Hand) -> bool {
        if self.is_over {
            return false;
        }
        self.outputs.items.append(&mut made.items);
        self.hands.push(mem::replace(hand, Hand::new(None)));
        self.end = number + 1;
        true
    }

    fn over(from: &Arc<Edge>, end: u64) -> Self {
        Segment {
            outputs: Buffer::new(from),
            hands: Vec::new(),
            end,
            is_over: true,
        }
    }
}

/// How far a worker may go ahead of the turn.
struct Ahead<'t, O, E> {
    turns: &'t Turns<O>,
    worker: &'t Worker<E>,
}

impl<'t, O, E> Ahead<'t, O, E> {
    fn of(turns: &'t Turns<O>, worker: &'t Worker<E>) -> Self {
        Ahead { turns, worker }
    }

    fn sleep(&self, next: u64) -> bool {
        let (signaller, signals) = channel::bounded(1);
        lock(&self.turns.queue).starved = Some(signaller);
        self.turns.starving.store(true, Ordering::Relaxed);
        settle();
        self.now(next, 1) > 0 || self.worker.await_signal(&signals)
    }
}

impl<O, E> Lead for Ahead<'_, O, E> {
    fn now(&self, next: u64, most: u32) -> u32 {
        let each = WINDOW.max(most as usize * 2);
        let window = (self.turns.workers.saturating_mul(each)) as u64;
        let ahead = next - self.turns.next.load(Ordering::Acquire);
        u32::try_from(window.saturating_sub(ahead)).unwrap_or(u32::MAX)
    }

    fn wait(&self, next: u64) -> bool {
        let mut patience = Patience::of_many();
        self.worker.tally().waited_for_output.time(|| {
            while !self.worker.must_stop() && patience.pause() {
                if self.now(next, 1) > 0 {
                    return true;
                }
            }
            self.sleep(next)
        })
    }
}

/// What a worker puts out while its items have the turn.
struct InTurn<'l, O> {
    room: Room<'l, O>,
    turns: &'l Turns<O>,
    number: &'l mut u64,
    holds_turn: &'l mut bool,
    feeds: bool,
}

impl<O> Place<O> for InTurn<'_, O> {
    #[inline(always)]
    fn put(&mut self, item: O) -> bool {
        let has_room = self.room.put(item);
        *self.number += 1;
        *self.holds_turn = true;
        self.feeds = self.turns.moves_on(*self.number);
        has_room && !self.feeds
    }
}

impl<O> Drop for InTurn<'_, O> {
    fn drop(&mut self) {
        if self.feeds {
            self.turns.feed();
        }
    }
}

/// What a worker puts aside before its items have the turn.
struct OutOfTurn<'l, O> {
    segment: &'l Mutex<Segment<O>>,
    number: &'l mut u64,
    /// For what comes too late.
    made: &'l mut Buffer<O>,
}

impl<O> Place<O> for OutOfTurn<'_, O> {
    #[inline]
    fn put(&mut self, item: O) -> bool {
        let mut segment = lock(self.segment);
        if segment.is_over {
            self.made.items.push_back(item);
            return false;
        }
        segment.outputs.items.push_back(item);
        *self.number += 1;
        segment.end = *self.number;
        true
    }
}

/// One worker's way out: what is made of the item in its hands, until its turn comes.
pub(crate) struct Lane<O> {
    turns: Arc<Turns<O>>,
    /// The item's.
    number: u64,
    hand: Hand,
    /// What was made of the item and not handed over.
    made: Buffer<O>,
    /// It is the item's turn.
    is_next: bool,
    /// The turn is behind an item of this worker's, which did not look to whom it goes.
    holds_turn: bool,
    /// Where the items go that it finished before their turn.
    segment: Option<Arc<Mutex<Segment<O>>>>,
}

impl<O> Lane<O> {
    pub(crate) fn new(turns: Arc<Turns<O>>) -> Self {
        Lane {
            number: 0,
            hand: Hand::new(None),
            made: Buffer::new(&turns.from),
            is_next: false,
            holds_turn: false,
            segment: None,
            turns,
        }
    }

    fn begin(&mut self, number: u64, hand: Hand) {
        self.number = number;
        self.hand = hand;
        self.is_next = self.turns.is_at(number);
    }

    /// Hands `item` over if it is its turn, else keeps it while there is room, else waits.
    pub(crate) fn send<E>(&mut self, item: O, worker: &Worker<E>) -> Result<(), Closed> {
        if !self.is_next {
            if !self.turns.is_at(self.number) && self.made.items.len() < BUFFER {
                self.made.items.push_back(item);
                return Ok(());
            }
            self.reach_turn(worker)?;
        }
        worker.send(&lock(&self.turns.to), 0, item)
    }

    /// Waits for the item's turn, and then hands over the item's output.
    pub(crate) fn reach_turn<E>(&mut self, worker: &Worker<E>) -> Result<(), Closed> {
        if !self.turns.is_at(self.number) {
            self.await_turn(worker)?;
        }
        self.is_next = true;
        self.made.hand_over(&self.turns.to, worker)
    }

    fn await_turn<E>(&self, worker: &Worker<E>) -> Result<(), Closed> {
        let (signaller, signals) = channel::bounded(1);
        {
            let mut queue = lock(&self.turns.queue);
            if self.turns.is_at(self.number) {
                return Ok(());
            }
            queue.waiting.insert(self.number, signaller);
        }
        let waited = &worker.tally().waited_for_output;
        if waited.time(|| worker.await_signal(&signals)) {
            Ok(())
        } else {
            Err(Closed)
        }
    }

    /// Lets `body` make what it makes of the items that are at hand, of which the first has the lane's
    /// number: that is sent, or put aside, and the number moves on with what is done. Gives the item
    /// that is in hand then, if one.
    #[inline(always)]
    pub(crate) fn make_at_hand<I, E>(
        &mut self,
        given: &Counter,
        items: &mut impl Supply<Item = I>,
        body: &mut impl Body<I, O, E>,
    ) -> Result<Option<I>, E> {
        if !self.turns.is_at(self.number) {
            let Some(segment) = &self.segment else {
                return Ok(None);
            };
            let place = OutOfTurn {
                segment,
                number: &mut self.number,
                made: &mut self.made,
            };
            return body.call_at_hand(items, place);
        }
        // Only who has the turn uses it: it is free, unless there is no such item.
        let Some(mut to) = try_lock(&self.turns.to) else {
            return Ok(None);
        };
        let Some(room) = to.room(given) else {
            return Ok(None);
        };
        self.segment = None;
        let place = InTurn {
            room,
            turns: &self.turns,
            number: &mut self.number,
            holds_turn: &mut self.holds_turn,
            feeds: false,
        };
        body.call_at_hand(items, place)
    }

    /// Items are at hand, of which the first has this number.
    pub(crate) fn begin_at_hand(&mut self, number: u64) {
        self.number = number;
    }

    /// Goes on after items that were at hand, of which the last is before `next`; whether that is in
    /// hand still.
    pub(crate) fn resume(&mut self, next: u64) -> bool {
        let in_hand = self.number < next;
        if in_hand {
            self.begin(self.number, Hand::new(None));
        }
        in_hand
    }

    /// The item is done: hands over what is left of it, or leaves that to whoever has the turn.
    pub(crate) fn finish<E>(&mut self, worker: &Worker<E>) -> Result<(), Closed> {
        if !self.is_next && !self.turns.is_at(self.number) && self.keep() {
            return Ok(());
        }
        self.made.hand_over(&self.turns.to, worker)?;
        self.hand.empty();
        self.segment = None;
        self.holds_turn = true;
        self.turns.advance(self.number + 1);
        Ok(())
    }

    /// Lays what was made of the item into a segment; not if it is its turn.
    fn keep(&mut self) -> bool {
        let (made, hand) = (&mut self.made, &mut self.hand);
        let goes_on =
            |segment: &Arc<Mutex<Segment<O>>>| lock(segment).keep(self.number, made, hand);
        if self.segment.as_ref().is_some_and(goes_on) {
            return true;
        }
        self.segment = self.turns.open(self.number, &mut self.made, &mut self.hand);
        self.segment.is_some()
    }

    /// The next item is no more known to follow those before.
    pub(crate) fn close<E>(&mut self, worker: &Worker<E>) -> Result<(), Closed> {
        self.segment = None;
        if mem::take(&mut self.holds_turn) {
            self.turns.pass_on(worker)?;
        }
        Ok(())
    }
}
