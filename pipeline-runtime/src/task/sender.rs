//! The end of an edge that items are put into.

use std::task::{Context, Poll, Waker};

use super::alone::Alone;
use super::feed::{self, Feed};
use super::job::Held;
use super::queue::{Queue, State};
use super::room::Room;
use super::waiters::wake;
use crate::edge::{Edge, Unsent};
use crate::sync::Arc;
use crate::weight::Scale;

/// The end of an edge that items are put into.
pub struct Sender<T> {
    queue: Arc<Queue<T>>,
    room: Arc<Room>,
    /// Its own way, if it is the only one.
    feed: Alone<Option<Feed<T>>>,
    /// Where it waits for room, if it does.
    place: Option<u64>,
    /// What it is about to send is counted in the loop.
    launched: bool,
    /// It does not wait, and there may be room that is known of: not at a rendezvous, nor in a loop,
    /// which would count what is in flight.
    is_plain: bool,
    in_one_task: bool,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It sends, and keeps the stream open.
    Sends,
    /// It keeps the stream open.
    Keeps,
    /// It sends, and does not keep the stream open: without the others it finds that closed.
    IsGuest,
}

impl<T> Sender<T> {
    /// The first.
    pub(super) fn new(queue: &Arc<Queue<T>>) -> Self {
        Sender::with(queue, Role::Sends)
    }

    fn with(queue: &Arc<Queue<T>>, role: Role) -> Self {
        Sender {
            feed: Alone::default(),
            place: None,
            launched: false,
            is_plain: is_plain(queue),
            in_one_task: queue.in_one_task,
            room: Arc::clone(&queue.room),
            role,
            queue: Arc::clone(queue),
        }
    }

    /// Another, which sends nothing, and keeps the stream open.
    pub(crate) fn keeper(&self) -> Self {
        self.queue.state().open += 1;
        Sender::with(&self.queue, Role::Keeps)
    }

    /// Another, which does not keep the stream open: without the others it finds that closed.
    pub(crate) fn guest(&self) -> Self {
        Sender::with(&self.queue, Role::IsGuest)
    }

    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.queue.edge
    }

    /// Hands `item` over if that needs no wait, and there is nothing else to look at.
    #[inline(always)]
    pub(crate) fn send_now(&mut self, item: T) -> Result<(), T> {
        let Some(feed) = self.feed.get() else {
            return self.put_now(item);
        };
        // Known of a reader that is gone: what is put in after one sweep would be lost.
        if self.room.is_called() {
            return Err(item);
        }
        feed.push(item)?;
        if !self.in_one_task && self.room.was_called() {
            self.answer();
        }
        Ok(())
    }

    /// It is called: by a reader that sleeps, or that is gone.
    #[cold]
    fn answer(&mut self) {
        let mut state = self.queue.state();
        let reader = state.receiving.one();
        state.call(&self.room);
        drop(state);
        wake(reader);
        self.sweep();
    }

    #[inline]
    fn put_now(&mut self, item: T) -> Result<(), T> {
        if !self.is_plain {
            return Err(item);
        }
        let mut state = self.queue.state();
        if !state.has_known_room() {
            return Err(item);
        }
        let reader = state.put(item);
        drop(state);
        if let Some(reader) = reader {
            wake_reader(reader);
        }
        Ok(())
    }

    /// Hands over what is in `item` as soon as there is room; it stays there until then.
    pub(crate) fn poll_send(
        &mut self,
        item: &mut Option<T>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Unsent>> {
        if let Some(share) = self.queue.edge.share()
            && !self.launched
        {
            share.launch()?;
            self.launched = true;
        }
        // The user's function, which runs without the lock.
        let scale = self.queue.scale.as_ref();
        let weighed = scale.zip(item.as_ref());
        let weight = weighed.map(|(scale, item)| scale.weigh(item));
        let mut state = self.queue.state();
        if state.is_closed() {
            drop(state);
            self.give_up();
            return Poll::Ready(Err(Unsent::Closed));
        }
        if let Some((scale, weight)) = scale.zip(weight) {
            if !has_place(&state, weight, scale, &self.room, &mut self.place, cx) {
                return Poll::Pending;
            }
            let reader = item.take().and_then(|item| state.put_weighed(item, weight));
            drop(state);
            self.leave();
            self.launched = false;
            wake(reader);
            return Poll::Ready(Ok(()));
        }
        let feed = self.feed.get();
        if feed.is_none() && self.role == Role::Sends {
            *feed = self.queue.feed(&mut state);
        }
        let may_send = feed.as_ref().is_some_and(|feed| feed.room() > 0)
            || has_room(&mut state, &self.room, &mut self.place, cx);
        if !may_send {
            self.is_plain = false;
            return Poll::Pending;
        }
        let item = item.take();
        let reader = item.and_then(|item| put(item, feed.as_mut(), &mut state, &self.room));
        drop(state);
        self.leave();
        self.launched = false;
        wake(reader);
        Poll::Ready(Ok(()))
    }

    /// What was to be sent will not be.
    fn give_up(&mut self) {
        self.leave();
        self.take_back();
        self.sweep();
    }

    /// Waits no more.
    fn leave(&mut self) {
        self.room.leave(&mut self.place);
        self.is_plain = is_plain(&self.queue);
    }

    fn take_back(&mut self) {
        if std::mem::take(&mut self.launched) {
            self.edge().share().inspect(|share| share.take_back());
        }
    }

    /// Drops what it sent while the last reader went.
    fn sweep(&mut self) {
        if self.feed.get().is_none() {
            return;
        }
        let mut state = self.queue.state();
        if state.receivers > 0 {
            return;
        }
        let rings = std::mem::take(&mut state.rings);
        drop(state);
        let items = feed::empty(rings);
        self.edge().leave(items.len());
        self.edge().discard(items);
    }
}

/// Whether there is room; else it waits for that.
fn has_room<T>(
    state: &mut State<T>,
    room: &Room,
    place: &mut Option<u64>,
    cx: &Context<'_>,
) -> bool {
    if state.has_room(room) {
        return true;
    }
    room.wait(place, cx.waker());
    // Looked at again: from here on it is woken.
    state.count_free(room);
    state.has_known_room()
}

/// Whether an item of this weight may wait; else its sender does.
fn has_place<T>(
    state: &State<T>,
    weight: u64,
    scale: &Scale<T>,
    room: &Room,
    place: &mut Option<u64>,
    cx: &Context<'_>,
) -> bool {
    let fits = state.fits(weight, scale);
    if !fits {
        room.wait(place, cx.waker());
    }
    fits
}

/// Puts `item` in, for which there is room; who is to be woken for it.
fn put<T>(item: T, feed: Option<&mut Feed<T>>, state: &mut State<T>, room: &Room) -> Option<Waker> {
    let Some(feed) = feed else {
        return state.put(item);
    };
    let granted = state.grant();
    feed.push_in(item, granted, &mut state.rings);
    let reader = state.receiving.one();
    state.call(room);
    reader
}

/// Whether room can be known of before an item is there.
fn is_plain<T>(queue: &Queue<T>) -> bool {
    queue.edge.share().is_none() && queue.scale.is_none() && !queue.room.is_rendezvous()
}

#[cold]
fn wake_reader(task: Waker) {
    task.wake();
}

impl<T: Send> Held for Sender<T> {
    /// Wakes a reader that is elsewhere, where its sender could have missed that it waits.
    fn pause(&self) {
        if self.in_one_task && self.room.is_fed() {
            let mut state = self.queue.state();
            let reader = state.is_read_elsewhere.then(|| state.receiving.one());
            drop(state);
            wake(reader.flatten());
        }
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        let mut state = self.queue.state();
        state.open += 1;
        state.senders += 1;
        drop(state);
        Sender::new(&self.queue)
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.take_back();
        self.sweep();
        let room = &self.room;
        let mut state = self.queue.state();
        if let Some(feed) = self.feed.get() {
            state.take_back(feed.room());
        }
        if self.role == Role::Sends {
            state.senders -= 1;
        }
        if self.role != Role::IsGuest {
            state.open -= 1;
        }
        let is_last = state.open == 0 && self.role != Role::IsGuest;
        let is_weighed = self.queue.scale.is_some();
        let passes_on = room.leave(&mut self.place)
            && !state.is_closed()
            && (is_weighed || state.has_room(room));
        let mut readers = Vec::new();
        if is_last {
            state.close();
            readers = state.receiving.all();
        }
        drop(state);
        wake(readers);
        if is_last {
            room.wake_all();
        } else if passes_on {
            room.wake_one();
        }
    }
}
