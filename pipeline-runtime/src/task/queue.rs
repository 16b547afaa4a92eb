//! The queue of an edge between tasks: bounded, for any number of workers at both ends.
//!
//! One lock holds all of it, so that every item is in the queue, in the hands of one worker, or
//! dropped with the last reader: nothing is lost where a worker's task is dropped in a wait. No
//! foreign code runs under the lock: items are dropped and wakers called outside.
//!
//! A worker that waits is woken once for each item, or for each room, that somebody made. One that
//! is dropped after it was woken passes that on.

use std::collections::VecDeque;
use std::task::{Context, Poll, Waker};

use crate::cycle::Share;
use crate::edge::{Edge, Unsent};
use crate::sync::{Arc, Mutex, MutexGuard, lock};

/// A queue of so many items; a loop's closing edge has the bound of its share only.
pub(crate) fn edge<T>(capacity: Option<usize>, share: Option<Share>) -> (Sender<T>, Receiver<T>) {
    let queue = Arc::new(Queue {
        edge: Edge::new(share),
        state: Mutex::new(State {
            items: VecDeque::new(),
            capacity: capacity.unwrap_or(usize::MAX),
            taken: 0,
            senders: 1,
            receivers: 1,
            sending: Waiters::default(),
            receiving: Waiters::default(),
        }),
    });
    let to = Sender {
        queue: Arc::clone(&queue),
        place: None,
        launched: false,
        is_guest: false,
    };
    (to, Receiver { queue, place: None })
}

struct Queue<T> {
    edge: Arc<Edge>,
    state: Mutex<State<T>>,
}

struct State<T> {
    items: VecDeque<T>,
    capacity: usize,
    /// How many items were taken out so far.
    taken: u64,
    senders: usize,
    receivers: usize,
    sending: Waiters,
    receiving: Waiters,
}

impl<T> State<T> {
    /// Whether one more item may wait; at a rendezvous, for a reader that waits for it.
    fn has_room(&self) -> bool {
        let room = match self.capacity {
            0 => self.receiving.count,
            capacity => capacity,
        };
        self.items.len() < room
    }
}

/// Tasks that wait at one end of a queue.
#[derive(Default)]
struct Waiters {
    /// Those to be woken, in the order in which they came: so are their numbers.
    asleep: VecDeque<(u64, Waker)>,
    next: u64,
    /// How many wait, those that were woken and did not look yet among them.
    count: usize,
}

impl Waiters {
    /// Waits, or goes on to: again at the end, if it was woken in vain.
    fn wait(&mut self, place: &mut Option<u64>, task: &Waker) {
        if let Some(at) = place.and_then(|place| self.find(place)) {
            self.asleep[at].1.clone_from(task);
            return;
        }
        if place.replace(self.next).is_none() {
            self.count += 1;
        }
        self.asleep.push_back((self.next, task.clone()));
        self.next += 1;
    }

    /// Waits no more; whether it had been woken.
    #[inline]
    fn leave(&mut self, place: &mut Option<u64>) -> bool {
        let Some(place) = place.take() else {
            return false;
        };
        self.count -= 1;
        match self.find(place) {
            Some(at) => self.asleep.remove(at).is_none(),
            None => true,
        }
    }

    /// Where it is among those to be woken.
    fn find(&self, place: u64) -> Option<usize> {
        let by_number = self
            .asleep
            .binary_search_by_key(&place, |(place, _)| *place);
        by_number.ok()
    }

    #[must_use]
    #[inline]
    fn one(&mut self) -> Option<Waker> {
        self.asleep.pop_front().map(|(_, task)| task)
    }

    #[must_use]
    fn all(&mut self) -> Vec<Waker> {
        self.asleep.drain(..).map(|(_, task)| task).collect()
    }
}

fn wake(tasks: impl IntoIterator<Item = Waker>) {
    tasks.into_iter().for_each(Waker::wake);
}

impl<T> Queue<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        lock(&self.state)
    }
}

/// The end of an edge that items are put into.
pub struct Sender<T> {
    queue: Arc<Queue<T>>,
    /// Where it waits for room, if it does.
    place: Option<u64>,
    /// What it is about to send is counted in the loop.
    launched: bool,
    /// It does not keep the stream open.
    is_guest: bool,
}

impl<T> Sender<T> {
    /// Another, which does not keep the stream open: without the others it finds that closed.
    pub(crate) fn guest(&self) -> Self {
        Sender {
            queue: Arc::clone(&self.queue),
            place: None,
            launched: false,
            is_guest: true,
        }
    }

    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.queue.edge
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
        let mut state = self.queue.state();
        if state.receivers == 0 || state.senders == 0 {
            state.sending.leave(&mut self.place);
            drop(state);
            self.take_back();
            return Poll::Ready(Err(Unsent::Closed));
        }
        if !state.has_room() {
            state.sending.wait(&mut self.place, cx.waker());
            return Poll::Pending;
        }
        if let Some(item) = item.take() {
            state.items.push_back(item);
        }
        state.sending.leave(&mut self.place);
        let reader = state.receiving.one();
        drop(state);
        self.launched = false;
        wake(reader);
        Poll::Ready(Ok(()))
    }

    /// What was to be sent will not be.
    fn take_back(&mut self) {
        if std::mem::take(&mut self.launched) {
            self.edge().share().inspect(|share| share.take_back());
        }
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.queue.state().senders += 1;
        Sender {
            queue: Arc::clone(&self.queue),
            place: None,
            launched: false,
            is_guest: false,
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.take_back();
        let mut state = self.queue.state();
        let mut tasks = Vec::new();
        if state.sending.leave(&mut self.place) && state.has_room() {
            tasks.extend(state.sending.one());
        }
        if !self.is_guest {
            state.senders -= 1;
            if state.senders == 0 {
                tasks.extend(state.receiving.all());
                tasks.extend(state.sending.all());
            }
        }
        drop(state);
        wake(tasks);
    }
}

/// The end of an edge that items are taken from.
pub struct Receiver<T> {
    queue: Arc<Queue<T>>,
    /// Where it waits for an item, if it does.
    place: Option<u64>,
}

/// An item of an edge, and how many were taken before it.
pub(crate) struct Numbered<T> {
    pub(crate) item: T,
    pub(crate) number: u64,
}

impl<T> Receiver<T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.queue.edge
    }

    /// The next item; `None` at the end of the stream.
    pub(crate) fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Option<Numbered<T>>> {
        let mut state = self.queue.state();
        let Some(item) = state.items.pop_front() else {
            if state.senders == 0 {
                state.receiving.leave(&mut self.place);
                return Poll::Ready(None);
            }
            state.receiving.wait(&mut self.place, cx.waker());
            // At a rendezvous there is room from now on.
            let sender = (state.capacity == 0).then(|| state.sending.one());
            drop(state);
            wake(sender.flatten());
            return Poll::Pending;
        };
        state.receiving.leave(&mut self.place);
        let number = state.taken;
        state.taken += 1;
        let sender = state.sending.one();
        drop(state);
        wake(sender);
        self.edge().share().inspect(|share| share.take());
        Poll::Ready(Some(Numbered { item, number }))
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        self.queue.state().receivers += 1;
        Receiver {
            queue: Arc::clone(&self.queue),
            place: None,
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut state = self.queue.state();
        state.receivers -= 1;
        let was_woken = state.receiving.leave(&mut self.place);
        if state.receivers > 0 {
            let other = (was_woken && !state.items.is_empty()).then(|| state.receiving.one());
            drop(state);
            wake(other.flatten());
            return;
        }
        let items = std::mem::take(&mut state.items);
        let senders = state.sending.all();
        drop(state);
        let edge = self.edge();
        edge.hang_up();
        edge.leave(items.len());
        edge.share().inspect(|share| share.abandon());
        edge.discard(items);
        wake(senders);
    }
}
