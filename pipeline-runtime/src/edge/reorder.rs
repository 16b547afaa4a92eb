//! The output of an ordered fan-out: outputs leave in the order of the inputs.
//!
//! Items are numbered when they are claimed. A worker puts the output of an item into the slot of
//! the item's number, and continues. The receiver reads the slots in order. An item is claimed only
//! if its number is in the reorder window: not further ahead of the receiver than [`Ahead`] allows.
//! There is no deadlock: the item that the receiver waits for has been claimed, and its worker
//! waits for no other item.
//!
//! A body may yield any number of outputs for one item. Up to [`BUFFER`] of them are buffered until
//! the item has its *turn*: until all items before it are done. From then on its outputs leave at
//! once, through a lane of their own, whose reader is in the item's slot.

#![expect(unsafe_code, reason = "the slots' users keep the promises of `memory`")]

use std::collections::VecDeque;
use std::mem;
use std::task::{Poll, Waker};

use super::flow::{Bound, Flow, LaneFlow, Wanted};
use super::hang_up::{Closed, Unsent};
use super::memory::{Head, Lane, OrderedSlots, Reader, Writer, lane};
use super::wait::{Room, Seat, Wants, published};
use super::weight::weigh_once;
use super::window::DEFAULT_CAPACITY;
use super::{Input, Sender, SharedEdge};
use crate::sync::{Arc, AtomicBool, AtomicU64, IS_MODEL, Listener, Mutex, Ordering, fence, lock};

/// Number of items per worker in the reorder window, or twice the number of items that a worker
/// claims at once, if that is more. Smaller in a model, which has no time for as many.
pub(crate) const WINDOW: u64 = if IS_MODEL { 1 } else { 4 };

/// Maximum number of outputs of one item that are buffered before its turn. After that, its worker
/// waits.
pub(crate) const BUFFER: usize = if IS_MODEL { 1 } else { 64 };

/// Maximum number of slots for items that are claimed further ahead because they are quick.
const QUICK_SLOTS: u64 = if IS_MODEL { 4 } else { 4096 };

/// Maximum size of these slots, in bytes.
const QUICK_BYTES: usize = 256 << 10;

/// Maximum capacity that gets slots. There are at most twice as many slots.
const MOST_SLOTS: u64 = 1 << 20;

/// Maximum number of slots that the receiver claims at once. Each of them is on a cache line that a
/// worker has written.
const AT_ONCE: u64 = 64;

/// The output of one item.
enum ItemOutput<T> {
    One(T),
    /// Any number of outputs, including none.
    Some(VecDeque<T>),
    /// Outputs of which more are still being made.
    Streaming(StreamReader<T>),
}

/// State shared by a worker and the receiver while the worker's item has its turn. The outputs are
/// in a lane.
#[derive(Default)]
struct Streaming {
    /// Number of outputs that the receiver has claimed. Only the receiver stores it.
    claimed: AtomicU64,
    /// Whether the worker has put in its last output.
    is_done: AtomicBool,
    /// Whether the worker waits for room, or did.
    is_awaited: AtomicBool,
    worker: Mutex<Option<Waker>>,
}

impl Streaming {
    /// Registers the worker, which must look for room again afterwards.
    ///
    /// The worker stores `is_awaited` and then loads `claimed`. The receiver stores `claimed` and
    /// then loads `is_awaited`. Because of the fences in between, at least one of them sees the
    /// other's store. Without the fences, the worker could sleep beside free room.
    fn await_room(&self, waker: &Waker) {
        let waker = waker.clone();
        let before = lock(&self.worker).replace(waker);
        drop(before);
        self.is_awaited.store(true, Ordering::Relaxed);
        fence(Ordering::SeqCst);
    }

    /// Records that the receiver claimed further outputs. Wakes the worker if it waits for room.
    fn note_claimed(&self, outputs: u64) {
        let claimed = self.claimed.load(Ordering::Relaxed) + outputs;
        self.claimed.store(claimed, Ordering::Release);
        fence(Ordering::SeqCst);
        if self.is_awaited.load(Ordering::Relaxed) {
            self.is_awaited.store(false, Ordering::Relaxed);
            let worker = lock(&self.worker).take();
            worker.into_iter().for_each(Waker::wake);
        }
    }
}

/// The worker's end of a [`Streaming`].
struct StreamWriter<T> {
    to: Writer<T>,
    shared: Arc<Streaming>,
}

impl<T> StreamWriter<T> {
    fn new() -> (Self, StreamReader<T>) {
        let (to, from) = lane(BUFFER);
        let shared = Arc::<Streaming>::default();
        let lane = Arc::clone(to.lane());
        let reader = StreamReader {
            from,
            lane,
            shared: Arc::clone(&shared),
        };
        (StreamWriter { to, shared }, reader)
    }

    /// Makes room for at least one output, if at most `most` outputs wait then. Returns whether it
    /// did.
    fn finds_room(&mut self, most: u64) -> bool {
        if self.to.room() > 0 {
            return true;
        }
        let claimed = self.shared.claimed.load(Ordering::Acquire);
        let free = (claimed + most).saturating_sub(self.to.put_so_far());
        free > 0 && self.to.make_room(free) > 0
    }

    /// Puts an output in. Either there is room for it, or nobody will read it.
    fn put(&mut self, output: T) {
        if self.to.room() == 0 {
            self.to.make_room(1);
        }
        let put = self.to.put(output);
        debug_assert!(put.is_ok(), "there is room");
    }
}

/// The receiver's end of a [`Streaming`].
struct StreamReader<T> {
    from: Reader<T>,
    lane: Arc<Lane>,
    shared: Arc<Streaming>,
}

impl<T> StreamReader<T> {
    /// Claims up to `most` outputs. Returns how many are claimed then.
    fn claim(&mut self, most: u64) -> u64 {
        let before = self.from.claimed();
        let claimed = self.from.claim(most);
        if claimed > before {
            self.shared.note_claimed(claimed - before);
        }
        claimed
    }

    #[inline]
    fn take(&mut self) -> Option<T> {
        self.from.takes().next().map(|(_, item)| item)
    }

    /// Returns whether there are outputs, or their end.
    fn is_ready(&self) -> bool {
        self.shared.is_done.load(Ordering::Acquire) || self.lane.waiting() > 0
    }
}

/// State shared by the workers of an ordered fan-out.
pub(crate) struct Order<T> {
    shared: Arc<SharedEdge<T>>,
    slots: Arc<OrderedSlots<ItemOutput<T>>>,
    ahead: Arc<Ahead>,
    /// Weights of the waiting outputs, if outputs are weighed.
    lane: Option<Arc<LaneFlow>>,
    /// Number of the item whose outputs are streaming, plus one; 0 if there is none.
    streaming: AtomicU64,
}

/// Checks the reorder window of the stage `name`, which must be at least 1.
pub(crate) fn window(name: &str, items: usize) -> usize {
    assert!(
        items > 0,
        "`{name}` needs a window of at least one item, got window = 0"
    );
    items
}

impl<T> Order<T> {
    /// Makes `to`, which nothing was put into, the output of an ordered fan-out of `workers`
    /// workers. `window` is the reorder window that the user asked for, if any.
    pub(crate) fn new(to: &Sender<T>, workers: usize, window: Option<usize>) -> Arc<Self> {
        let shared = Arc::clone(&to.shared);
        let workers = workers as u64;
        let (capacity, is_window) = match shared.flow.bound() {
            Bound::Window => (DEFAULT_CAPACITY as u64, true),
            Bound::Items(capacity) => (capacity.min(MOST_SLOTS), false),
            // An output is weighed when it has its turn.
            Bound::Rendezvous | Bound::Weight(_) => (0, false),
            // The bound of the loop counts the outputs.
            Bound::Nothing => (MOST_SLOTS, false),
            // The macro makes no such stage: outputs with numbers cannot be lost.
            Bound::Lossy(_, most) => (most, false),
        };
        let least = capacity.saturating_add(workers.saturating_mul(WINDOW));
        let quick = if is_window {
            let fit = QUICK_BYTES / size_of::<ItemOutput<T>>();
            QUICK_SLOTS.min(fit as u64)
        } else {
            0
        };
        let least = window.map_or(least, |window| window as u64);
        let size =
            usize::try_from(least.max(quick).min(2 * MOST_SLOTS)).unwrap_or(DEFAULT_CAPACITY);
        let slots = Arc::new(OrderedSlots::new(size));
        shared.flow.set_ordered(slots.shared_head());
        let is_weighed = matches!(shared.flow.bound(), Bound::Weight(_));
        let lane = is_weighed.then(LaneFlow::of_slots);
        let reader = OrderedReader {
            slots: Arc::clone(&slots),
            lane: lane.clone(),
            rest: VecDeque::new(),
            claimed: 0,
            streaming: None,
        };
        // If nobody reads any more, workers notice when they put something in.
        let _ = shared.add(Input::Ordered(reader));
        Arc::new(Order {
            ahead: Arc::new(Ahead {
                head: Arc::clone(slots.shared_head()),
                slots: slots.size(),
                workers,
                capacity,
                is_window,
                fixed: window.map(|window| window as u64),
                flow: Arc::clone(&shared.flow),
            }),
            shared,
            slots,
            lane,
            streaming: AtomicU64::new(0),
        })
    }

    /// Returns how far ahead items may be claimed.
    pub(crate) fn ahead(&self) -> Arc<Ahead> {
        Arc::clone(&self.ahead)
    }

    fn fill(&self, number: u64, output: ItemOutput<T>) {
        // SAFETY: only the calling worker was given this number, and it fills the slot once. The
        // number was claimed when `head` was above `number - size`.
        unsafe { self.slots.fill(number, output) };
        self.published();
    }

    #[inline(always)]
    fn published(&self) {
        if published(self.shared.fence, &self.shared.gate) {
            self.attend();
        }
    }

    /// Announces an output of the item that has its turn. No other item gets its turn by this, so
    /// workers that wait for theirs are not woken.
    #[inline(always)]
    fn streamed(&self) {
        self.shared.fence.pass();
        if self.shared.gate.receiver_needs_attention() && !self.shared.gate.attend_receiver() {
            self.shared.clear();
        }
    }

    /// Wakes those that wait for an output. The receiver is woken only for the output that it reads
    /// next.
    #[cold]
    fn attend(&self) {
        if self.shared.gate.attend_unless(|| !self.has_next()) {
            return;
        }
        self.shared.clear();
    }

    fn has_next(&self) -> bool {
        self.streaming.load(Ordering::Acquire) != 0 || self.slots.is_filled(self.slots.head())
    }
}

/// How far claimed items may be ahead of the receiver: the size of the reorder window.
pub struct Ahead {
    head: Arc<Head>,
    slots: u64,
    workers: u64,
    /// Part of the window for the output's capacity, in addition to [`WINDOW`] per worker.
    capacity: u64,
    /// Whether quick workers claim further ahead.
    is_window: bool,
    /// The window that the user asked for.
    fixed: Option<u64>,
    /// Flow of the output, at whose room workers wait.
    flow: Arc<Flow>,
}

impl Ahead {
    fn window(&self, most: u64) -> u64 {
        if let Some(fixed) = self.fixed {
            return self.slots.min(fixed);
        }
        let each = if self.is_window {
            WINDOW.max(most * 2)
        } else {
            WINDOW
        };
        let window = self.workers.saturating_mul(each);
        self.slots.min(window.saturating_add(self.capacity))
    }

    /// Returns how many items may be claimed, starting with number `next`, by a receiver that
    /// claims up to `most` items at once.
    pub(crate) fn room(&self, next: u64, most: u64) -> u64 {
        (self.head.get() + self.window(most)).saturating_sub(next)
    }

    /// Registers a receiver that may not claim number `next`. It must ask again afterwards. With
    /// `long`, the receiver sleeps until there is a place for one item. Otherwise it may miss the
    /// first places, and be woken only for a good part of the window.
    pub(crate) fn register(&self, next: u64, seat: &mut Seat, waker: &Waker, long: bool) {
        let window = self.window(1);
        let at = |wanted: Wanted| (next + wanted.of(window)).saturating_sub(window);
        let much = if long { Wanted::One } else { Wanted::Quarter };
        let wants = Wants {
            much: at(much),
            one: at(Wanted::One),
        };
        self.flow.room.register(seat, wants, waker, long);
    }

    pub(crate) fn leave(&self, seat: &mut Seat) {
        self.flow.room.leave(seat);
    }
}

/// Number of the last item that the source of an ordered fan-out's worker yielded.
#[derive(Clone, Default)]
pub struct SequenceTag(Arc<AtomicU64>);

impl SequenceTag {
    pub(crate) fn set(&self, number: u64) {
        self.0.store(number, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The sending half of an ordered fan-out's output, owned by one worker.
pub(crate) struct OrderedSender<T> {
    order: Arc<Order<T>>,
    /// Number of the item in hand, if there is one.
    number: Option<u64>,
    /// Outputs that were made before the item's turn.
    made: VecDeque<T>,
    /// Where the outputs go, once the item has its turn.
    streaming: Option<StreamWriter<T>>,
    /// All items below this number are done.
    settled: u64,
    /// Whether the output to be put in is already counted as in flight in its loop.
    launched: bool,
    /// The worker's number in a list of sleepers, while it waits for its turn.
    seat: Seat,
    /// The worker's number in a list of sleepers, while it waits for a place.
    seat_for_place: Seat,
    /// The weight of the output to be put in, once it was weighed.
    weight: Option<u64>,
    /// Whether that output has a place. It may still wait for room in the buffer.
    has_place: bool,
    pub(super) listener: Listener,
}

impl<T> OrderedSender<T> {
    pub(crate) fn new(order: &Arc<Order<T>>) -> Self {
        OrderedSender {
            order: Arc::clone(order),
            number: None,
            made: VecDeque::new(),
            streaming: None,
            settled: 0,
            launched: false,
            seat: None,
            seat_for_place: None,
            weight: None,
            has_place: false,
            listener: Listener::default(),
        }
    }

    /// Begins the item with this number.
    #[inline]
    pub(crate) fn begin(&mut self, number: u64) {
        self.number = Some(number);
    }

    /// Returns whether outputs are neither weighed nor counted, so that they may be
    /// [put](OrderedSender::put) at once.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        self.order.lane.is_none() && self.order.shared.link.share().is_none()
    }

    /// Puts in the only output of item `number`, whatever item is in hand.
    #[inline(always)]
    pub(crate) fn put(&mut self, number: u64, output: T) {
        self.order.fill(number, ItemOutput::One(output));
    }

    /// Returns whether item `number` has its turn: whether all items before it are done.
    fn has_turn(&mut self, number: u64) -> bool {
        let order = &self.order;
        // Numbers below `head` were read, and their slots may be filled again.
        self.settled = self.settled.max(order.slots.head());
        while self.settled < number && order.slots.is_filled(self.settled) {
            self.settled += 1;
        }
        let streaming = order.streaming.load(Ordering::Acquire);
        self.settled >= number && (streaming == 0 || streaming > number)
    }

    /// Waits for the turn of the item in hand.
    pub(crate) fn poll_turn(&mut self, waker: Option<&Waker>) -> Poll<()> {
        let Some(number) = self.number else {
            return Poll::Ready(());
        };
        if !self.has_turn(number) {
            let Some(waker) = waker else {
                return Poll::Pending;
            };
            let order = Arc::clone(&self.order);
            order.shared.gate.register_for_turn(&mut self.seat, waker);
            if !self.has_turn(number) {
                return Poll::Pending;
            }
        }
        self.order.shared.gate.leave_turn(&mut self.seat);
        Poll::Ready(())
    }

    /// Sends one output of the item in hand. Before the item's turn, buffers the output while there
    /// is room.
    pub(crate) fn poll_send(
        &mut self,
        item: &mut Option<T>,
        waker: Option<&Waker>,
    ) -> Poll<Result<(), Unsent>> {
        self.launch()?;
        let Some(number) = self.number else {
            return Poll::Ready(Ok(()));
        };
        if self.streaming.is_none() {
            if self.made.len() < BUFFER && !self.has_turn(number) {
                self.made.extend(item.take());
                self.launched = false;
                return Poll::Ready(Ok(()));
            }
            if self.poll_turn(waker).is_pending() {
                return Poll::Pending;
            }
            self.start_streaming(number);
        }
        // Buffered outputs go first.
        loop {
            let is_last = self.made.is_empty();
            let mut next = if is_last {
                item.take()
            } else {
                self.made.pop_front()
            };
            let polled = self.poll_stream(&mut next, waker);
            if let Some(next) = next {
                if is_last {
                    *item = Some(next);
                } else {
                    self.made.push_front(next);
                }
            }
            match polled {
                Poll::Ready(Ok(())) if is_last => {
                    self.launched = false;
                    return Poll::Ready(Ok(()));
                }
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(Closed)) => return Poll::Ready(Err(Unsent::Closed)),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    fn launch(&mut self) -> Result<(), Unsent> {
        if let Some(share) = self.order.shared.link.share()
            && !self.launched
        {
            share.launch()?;
            self.launched = true;
        }
        Ok(())
    }

    fn start_streaming(&mut self, number: u64) {
        let (writer, reader) = StreamWriter::new();
        self.streaming = Some(writer);
        self.order.streaming.store(number + 1, Ordering::Release);
        self.order.fill(number, ItemOutput::Streaming(reader));
    }

    /// Puts an output into the stream when there is room.
    fn poll_stream(
        &mut self,
        item: &mut Option<T>,
        waker: Option<&Waker>,
    ) -> Poll<Result<(), Closed>> {
        match self.poll_place(item.as_ref(), waker) {
            Poll::Ready(Ok(())) => {}
            other => return other,
        }
        let Some(streaming) = &mut self.streaming else {
            return Poll::Ready(Ok(()));
        };
        let shared = &self.order.shared;
        let most = match shared.flow.bound() {
            Bound::Items(capacity) => capacity.clamp(1, BUFFER as u64),
            Bound::Rendezvous => 1,
            _ => BUFFER as u64,
        };
        if !streaming.finds_room(most) && !shared.gate.is_closed() {
            let Some(waker) = waker else {
                return Poll::Pending;
            };
            streaming.shared.await_room(waker);
            if !streaming.finds_room(most) {
                // The receiver closes without waking workers that register later.
                return if shared.gate.is_closed() {
                    Poll::Ready(Err(Closed))
                } else {
                    Poll::Pending
                };
            }
        }
        if let Some(item) = item.take() {
            streaming.put(item);
        }
        self.has_place = false;
        self.order.streamed();
        Poll::Ready(Ok(()))
    }

    /// Gets a place for an output, if outputs are weighed and it has none yet.
    fn poll_place(&mut self, item: Option<&T>, waker: Option<&Waker>) -> Poll<Result<(), Closed>> {
        let Some(lane) = self.order.lane.as_ref().filter(|_| !self.has_place) else {
            return Poll::Ready(Ok(()));
        };
        let shared = &self.order.shared;
        let weight = weigh_once(shared.scale.as_ref(), item, &mut self.weight);
        let finds_place = || shared.flow.weigh_in(weight, lane);
        if shared.gate.is_closed() {
            return Poll::Ready(Err(Closed));
        }
        if !finds_place() {
            let Some(waker) = waker else {
                return Poll::Pending;
            };
            let (room, wants) = (&shared.flow.room, shared.flow.wants());
            let long = !shared.gate.is_counted();
            room.register(&mut self.seat_for_place, wants, waker, long);
            if !finds_place() {
                return if shared.gate.is_closed() {
                    Poll::Ready(Err(Closed))
                } else {
                    Poll::Pending
                };
            }
        }
        shared.flow.room.leave(&mut self.seat_for_place);
        self.weight = None;
        self.has_place = true;
        Poll::Ready(Ok(()))
    }

    /// Finishes the item in hand, and puts its outputs in.
    pub(crate) fn poll_finish(&mut self, waker: Option<&Waker>) -> Poll<Result<(), Closed>> {
        let Some(number) = self.number else {
            return Poll::Ready(Ok(()));
        };
        if self.streaming.is_none() && self.order.lane.is_some() && !self.made.is_empty() {
            if self.poll_turn(waker).is_pending() {
                return Poll::Pending;
            }
            self.start_streaming(number);
        }
        if self.streaming.is_none() {
            let output = match self.made.len() {
                1 => self.made.pop_front().map(ItemOutput::One),
                _ => None,
            };
            let output = output.unwrap_or_else(|| ItemOutput::Some(mem::take(&mut self.made)));
            self.number = None;
            self.order.fill(number, output);
            return Poll::Ready(Ok(()));
        }
        while let Some(item) = self.made.pop_front() {
            let mut next = Some(item);
            let polled = self.poll_stream(&mut next, waker);
            if let Some(next) = next {
                self.made.push_front(next);
            }
            match polled {
                Poll::Ready(Ok(())) => {}
                other => return other,
            }
        }
        self.end_streaming();
        self.number = None;
        Poll::Ready(Ok(()))
    }

    fn end_streaming(&mut self) {
        if let Some(streaming) = self.streaming.take() {
            streaming.shared.is_done.store(true, Ordering::Release);
            self.order.published();
            self.order.streaming.store(0, Ordering::Release);
            // The next item has its turn.
            self.order.published();
        }
    }

    /// Gives up the item in hand: its other outputs will not be put in.
    pub(crate) fn give_up(&mut self) {
        let shared = &self.order.shared;
        shared.gate.leave_turn(&mut self.seat);
        shared.flow.room.leave(&mut self.seat_for_place);
        self.weight = None;
        if mem::take(&mut self.has_place)
            && let Some(lane) = &self.order.lane
        {
            shared.flow.weigh_back(lane);
        }
        if let Some(share) = shared.link.share() {
            let unsent = self.made.len() + usize::from(mem::take(&mut self.launched));
            (0..unsent).for_each(|_| share.take_back());
        }
        // These outputs were counted as put in.
        shared.link.leave(self.made.len());
        shared.link.discard(self.made.drain(..));
    }
}

impl<T> Drop for OrderedSender<T> {
    fn drop(&mut self) {
        self.give_up();
        if self.streaming.is_some() {
            self.end_streaming();
        }
    }
}

/// The receiving half of ordered slots.
pub(crate) struct OrderedReader<T> {
    slots: Arc<OrderedSlots<ItemOutput<T>>>,
    /// Weights of the waiting outputs, if outputs are weighed.
    pub(crate) lane: Option<Arc<LaneFlow>>,
    /// Remaining outputs of the item before `head`.
    rest: VecDeque<T>,
    /// Number of further slots that the reader may empty before it looks again.
    claimed: u64,
    /// Further outputs of the item before `head`, if they are still being made.
    streaming: Option<StreamReader<T>>,
}

impl<T> OrderedReader<T> {
    /// Claims at least one item, if there is any, and the contents of up to `most` consecutive
    /// slots. Returns the number of claimed items, where a slot counts as one.
    pub(crate) fn claim(&mut self, most: u64) -> u64 {
        while self.rest.is_empty() {
            if let Some(streaming) = &mut self.streaming {
                // `is_done` is loaded first, so that outputs that came before the end are found.
                let is_done = streaming.shared.is_done.load(Ordering::Acquire);
                let claimed = streaming.claim(most);
                if claimed > 0 || !is_done {
                    return claimed;
                }
                self.streaming = None;
            } else if self.slots.is_filled(self.slots.head()) {
                let output = self.next_output();
                self.unpack(output);
            } else {
                return 0;
            }
        }
        if self.streaming.is_none() {
            self.claimed = self.settled(most.min(AT_ONCE));
        }
        self.claimed()
    }

    pub(crate) fn claimed(&self) -> u64 {
        let streamed = self.streaming.as_ref();
        let streamed = streamed.map_or(0, |streaming| streaming.from.claimed());
        self.rest.len() as u64 + streamed + self.claimed
    }

    pub(crate) fn has_items(&self) -> bool {
        !self.rest.is_empty()
            || match &self.streaming {
                Some(streaming) => streaming.is_ready(),
                None => self.slots.is_filled(self.slots.head()),
            }
    }

    /// Returns how many of the next `most` slots are filled, up to the first that is not.
    fn settled(&self, most: u64) -> u64 {
        let head = self.slots.head();
        let slots = head..head + most.min(self.slots.size());
        let filled = slots.take_while(|number| self.slots.is_filled(*number));
        filled.count() as u64
    }

    /// Takes the output from the next slot, which must be filled.
    #[inline(always)]
    fn next_output(&mut self) -> ItemOutput<T> {
        debug_assert!(self.slots.is_filled(self.slots.head()), "not filled");
        // SAFETY: the slot is filled, and an edge has one ordered reader.
        unsafe { self.slots.take() }
    }

    fn unpack(&mut self, output: ItemOutput<T>) {
        match output {
            ItemOutput::One(item) => self.rest.push_back(item),
            ItemOutput::Some(items) => self.rest = items,
            ItemOutput::Streaming(streaming) => {
                self.streaming = Some(streaming);
                // The next slots come after all outputs that are still being made.
                self.claimed = 0;
            }
        }
    }

    /// Takes the next claimed item.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Option<T> {
        if !self.rest.is_empty() {
            return self.rest.pop_front();
        }
        while self.claimed > 0 {
            self.claimed -= 1;
            match self.next_output() {
                ItemOutput::One(item) => return Some(item),
                other => self.unpack(other),
            }
            if !self.rest.is_empty() {
                return self.rest.pop_front();
            }
        }
        self.streaming.as_mut()?.take()
    }

    /// Wakes workers that were too far ahead. Returns whether there were any.
    #[inline(always)]
    pub(crate) fn wakes(&self, room: &Room) -> bool {
        let head = self.slots.head();
        let wakes = room.is_wanted_at(head);
        if wakes {
            room.wake(head, u64::MAX);
        }
        wakes
    }

    /// Takes all items up to the first slot that is not filled. With `all`, also takes the items
    /// after that slot. Then nobody may put in more.
    pub(crate) fn drain(&mut self, all: bool) -> Vec<T> {
        let mut items = Vec::new();
        while self.claim(AT_ONCE) > 0 {
            items.extend(std::iter::from_fn(|| self.take()));
        }
        if all {
            // SAFETY: an edge has one ordered reader.
            unsafe {
                self.slots.sweep(|output| match output {
                    ItemOutput::One(item) => items.push(item),
                    ItemOutput::Some(some) => items.extend(some),
                    ItemOutput::Streaming(mut streaming) => {
                        while streaming.claim(u64::MAX) > 0 {
                            items.extend(std::iter::from_fn(|| streaming.take()));
                        }
                    }
                });
            }
        }
        items
    }
}
