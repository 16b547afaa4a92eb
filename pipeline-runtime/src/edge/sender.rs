//! The sending half of an edge.

use std::mem;
use std::task::{Poll, Waker};

use super::flow::{Bound, LaneFlow, Wanted};
use super::hang_up::{Closed, Edge, Unsent};
use super::memory::{self, Puts, Writer};
use super::wait::{Seat, Wants, published};
use super::weight::weigh_once;
use super::window::{DEFAULT_CAPACITY, Window};
use super::{Input, SharedEdge};
use crate::edge::supply::Place;
use crate::report::counters::Counter;
use crate::sync::{Arc, LightFence, Listener, Mutex, Ordering, lock};

/// The sending half of an edge, owned by one worker.
///
/// A clone is for another worker, and has a lane of its own.
pub struct Sender<T> {
    pub(super) shared: Arc<SharedEdge<T>>,
    /// The sender's own lane. Created for the first item.
    lane: Option<OwnLane<T>>,
    /// The lane shared by all workers of a fan-out of futures.
    common: Option<Common<T>>,
    waiting: Waiting,
    keeps_open: bool,
    /// Registration that wakes the task or thread when its worker must stop.
    pub(super) listener: Listener,
}

/// State of a put that waits for room.
#[derive(Default)]
pub(crate) struct Waiting {
    /// The sender's number in a list of sleepers, while it waits.
    seat: Seat,
    /// Whether the item is already counted as in flight in its loop.
    launched: bool,
    /// The weight of the item, once it was weighed.
    weight: Option<u64>,
}

type Common<T> = Arc<Mutex<Option<OwnLane<T>>>>;

/// A lane, as its sender sees it.
struct OwnLane<T> {
    writer: Writer<T>,
    flow: Arc<LaneFlow>,
    window: Window,
    /// Whether the last look found more room than the sender may use before the next look.
    has_more_room: bool,
    /// Number of places that were granted and are not yet room in the lane.
    places: u64,
}

/// How long a sender waits when it finds no room.
#[derive(Clone, Copy)]
pub(crate) enum Patience<'w> {
    /// Does not wait: only looks for this much room.
    None(Wanted),
    /// Sleeps until there is much room. The caller ends the sleep after some time.
    Timed(&'w Waker),
    /// Sleeps until there is any room.
    Long(&'w Waker),
    /// Suspends the task until there is much room, or until the receiver's task pauses while there
    /// is any room.
    Task(&'w Waker),
}

impl Patience<'_> {
    /// Returns the waker to register before a sleep, if the sender may sleep.
    fn waker(&self) -> Option<&Waker> {
        match self {
            Patience::None(_) => None,
            Patience::Timed(waker) | Patience::Long(waker) | Patience::Task(waker) => Some(waker),
        }
    }

    /// Returns how much room the sender looks for.
    fn wanted(self) -> Wanted {
        match self {
            Patience::None(wanted) => wanted,
            Patience::Timed(_) => Wanted::Half,
            Patience::Long(_) | Patience::Task(_) => Wanted::One,
        }
    }
}

/// Number of items that the first ring of a lane has room for.
const FIRST: usize = DEFAULT_CAPACITY;

impl<T> Sender<T> {
    pub(super) fn first(shared: Arc<SharedEdge<T>>) -> Self {
        Sender {
            shared,
            lane: None,
            common: None,
            waiting: Waiting::default(),
            keeps_open: true,
            listener: Listener::default(),
        }
    }

    #[inline]
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.shared.link
    }

    /// Returns a guard that keeps the stream open and puts nothing in.
    pub(crate) fn keep_open(&self) -> KeepOpen<T> {
        self.shared.open.fetch_add(1, Ordering::Relaxed);
        KeepOpen(Arc::clone(&self.shared))
    }

    /// Makes all clones of this sender share one lane.
    ///
    /// The many workers of one task would otherwise each have a lane with hardly any items, and the
    /// receiver would have to look at all of them.
    pub(crate) fn with_common_lane(mut self) -> Self {
        self.common = Some(Common::default());
        self
    }

    /// Turns the sender into a guest: a sender that does not keep the stream open.
    pub(crate) fn into_guest(mut self) -> Self {
        if std::mem::take(&mut self.keeps_open) {
            close_one(&self.shared);
        }
        self
    }

    /// Returns an error if no receiver wants further items.
    #[inline]
    pub(crate) fn still_wanted(&self) -> Result<(), Closed> {
        if self.edge().is_unwanted() {
            Err(Closed)
        } else {
            Ok(())
        }
    }

    /// Puts an item in if the sender already knows of room for it.
    #[inline(always)]
    pub(crate) fn try_put(&mut self, item: T) -> Result<(), T> {
        match &mut self.lane {
            Some(lane) => lane.writer.put(item)?,
            None => self.try_put_in_common(item)?,
        }
        self.published();
        Ok(())
    }

    fn try_put_in_common(&mut self, item: T) -> Result<(), T> {
        let Some(common) = &self.common else {
            return Err(item);
        };
        match &mut *lock(common) {
            Some(lane) => lane.writer.put(item),
            None => Err(item),
        }
    }

    #[inline(always)]
    fn published(&self) {
        if published(self.shared.fence, &self.shared.gate) {
            self.shared.attend();
        }
    }

    /// Returns the room that the sender already knows of, if any. The number of items that are put
    /// there is added to `given`.
    #[inline(always)]
    pub(crate) fn room<'s>(&'s mut self, given: &'s Counter) -> Option<SenderRoom<'s, T>> {
        let puts = self.lane.as_mut()?.writer.puts();
        puts.has_room().then(|| SenderRoom {
            start: puts.at(),
            puts,
            fence: self.shared.fence,
            shared: &self.shared,
            given,
        })
    }

    /// Declares that the next item to be put in is already counted as in flight in its loop.
    pub(crate) fn sends_launched(&mut self) {
        self.waiting.launched = true;
    }

    /// Puts in the item that `item` holds, when there is room.
    pub(crate) fn poll_put(
        &mut self,
        item: &mut Option<T>,
        patience: Patience<'_>,
    ) -> Poll<Result<(), Unsent>> {
        if let Some(share) = self.shared.link.share()
            && !self.waiting.launched
        {
            share.launch()?;
            self.waiting.launched = true;
        }
        let scale = self.shared.scale.as_ref();
        let weight = weigh_once(scale, item.as_ref(), &mut self.waiting.weight);
        let polled = if !self.keeps_open && self.shared.is_at_end() {
            Poll::Ready(Err(Closed))
        } else if let Some(polled) = self.poll_lossy(item, patience) {
            return polled;
        } else {
            self.poll_lane(weight, item, patience)
        };
        match polled {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Err(Closed)) => {
                self.give_up();
                return Poll::Ready(Err(Unsent::Closed));
            }
            Poll::Ready(Ok(())) => {}
        }
        self.waiting.launched = false;
        self.waiting.weight = None;
        Poll::Ready(Ok(()))
    }

    /// [`poll_put`](Sender::poll_put) for one of several users of this sender, each with its own
    /// `waiting`.
    pub(crate) fn poll_put_as(
        &mut self,
        waiting: &mut Waiting,
        item: &mut Option<T>,
        patience: Patience<'_>,
    ) -> Poll<Result<(), Unsent>> {
        mem::swap(&mut self.waiting, waiting);
        let polled = self.poll_put(item, patience);
        mem::swap(&mut self.waiting, waiting);
        polled
    }

    /// [`give_up`](Sender::give_up) for one of several users of this sender.
    pub(crate) fn give_up_as(&mut self, waiting: &mut Waiting) {
        mem::swap(&mut self.waiting, waiting);
        self.give_up();
        mem::swap(&mut self.waiting, waiting);
    }

    /// Puts the item into a stream that may lose items: if the stream is full, this item or another
    /// one is lost. Returns `None` if the stream loses no items.
    fn poll_lossy(
        &mut self,
        item: &mut Option<T>,
        patience: Patience<'_>,
    ) -> Option<Poll<Result<(), Unsent>>> {
        let Sender {
            shared,
            waiting: Waiting { seat, .. },
            ..
        } = self;
        let lossy = shared.lossy.as_ref()?;
        if shared.gate.is_closed() {
            self.give_up();
            return Some(Poll::Ready(Err(Unsent::Closed)));
        }
        let published = || {
            if published(shared.fence, &shared.gate) {
                shared.attend();
            }
        };
        Some(lossy.poll_put(item, seat, patience.waker(), &shared.link, published))
    }

    /// Puts the item into the lane when there is room.
    fn poll_lane(
        &mut self,
        weight: u64,
        item: &mut Option<T>,
        patience: Patience<'_>,
    ) -> Poll<Result<(), Closed>> {
        let Sender {
            shared,
            lane,
            common,
            waiting: Waiting { seat, .. },
            ..
        } = self;
        let polled = if let Some(common) = common {
            let mut common = lock(common);
            let lane = OwnLane::of(&mut common, shared)?;
            lane.poll_put(weight, item, seat, shared, patience)
        } else {
            let lane = OwnLane::of(lane, shared)?;
            lane.poll_put(weight, item, seat, shared, patience)
        };
        if let Poll::Ready(Ok(())) = polled {
            self.published();
        }
        polled
    }

    /// Tells the window that the room is used up, so that the window can follow the speed of the
    /// items. Returns how long it took to use up the room, for each [`DEFAULT_CAPACITY`] items of
    /// it.
    pub(super) fn note_full(&mut self) -> std::time::Duration {
        match &mut self.lane {
            Some(lane) if self.shared.flow.bound() == Bound::Window => lane.note_full(),
            _ => std::time::Duration::ZERO,
        }
    }

    /// Returns whether items wait in this sender's lane.
    pub(super) fn has_waiting(&self) -> bool {
        self.lane.as_ref().is_some_and(|lane| lane.waiting() > 0)
    }

    /// Returns the number of items that were taken from this sender's lane so far.
    pub(super) fn taken_so_far(&self) -> u64 {
        let lane = self.lane.as_ref();
        lane.map_or(0, |lane| lane.flow.lane.taken_so_far())
    }

    /// Abandons a waiting put: its item will not be put in.
    pub(crate) fn give_up(&mut self) {
        self.waiting.weight = None;
        if self.waiting.seat.is_some() {
            let seat = &mut self.waiting.seat;
            let mut leave = |lane: &OwnLane<T>| lane.room(&self.shared).leave(seat);
            let was_woken = match &self.common {
                _ if self.shared.lossy.is_some() => self.shared.flow.room.leave(seat),
                Some(common) => lock(common).as_ref().is_some_and(&mut leave),
                None => self.lane.as_ref().is_some_and(&mut leave),
            };
            if was_woken {
                // The sender was woken for room that another sender may use.
                self.shared.flow.look();
            }
        }
        if mem::take(&mut self.waiting.launched)
            && let Some(share) = self.shared.link.share()
        {
            share.take_back();
        }
    }
}

impl<T> OwnLane<T> {
    /// Returns the lane in `place`, and creates it if there is none.
    fn of<'l>(place: &'l mut Option<Self>, shared: &SharedEdge<T>) -> Result<&'l mut Self, Closed> {
        if place.is_none() {
            *place = Some(OwnLane::add_to(shared)?);
        }
        place.as_mut().ok_or(Closed)
    }

    fn poll_put(
        &mut self,
        weight: u64,
        item: &mut Option<T>,
        seat: &mut Seat,
        shared: &SharedEdge<T>,
        patience: Patience<'_>,
    ) -> Poll<Result<(), Closed>> {
        let polled = self.poll_room(weight, seat, shared, patience);
        if let Poll::Ready(Ok(())) = polled
            && let Some(item) = item.take()
        {
            let put = self.writer.put(item);
            debug_assert!(put.is_ok(), "there is room");
        }
        polled
    }

    fn poll_room(
        &mut self,
        weight: u64,
        seat: &mut Seat,
        shared: &SharedEdge<T>,
        patience: Patience<'_>,
    ) -> Poll<Result<(), Closed>> {
        let wanted = patience.wanted();
        if shared.gate.is_closed() || self.finds_room(weight, wanted, shared) {
            return Poll::Ready(self.settle(seat, shared));
        }
        if let Patience::Task(_) = patience
            && shared.flow.bound() == Bound::Window
        {
            self.note_full();
        }
        let (waker, long) = match patience {
            Patience::None(_) => return Poll::Pending,
            Patience::Timed(waker) | Patience::Task(waker) => (waker, false),
            Patience::Long(waker) => (waker, true),
        };
        let wants = self.wants(long, shared);
        self.room(shared).register(seat, wants, waker, long);
        if shared.gate.is_closed() || self.finds_room(weight, wanted, shared) {
            return Poll::Ready(self.settle(seat, shared));
        }
        Poll::Pending
    }

    fn add_to(shared: &SharedEdge<T>) -> Result<Self, Closed> {
        let bound = shared.flow.bound();
        let first = match bound {
            Bound::Items(capacity) => usize::try_from(capacity).unwrap_or(FIRST).min(FIRST),
            Bound::Rendezvous | Bound::Weight(_) => 1,
            // A stream that may lose items has no lanes.
            Bound::Window | Bound::Nothing | Bound::Lossy(..) => FIRST,
        };
        let (writer, reader) = memory::lane(first);
        let flow = LaneFlow::new(writer.lane());
        shared.add(Input::Lane(reader, Arc::clone(&flow)))?;
        Ok(OwnLane {
            writer,
            flow,
            window: Window::growing::<T>(),
            has_more_room: false,
            places: 0,
        })
    }

    /// Returns the room at which the sender waits.
    fn room<'r>(&'r self, shared: &'r SharedEdge<T>) -> &'r super::wait::Room {
        match shared.flow.bound() {
            Bound::Window => &self.flow.room,
            _ => &shared.flow.room,
        }
    }

    /// Ends the wait. Fails if the edge is closed.
    fn settle(&mut self, seat: &mut Seat, shared: &SharedEdge<T>) -> Result<(), Closed> {
        if seat.is_some() {
            self.room(shared).leave(seat);
        }
        if shared.gate.is_closed() {
            // In a loop, an item may use room only if it was counted in.
            self.writer.give_up_room();
            Err(Closed)
        } else {
            Ok(())
        }
    }

    /// Returns whether there is room for an item of this weight now. If so, the writer has room for
    /// at least one item.
    fn finds_room(&mut self, weight: u64, wanted: Wanted, shared: &SharedEdge<T>) -> bool {
        match shared.flow.bound() {
            Bound::Window => self.finds_window(wanted, shared),
            Bound::Nothing | Bound::Lossy(..) => self.writer.make_room(1) > 0,
            Bound::Weight(_) => {
                shared.flow.weigh_in(weight, &self.flow) && self.writer.make_room(1) > 0
            }
            // Another user of this sender made this room.
            Bound::Items(_) | Bound::Rendezvous if self.writer.room() > 0 => true,
            Bound::Items(_) | Bound::Rendezvous => {
                if self.places == 0 {
                    self.places = shared.flow.grant(wanted);
                }
                if self.places == 0 {
                    return false;
                }
                // In a loop, each item is counted before it is put in, so room is made for one at a
                // time.
                let most = if shared.link.share().is_some() {
                    1
                } else {
                    self.places
                };
                self.places -= self.writer.make_room(most);
                true
            }
        }
    }

    fn finds_window(&mut self, wanted: Wanted, shared: &SharedEdge<T>) -> bool {
        if self.has_more_room && self.goes_on() {
            return self.is_counted_in(shared);
        }
        let size = self.window.size() as u64;
        let waiting = self.waiting();
        let free = size.saturating_sub(waiting);
        free >= wanted.of(size) && {
            self.use_room(free);
            self.is_counted_in(shared)
        }
    }

    /// In a loop, makes room for one item at a time, because each item is counted before it is put
    /// in. Always returns true.
    fn is_counted_in(&mut self, shared: &SharedEdge<T>) -> bool {
        if shared.link.share().is_some() {
            self.writer.make_room(1);
            self.has_more_room = false;
        }
        true
    }

    fn waiting(&self) -> u64 {
        self.writer.put_so_far() - self.flow.lane.taken_so_far()
    }

    /// Uses room that the last look left unused. Looks at the window again, which may shrink first.
    /// Returns whether there is room.
    #[expect(clippy::cast_possible_truncation, reason = "modulo 2³²")]
    fn goes_on(&mut self) -> bool {
        let taken = self.flow.lane.taken_so_far();
        let waiting = self.waiting();
        self.window.closes(taken as u32, waiting as u32);
        self.flow.note_window(self.window.size());
        let free = (self.window.size() as u64).saturating_sub(waiting);
        self.has_more_room = free > 0;
        if free > 0 {
            self.use_room(free);
        }
        free > 0
    }

    /// Makes room for `free` items, or for as many of them as may go in before the next look at the
    /// window.
    fn use_room(&mut self, free: u64) {
        let most = u64::from(self.window.at_once::<T>());
        let room = self.writer.make_room(free.min(most));
        self.has_more_room = room < free;
    }

    fn wants(&self, long: bool, shared: &SharedEdge<T>) -> Wants {
        if shared.flow.bound() != Bound::Window {
            let wants = shared.flow.wants();
            return if long {
                Wants {
                    much: wants.one,
                    ..wants
                }
            } else {
                wants
            };
        }
        let size = self.window.size() as u64;
        let put = self.writer.put_so_far();
        let at = |wanted: Wanted| (put + wanted.of(size)).saturating_sub(size);
        let one = at(Wanted::One);
        let much = if long { one } else { at(Wanted::Half) };
        Wants { much, one }
    }

    #[expect(clippy::cast_possible_truncation, reason = "modulo 2³²")]
    fn note_full(&mut self) -> std::time::Duration {
        self.window.full_at(self.writer.put_so_far() as u32);
        self.flow.note_window(self.window.size());
        // A large window takes long to use up even if its items are quick.
        let times = (self.window.size() / DEFAULT_CAPACITY).max(1);
        self.window.took() / u32::try_from(times).unwrap_or(u32::MAX)
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.shared.open.fetch_add(1, Ordering::Relaxed);
        self.shared.flow.senders.fetch_add(1, Ordering::AcqRel);
        let mut another = Sender::first(Arc::clone(&self.shared));
        another.common.clone_from(&self.common);
        another
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.give_up();
        let flow = &self.shared.flow;
        if let Some(lane) = &mut self.lane
            && matches!(flow.bound(), Bound::Items(_) | Bound::Rendezvous)
        {
            let unused = lane.places + lane.writer.room();
            lane.writer.give_up_room();
            flow.take_back(unused);
        }
        flow.senders.fetch_sub(1, Ordering::AcqRel);
        if self.keeps_open {
            close_one(&self.shared);
        }
    }
}

/// Counts one owner less that keeps the stream open. The stream ends with the last one.
fn close_one<T>(shared: &SharedEdge<T>) {
    if shared.open.fetch_sub(1, Ordering::AcqRel) == 1 {
        shared.gate.wake_all();
        if shared.gate.is_closed() {
            shared.clear();
        }
        // Wakes guests, which find the stream closed.
        shared.flow.room.wake_all();
    }
}

/// Keeps the stream open until it is dropped.
pub(crate) struct KeepOpen<T>(Arc<SharedEdge<T>>);

impl<T> Drop for KeepOpen<T> {
    fn drop(&mut self) {
        close_one(&self.0);
    }
}

/// Room that a sender already knows of.
pub(crate) struct SenderRoom<'s, T> {
    puts: Puts<'s, T>,
    start: u64,
    fence: LightFence,
    shared: &'s SharedEdge<T>,
    given: &'s Counter,
}

impl<T> Place<T> for SenderRoom<'_, T> {
    /// Puts an item in. Returns false if there is no more room, and also if a receiver has to be
    /// woken: dropping this value wakes it.
    ///
    /// # Panics
    ///
    /// If there is no room.
    #[inline(always)]
    fn put(&mut self, item: T) -> bool {
        self.puts.put(item);
        !published(self.fence, &self.shared.gate) && self.puts.has_room()
    }
}

impl<T> Drop for SenderRoom<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        self.given.add(self.puts.at() - self.start);
        if self.shared.gate.needs_attention() {
            self.shared.attend();
        }
    }
}
