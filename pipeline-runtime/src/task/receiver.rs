//! The end of an edge that items are taken from.

use std::collections::VecDeque;
use std::iter;
use std::task::{Context, Poll};

use super::alone::Alone;
use super::feed;
use super::queue::{Queue, State};
use super::room::Room;
use super::waiters::wake;
use crate::edge::Edge;
use crate::ring::Reader;
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
    ring: Option<Reader<T>>,
    /// When so many more of them were taken, senders are told of the room.
    pace: u32,
    /// Half of what may wait.
    half: u32,
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

    /// Sets how each item is weighed, if the stream's capacity is a weight.
    pub fn weigh(&self, weigh: impl Fn(&T) -> usize + Send + Sync + 'static) {
        if let Some(scale) = &self.queue.scale {
            scale.set(weigh);
        }
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

    /// The next item of those that need no lock.
    fn next_own(&mut self) -> Option<Numbered<T>> {
        let own = self.own.get();
        let Some(item) = own.items.pop_front() else {
            return self.claim(1).map(|(item, _)| item);
        };
        let number = self.room.take();
        if own.items.len() <= own.mark {
            own.mark = 0;
            self.room.tell();
        }
        Some(Numbered { item, number })
    }

    /// The next item of those that it [claimed](Receiver::claim).
    #[inline(always)]
    pub(crate) fn next_claimed(&mut self) -> Option<Numbered<T>> {
        let ring = self.own.get().ring.as_mut()?;
        let (_, item) = ring.quiet_takes().next()?;
        let number = self.room.take();
        Some(Numbered { item, number })
    }

    /// Claims items of the only sender to the only reader, which need no lock, when it has given all
    /// others: at most `most`. Gives the first, and how many they are.
    pub(crate) fn claim(&mut self, most: u32) -> Option<(Numbered<T>, u32)> {
        let own = self.own.get();
        let ring = own.ring.as_mut()?;
        if !own.items.is_empty() {
            return None;
        }
        // The one that is told of is claimed alone, and told of when it is taken.
        let claimed = ring.claim_some(most.min((own.pace - 1).max(1)));
        own.pace -= claimed;
        let is_told = own.pace == 0;
        if is_told {
            own.pace = own.half;
        }
        let first = self.next_claimed()?;
        if is_told {
            self.room.tell();
        }
        Some((first, claimed))
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
                let is_awaited = self.room.is_awaited();
                drop(state);
                self.tell_before_a_wait(at_home, is_awaited);
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
        let is_weighed = self.queue.scale.is_some();
        let is_alone = state.receivers == 1 && !self.room.is_rendezvous() && !is_weighed;
        let at_home = !is_alone || at_home();
        if is_alone && at_home {
            own.take(&mut state);
        }
        // The job of a reader that is at home tells of less when it pauses. At a rendezvous the reader
        // mostly waits again by the time that the sender runs.
        let is_rendezvous = self.room.is_rendezvous();
        let tells = self.room.is_awaited()
            && (is_rendezvous || is_weighed || !at_home || state.is_half_empty(&self.room));
        drop(state);
        if tells && is_weighed {
            // There may be room for several, or for none of those that came first.
            self.room.wake_all();
        } else if tells && is_rendezvous {
            self.room.wake_one();
        } else if tells {
            self.room.tell();
        }
        Poll::Ready(Some(Numbered { item, number }))
    }

    fn tell_before_a_wait(&self, at_home: bool, is_awaited: bool) {
        // At a rendezvous there is room from now on.
        if self.room.is_rendezvous() {
            if is_awaited {
                self.room.wake_one();
            }
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
        let half = (state.window.size() / 2).max(1);
        self.half = u32::try_from(half).unwrap_or(u32::MAX);
        self.pace = self.half;
        self.mark = if self.items.len() > half { half } else { 0 };
    }
}

/// The next item of the ring that is its reader's own, or of those that follow it, or of the others.
fn next<T>(own: &mut Own<T>, state: &mut State<T>) -> Option<T> {
    // Under the lock: nothing more comes into a ring that another follows.
    let fed = own.ring.as_mut().and_then(feed::next);
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
