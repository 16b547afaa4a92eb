//! The queue of an edge between tasks: bounded, for any number of workers at both ends.
//!
//! Every item is in the queue, in the hands of one worker, or dropped with the last reader: nothing is
//! lost where a worker's task is dropped in a wait. Whoever waits does so under one lock. No foreign
//! code runs under it: items are dropped and wakers called outside.
//!
//! Several [senders](Sender) take the lock for each item; one alone has a [`Feed`], and takes it only
//! when a reader waits or there may be no room. A [reader](Receiver) that is the only one takes it when
//! it has nothing more: then it takes all that waits, which goes on to wait as far as the capacity is
//! concerned. Several readers take one item each, or a busy one would hold what an idle one could have.

use std::collections::VecDeque;
use std::task::Waker;

use super::feed::{self, Feed};
use super::receiver::Receiver;
use super::room::Room;
use super::sender::Sender;
use super::waiters::Waiters;
use crate::cycle::Share;
use crate::edge::Edge;
use crate::ring::Reader;
use crate::sync::{Arc, Mutex, MutexGuard, lock};
use crate::weight::{Load, Scale};
use crate::window::Window;

/// A queue of as many items as `window` says. `in_one_task`: both of its ends are polled by the same
/// task.
pub(crate) fn edge<T>(
    window: Window,
    share: Option<Share>,
    in_one_task: bool,
) -> (Sender<T>, Receiver<T>) {
    queue(window, None, share, in_one_task)
}

/// A queue of what weighs at most `max`.
pub(crate) fn edge_by_weight<T>(
    max: usize,
    share: Option<Share>,
    in_one_task: bool,
) -> (Sender<T>, Receiver<T>) {
    // It has places, which its scale gives away.
    let window = Window::exactly(1);
    queue(window, Some(Scale::new(max)), share, in_one_task)
}

fn queue<T>(
    window: Window,
    scale: Option<Scale<T>>,
    share: Option<Share>,
    in_one_task: bool,
) -> (Sender<T>, Receiver<T>) {
    let queue = Arc::new(Queue {
        edge: Edge::of::<T>(share),
        room: Room::new(window.size() == 0),
        in_one_task,
        scale,
        state: Mutex::new(State {
            items: VecDeque::new(),
            rings: VecDeque::new(),
            window,
            load: Load::default(),
            put: 0,
            until: 0,
            open: 1,
            senders: 1,
            receivers: 1,
            receiving: Waiters::default(),
            is_read_elsewhere: false,
        }),
    });
    (Sender::new(&queue), Receiver::new(queue))
}

pub(super) struct Queue<T> {
    pub(super) edge: Arc<Edge>,
    pub(super) room: Arc<Room>,
    pub(super) in_one_task: bool,
    /// If what waits is weighed: then all is done under the lock.
    pub(super) scale: Option<Scale<T>>,
    state: Mutex<State<T>>,
}

pub(super) struct State<T> {
    pub(super) items: VecDeque<T>,
    /// What a [`Feed`] goes on in, one after the other, as far as the reader did not get to them.
    pub(super) rings: VecDeque<Reader<T>>,
    pub(super) window: Window,
    /// What the items weigh, if they are weighed.
    load: Load,
    /// How many items were put in so far, those that a [`Feed`] may put in among them.
    put: u64,
    /// Until so many were there is room, and somebody who reads.
    until: u64,
    /// How many keep the stream open, and how many of them send.
    pub(super) open: usize,
    pub(super) senders: usize,
    pub(super) receivers: usize,
    pub(super) receiving: Waiters,
    /// The reader waits in a task that is not its worker's.
    pub(super) is_read_elsewhere: bool,
}

impl<T> Queue<T> {
    #[inline]
    pub(super) fn state(&self) -> MutexGuard<'_, State<T>> {
        lock(&self.state)
    }

    /// A way of its own for the only sender, if it is that.
    pub(super) fn feed(&self, state: &mut State<T>) -> Option<Feed<T>> {
        // What waits goes first, and a loop is told of each item; a rendezvous asks who waits.
        let is_plain =
            state.items.is_empty() && self.edge.share().is_none() && self.scale.is_none();
        if state.senders > 1 || !is_plain || state.window.size() == 0 {
            return None;
        }
        self.room.set_fed();
        state.call(&self.room);
        Some(Feed::new(&mut state.rings))
    }
}

impl<T> State<T> {
    pub(super) fn is_closed(&self) -> bool {
        self.receivers == 0 || self.open == 0
    }

    /// Whether it is known that one more item may wait.
    #[inline]
    pub(super) fn has_known_room(&self) -> bool {
        self.put < self.until
    }

    /// Whether one more item may wait: where none may, looks whether that changed.
    pub(super) fn has_room(&mut self, room: &Room) -> bool {
        if !self.has_known_room() {
            if self.window.size() > 0 {
                self.look_at_window(room);
            }
            self.count_free(room);
        }
        self.has_known_room()
    }

    /// As many items were put in as was known to be possible: lets the window follow their speed.
    #[expect(clippy::cast_possible_truncation, reason = "modulo 2³²")]
    fn look_at_window(&mut self, room: &Room) {
        let taken = room.taken();
        if self.free(room) == 0 {
            self.window.full_at(self.put as u32);
        } else {
            self.window.closes(taken as u32, (self.put - taken) as u32);
        }
    }

    /// Whether an item of this weight may wait.
    pub(super) fn fits(&self, weight: u64, scale: &Scale<T>) -> bool {
        scale.fits(weight, &self.load)
    }

    /// [`put`](State::put) for an item of this weight.
    pub(super) fn put_weighed(&mut self, item: T, weight: u64) -> Option<Waker> {
        self.load.add(weight);
        self.put(item)
    }

    /// Counts anew how many items may be put in before the next look.
    pub(super) fn count_free(&mut self, room: &Room) {
        let at_once = u64::from(self.window.at_once::<T>());
        let free = self.free(room).min(at_once);
        self.until = self.put.saturating_add(free);
    }

    /// Whether half of the items that may wait do not, so that who waits for room is to be woken: at
    /// a rendezvous there is none before a reader waits.
    pub(super) fn is_half_empty(&self, room: &Room) -> bool {
        let waiting = self.put - room.taken();
        let size = self.window.size() as u64;
        size > 0 && waiting <= size / 2
    }

    /// Whether an item waits.
    pub(super) fn has_items(&self) -> bool {
        !self.items.is_empty() || self.rings.iter().any(|ring| ring.waiting() > 0)
    }

    /// The next item that waits, for one of several readers.
    pub(super) fn next(&mut self) -> Option<T> {
        while let Some(ring) = self.rings.front_mut() {
            let item = feed::next(ring);
            if item.is_some() {
                return item;
            }
            // The sender, which has the lock for that, goes on in the ring that follows.
            if self.rings.len() == 1 {
                break;
            }
            self.rings.pop_front();
        }
        self.load.remove();
        self.items.pop_front()
    }

    /// How many items more may wait.
    fn free(&self, room: &Room) -> u64 {
        let waiting = self.put - room.taken();
        match self.window.size() {
            // A rendezvous: one item for a reader that waits for it now.
            0 => u64::from(waiting < self.receiving.count() as u64),
            size => (size as u64).saturating_sub(waiting),
        }
    }

    /// Puts `item` in, for which there is room; who is to be woken for it.
    #[inline]
    pub(super) fn put(&mut self, item: T) -> Option<Waker> {
        self.items.push_back(item);
        self.put += 1;
        self.receiving.one()
    }

    /// Takes all room for one sender; how much it is.
    pub(super) fn grant(&mut self) -> u64 {
        let room = self.until - self.put;
        self.put = self.until;
        room
    }

    /// Takes back what was granted and is not needed.
    pub(super) fn take_back(&mut self, room: u64) {
        self.put -= room;
        self.close();
    }

    /// There is no room any more, as far as anybody knows.
    pub(super) fn close(&mut self) {
        self.until = self.put;
    }

    /// Tells a [`Feed`] whether to look at more than its ring.
    pub(super) fn call(&self, room: &Room) {
        if room.is_fed() {
            room.call(self.receivers == 0 || self.receiving.are_asleep());
        }
    }
}
