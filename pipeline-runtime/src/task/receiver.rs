//! The end of an edge that items are taken from.

use std::collections::VecDeque;
use std::iter;
use std::task::{Context, Poll};

use rtrb::Consumer;

use super::alone::Alone;
use super::queue::{Queue, State};
use super::room::Room;
use super::waiters::wake;
use crate::edge::Edge;
use crate::sync::Arc;

/// The end of an edge that items are taken from.
pub struct Receiver<T> {
    queue: Arc<Queue<T>>,
    room: Arc<Room>,
    own: Alone<Own<T>>,
    /// Where it waits for an item, if it does.
    place: Option<u64>,
}

// It keeps items, but never one in its place.
impl<T> Unpin for Receiver<T> {}

/// What a reader gets at without the lock.
struct Own<T> {
    /// What it took as the only reader, and has not given: it waits still.
    items: VecDeque<T>,
    /// With so few of them left, senders are told of the room.
    mark: usize,
    /// What comes from the only sender, to the only reader.
    ring: Option<Consumer<T>>,
    /// After so many more of them, senders are told of the room.
    pace: usize,
    /// Half of what may wait.
    half: usize,
}

impl<T> Default for Own<T> {
    fn default() -> Self {
        Own {
            items: VecDeque::new(),
            mark: 0,
            ring: None,
            pace: 1,
            half: 1,
        }
    }
}

/// An item of an edge, and how many were taken before it.
pub(crate) struct Numbered<T> {
    pub(crate) item: T,
    pub(crate) number: u64,
}

impl<T> Receiver<T> {
    pub(super) fn new(queue: Arc<Queue<T>>) -> Self {
        Receiver {
            room: Arc::clone(&queue.room),
            queue,
            own: Alone::default(),
            place: None,
        }
    }

    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.queue.edge
    }

    /// Where its job tells of the room that was made.
    pub(crate) fn room(&self) -> &Arc<Room> {
        &self.room
    }

    /// The next item; `None` at the end of the stream. `at_home` says whether its worker's job polls
    /// it.
    pub(crate) fn poll_receive(
        &mut self,
        at_home: impl Fn() -> bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Numbered<T>>> {
        let polled = match self.next_own() {
            Some(item) => Poll::Ready(Some(item)),
            None => self.poll_queue(at_home, cx),
        };
        if let Poll::Ready(Some(_)) = polled {
            self.edge().share().inspect(|share| share.take());
        }
        polled
    }

    /// The next item of those that need no lock; to be told to the loop, if it is of one.
    #[inline(always)]
    pub(crate) fn next_own(&mut self) -> Option<Numbered<T>> {
        let own = self.own.get();
        let item = match &mut own.ring {
            Some(ring) if own.items.is_empty() => {
                let item = ring.pop().ok()?;
                own.pace -= 1;
                if own.pace == 0 {
                    return Some(self.telling(item));
                }
                item
            }
            _ => {
                let item = own.items.pop_front()?;
                if own.items.len() <= own.mark {
                    return Some(self.telling(item));
                }
                item
            }
        };
        let number = self.room.take();
        Some(Numbered { item, number })
    }

    /// `item`, and tells senders of the room that was made up to it.
    #[cold]
    fn telling(&mut self, item: T) -> Numbered<T> {
        let own = self.own.get();
        own.mark = 0;
        own.pace = own.half;
        let number = self.room.take();
        self.room.tell();
        Numbered { item, number }
    }

    /// The next item of those that are not its own yet.
    #[inline(never)]
    fn poll_queue(
        &mut self,
        at_home: impl Fn() -> bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Numbered<T>>> {
        let mut state = self.queue.state();
        let own = self.own.get();
        let mut item = next(own, &mut state);
        if item.is_none() && state.open > 0 {
            let at_home = self.room.is_rendezvous() || at_home();
            state.receiving.wait(&mut self.place, cx.waker());
            state.is_read_elsewhere = !at_home;
            state.call(&self.room);
            // Looked at again: what the sender asks from here on, it is answered.
            item = next(own, &mut state);
            if item.is_none() {
                drop(state);
                self.tell_before_a_wait(at_home);
                return Poll::Pending;
            }
        }
        if self.place.is_some() {
            state.receiving.leave(&mut self.place);
            state.call(&self.room);
        }
        let Some(item) = item else {
            return Poll::Ready(None);
        };
        // Under the lock, as others may take too.
        let number = self.room.take();
        let is_alone = state.receivers == 1 && !self.room.is_rendezvous();
        let at_home = !is_alone || at_home();
        if is_alone && at_home {
            own.take(&mut state);
        }
        // The job of a reader that is at home tells of less when it pauses.
        let tells = self.room.is_awaited() && (!at_home || state.is_half_empty(&self.room));
        drop(state);
        if tells {
            self.room.tell();
        }
        Poll::Ready(Some(Numbered { item, number }))
    }

    fn tell_before_a_wait(&self, at_home: bool) {
        // At a rendezvous there is room from now on.
        if self.room.is_rendezvous() {
            self.room.wake_one();
        } else if !at_home {
            // Its worker's job does not.
            self.room.tell();
        }
    }
}

impl<T> Own<T> {
    /// Takes all that waits, and what is to come from a sender that has a way of its own.
    fn take(&mut self, state: &mut State<T>) {
        if self.ring.is_none() {
            self.ring = state.rings.pop_front();
        }
        std::mem::swap(&mut self.items, &mut state.items);
        self.half = (state.window.size() / 2).max(1);
        self.pace = self.half;
        self.mark = if self.items.len() > self.half {
            self.half
        } else {
            0
        };
    }
}

/// The next item of the ring that is its reader's own, or of those that follow it, or of the others.
fn next<T>(own: &mut Own<T>, state: &mut State<T>) -> Option<T> {
    // Under the lock: nothing more comes into a ring that another follows.
    let fed = own.ring.as_mut().and_then(|ring| ring.pop().ok());
    if fed.is_some() {
        return fed;
    }
    if !state.rings.is_empty() {
        own.ring = None;
    }
    state.next()
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        self.queue.state().receivers += 1;
        Receiver::new(Arc::clone(&self.queue))
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut state = self.queue.state();
        state.receivers -= 1;
        let was_woken = state.receiving.leave(&mut self.place);
        if state.receivers > 0 {
            let other = (was_woken && state.has_items()).then(|| state.receiving.one());
            drop(state);
            wake(other.flatten());
            return;
        }
        let own = self.own.get();
        let mut items = std::mem::take(&mut own.items);
        items.extend(iter::from_fn(|| next(own, &mut state)));
        // Its sender may put more in before it looks.
        state.rings.extend(own.ring.take());
        state.close();
        state.call(&self.room);
        drop(state);
        let edge = self.edge();
        edge.hang_up();
        edge.leave(items.len());
        edge.share().inspect(|share| share.abandon());
        edge.discard(items);
        self.room.wake_all();
    }
}
