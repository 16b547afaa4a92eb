//! A stream that several workers share by key: items with equal keys go to the same worker, in the order of the
//! stream.
//!
//! Each worker has a queue of its own, which is an edge too. The [`Dispatcher`] takes items from the stream and puts
//! each into the queue of its key's worker. It has no thread of its own: a worker whose queue is empty takes the
//! dispatcher and dispatches until an item comes for itself; then it hands the dispatcher to the next worker that
//! waits. (Schmidt and others, "Leader/Followers", 2000.)
//!
//! The stream and each queue are bounded. While the next item is for a worker whose queue is full, none is
//! dispatched.
//!
//! # Invariant
//!
//! If workers wait, then one of them has the dispatcher and waits for its next step, or has been woken to take it.
//! A worker gives the dispatcher back, and looks for a follower, under the lock under which followers register.

use std::mem;
use std::task::{Poll, Waker, ready};
use std::time::Duration;

use super::flow::{Bound, Wanted};
use super::hang_up::Edge;
use super::in_flight::{InFlightGuard, Share};
use super::reorder::Ahead;
use super::sender::Patience;
use super::wait::{Seat, Sleepers};
use super::{Ends, Receiver, Sender, edge};
use crate::edge::supply::FoldStep;
use crate::report::counters::Counter;
use crate::sync::thread::Instant;
use crate::sync::{Arc, IS_MODEL, Listener, Mutex, lock};

/// Gives the hash of an item's key.
pub(crate) type KeyFunction<'k, T> = Box<dyn FnMut(&T) -> u64 + Send + 'k>;

/// An item with its number in the stream.
type Numbered<T> = (u64, T);

/// What the workers share.
struct Partition<'k, T> {
    /// The stream that is dispatched.
    stream: Arc<Edge>,
    state: Mutex<PartitionState<'k, T>>,
}

struct PartitionState<'k, T> {
    /// While no worker has it, and the stream has not ended.
    dispatcher: Option<Box<Dispatcher<'k, T>>>,
    /// Workers that wait, and do not have the dispatcher.
    followers: Sleepers<()>,
    queues: Vec<Queue>,
}

/// The queue of one worker.
struct Queue {
    edge: Arc<Edge>,
    /// How many items that were left in the queue are counted as left in the stream.
    settled: u64,
}

/// Takes items from the stream, and puts them into the queues of the workers.
struct Dispatcher<'k, T> {
    from: Receiver<T>,
    key: KeyFunction<'k, T>,
    to: Vec<Sender<Numbered<T>>>,
    /// The number of the next item.
    next: u64,
    /// How far ahead it may dispatch, if the outputs leave in order.
    ahead: Option<Arc<Ahead>>,
    pace: QueuePace,
    /// Where it waits until it may dispatch further ahead.
    seat_ahead: Seat,
    /// The item that waits for room in a queue.
    held: Option<InHand<T>>,
    /// The key function panicked: the run ends.
    is_broken: bool,
    of_tasks: bool,
}

/// How quickly items pass: the window of outputs that leave in order is larger for quick ones.
struct QueuePace {
    /// As if each worker claimed so many items at once: see [`Ahead::room`].
    most: u64,
    /// When it went as far ahead as it may, and the number of the item that was too far.
    since: Option<(Instant, u64)>,
}

impl QueuePace {
    fn new() -> Self {
        QueuePace {
            most: 1,
            since: None,
        }
    }

    /// Item `next` is too far ahead.
    fn note(&mut self, next: u64) {
        if self.since.is_some_and(|(_, first)| first == next) {
            return;
        }
        let now = Instant::now();
        let Some((start, first)) = self.since.replace((now, next)) else {
            return;
        };
        let items = u32::try_from(next - first).unwrap_or(u32::MAX);
        self.most = if now.saturating_duration_since(start) < QUICK * items {
            (self.most * 2).min(MOST)
        } else {
            (self.most / 2).max(1)
        };
    }
}

/// Items of which each passes within this time are quick.
const QUICK: Duration = Duration::from_micros(10);

/// The largest [`QueuePace::most`].
const MOST: u64 = if IS_MODEL { 4 } else { 1024 };

struct InHand<T> {
    worker: usize,
    item: Option<Numbered<T>>,
}

/// The end of a stream that one of its workers takes the items of its keys from.
pub struct KeyedReceiver<'k, T> {
    queue: Receiver<Numbered<T>>,
    /// Dropped after `queue`.
    settling: Settling<'k, T>,
    /// While it dispatches.
    dispatcher: Option<Box<Dispatcher<'k, T>>>,
    /// Where it waits for the dispatcher, if it does.
    seat: Seat,
    /// Which thread is woken when its worker must stop.
    pub(super) listener: Listener,
    /// How long its thread waited the last time.
    pub(super) last_wait: Duration,
}

/// Counts what is left in the queue of a worker that is gone.
struct Settling<'k, T> {
    partition: Arc<Partition<'k, T>>,
    worker: usize,
}

/// What a worker does next.
pub(crate) enum NextItem {
    /// It takes an item.
    Take,
    /// It dispatches.
    Dispatch,
    /// The stream is at its end.
    End,
}

/// See [`partition`].
pub(crate) struct KeyedReceivers<'k, T> {
    partition: Arc<Partition<'k, T>>,
    /// Until all workers have their receivers.
    dispatcher: Option<Box<Dispatcher<'k, T>>>,
    left: usize,
    bound: Bound,
    ends: Ends,
}

/// The stream `from` for so many workers: gives each its receiver. `ahead` says how far they may go ahead, if their
/// outputs leave in order.
pub(crate) fn partition<T>(
    from: Receiver<T>,
    workers: usize,
    key: KeyFunction<'_, T>,
    ahead: Option<Arc<Ahead>>,
) -> KeyedReceivers<'_, T> {
    let bound = match from.edge().flow().bound() {
        // Of a stream that may lose items, the items in the queues are lost no more.
        Bound::Items(capacity) | Bound::Lossy(_, capacity) => Bound::Items(capacity),
        // What waits in a queue is neither handed over nor weighed.
        Bound::Rendezvous | Bound::Weight(_) => Bound::Items(1),
        Bound::Window | Bound::Nothing => Bound::Window,
    };
    let ends = from.ends();
    let partition = Arc::new(Partition {
        stream: Arc::clone(from.edge()),
        state: Mutex::new(PartitionState {
            dispatcher: None,
            followers: Sleepers::default(),
            queues: Vec::new(),
        }),
    });
    let dispatcher = Dispatcher {
        from,
        key,
        to: Vec::new(),
        next: 0,
        ahead,
        pace: QueuePace::new(),
        seat_ahead: None,
        held: None,
        is_broken: false,
        of_tasks: ends != Ends::Threads,
    };
    KeyedReceivers {
        partition,
        dispatcher: Some(Box::new(dispatcher)),
        left: workers,
        bound,
        ends,
    }
}

impl<'k, T> Iterator for KeyedReceivers<'k, T> {
    type Item = KeyedReceiver<'k, T>;

    fn next(&mut self) -> Option<KeyedReceiver<'k, T>> {
        self.left = self.left.checked_sub(1)?;
        let dispatcher = self.dispatcher.as_mut()?;
        let (to, queue) = edge(self.bound, None, self.ends);
        let partition = Arc::clone(&self.partition);
        let worker = dispatcher.to.len();
        dispatcher.to.push(to);
        lock(&partition.state).queues.push(Queue {
            edge: Arc::clone(queue.edge()),
            settled: 0,
        });
        if self.left == 0
            && let Some(dispatcher) = self.dispatcher.take()
        {
            partition.give_back(dispatcher);
        }
        Some(KeyedReceiver {
            queue,
            settling: Settling { partition, worker },
            dispatcher: None,
            seat: None,
            listener: Listener::default(),
            last_wait: Duration::ZERO,
        })
    }
}

impl<'k, T> Partition<'k, T> {
    /// Takes the dispatcher, if no other worker has it. Otherwise registers `waker`, if there is one.
    fn take_dispatcher(
        &self,
        seat: &mut Seat,
        waker: Option<&Waker>,
    ) -> Option<Box<Dispatcher<'k, T>>> {
        // Wakers are cloned and dropped without the lock.
        let waker = waker.cloned();
        let mut state = lock(&self.state);
        let (dispatcher, unused) = match (state.dispatcher.take(), waker) {
            (Some(dispatcher), waker) => {
                let own = seat.take().and_then(|seat| state.followers.remove(seat));
                (Some(dispatcher), [waker, own])
            }
            (None, Some(waker)) => {
                let replaced = state.followers.add(seat, (), waker);
                (None, [replaced, None])
            }
            (None, None) => (None, [None, None]),
        };
        drop(state);
        drop(unused);
        dispatcher
    }

    /// The worker that has the dispatcher does not go on: wakes one of those that wait.
    fn give_back(&self, dispatcher: Box<Dispatcher<'k, T>>) {
        let next = {
            let mut state = lock(&self.state);
            state.dispatcher = Some(dispatcher);
            state.followers.pop()
        };
        next.into_iter().for_each(Waker::wake);
    }

    /// A follower waits no more. If it was woken to take the dispatcher, another one is.
    fn leave(&self, seat: &mut Seat) {
        let Some(seat) = seat.take() else {
            return;
        };
        let mut state = lock(&self.state);
        let own = state.followers.remove(seat);
        let next = if own.is_none() && state.dispatcher.is_some() {
            state.followers.pop()
        } else {
            None
        };
        drop(state);
        drop(own);
        next.into_iter().for_each(Waker::wake);
    }

    /// Counts what was left in the queue of a worker, which is gone, as left in the stream.
    fn settle(&self, worker: usize) {
        let (edge, left) = {
            let mut state = lock(&self.state);
            let queue = &mut state.queues[worker];
            let left = queue.edge.left();
            let fresh = left - mem::replace(&mut queue.settled, left);
            (Arc::clone(&queue.edge), fresh)
        };
        abandon(&self.stream, left);
        if let Some(payload) = edge.take_panic() {
            self.stream.note(Err(payload));
        }
    }
}

/// So many items that were taken from the stream are left behind.
fn abandon(stream: &Edge, items: u64) {
    stream.leave(usize::try_from(items).unwrap_or(usize::MAX));
    let mut hand = InFlightGuard::new(stream.share());
    (0..items).for_each(|_| hand.take());
}

impl<T> Drop for Settling<'_, T> {
    fn drop(&mut self) {
        self.partition.settle(self.worker);
    }
}

impl<'k, T> Dispatcher<'k, T> {
    /// Whether it can dispatch; `false` at the end of the stream. Takes up to `most` items at once. Without a waker
    /// it only looks. With `long`, it waits for room for one item; otherwise it may wait for more.
    fn poll(
        &mut self,
        partition: &Partition<'k, T>,
        (most, waker, long): (u64, Option<&Waker>, bool),
    ) -> Poll<bool> {
        if self.is_broken {
            return Poll::Pending;
        }
        if self.held.is_some() {
            let patience = match waker {
                None => Patience::None(Wanted::One),
                Some(waker) if self.of_tasks => Patience::Task(waker),
                Some(waker) if long => Patience::Long(waker),
                Some(waker) => Patience::Timed(waker),
            };
            ready!(self.poll_held(partition, patience));
        }
        if !self.may_go_ahead() {
            self.pace.note(self.next);
        }
        if !self.may_go_ahead() {
            let (Some(waker), Some(ahead)) = (waker, &self.ahead) else {
                return Poll::Pending;
            };
            let long = long || self.of_tasks;
            ahead.register(self.next, &mut self.seat_ahead, waker, long);
            if !self.may_go_ahead() {
                return Poll::Pending;
            }
        }
        self.leave_ahead();
        if self.from.claimed() > 0 {
            return Poll::Ready(true);
        }
        self.from.poll_claim(most, waker)
    }

    /// Whether the number of the next item is close enough to what is read of the stage's output.
    fn may_go_ahead(&self) -> bool {
        let ahead = self.ahead.as_ref();
        ahead.is_none_or(|ahead| ahead.room(self.next, self.pace.most) > 0)
    }

    fn leave_ahead(&mut self) {
        if self.seat_ahead.is_some()
            && let Some(ahead) = &self.ahead
        {
            ahead.leave(&mut self.seat_ahead);
        }
    }

    /// Puts the item that it holds into the queue, when there is room.
    fn poll_held(&mut self, partition: &Partition<'k, T>, patience: Patience<'_>) -> Poll<()> {
        let Some(InHand { worker, item }) = &mut self.held else {
            return Poll::Ready(());
        };
        let worker = *worker;
        let put = ready!(self.to[worker].poll_put(item, patience));
        let unsent = self.held.take().and_then(|held| held.item);
        if put.is_err() {
            let queue = self.to[worker].edge();
            queue.leave(unsent.iter().len());
            queue.discard(unsent);
        }
        self.settle_unwanted(partition, worker);
        Poll::Ready(())
    }

    /// An item went to this worker, which may be gone.
    fn settle_unwanted(&self, partition: &Partition<'k, T>, worker: usize) {
        if self.to[worker].still_wanted().is_err() {
            partition.settle(worker);
        }
    }

    /// Dispatches up to `most` of the items that it has claimed; how many. Calls `count_failure` if the key function
    /// panics: the item is one that the worker took and failed on.
    fn dispatch(
        &mut self,
        partition: &Partition<'k, T>,
        most: u64,
        count_failure: impl Fn(),
    ) -> u64 {
        let mut dispatched = 0;
        while dispatched < most && self.held.is_none() && self.may_go_ahead() {
            let Some(item) = self.from.try_take() else {
                break;
            };
            self.is_broken = true;
            let failing = OnUnwind(&count_failure);
            let hash = (self.key)(&item);
            mem::forget(failing);
            self.is_broken = false;
            let worker = worker_of(hash, self.to.len());
            let numbered = (self.next, item);
            self.next += 1;
            dispatched += 1;
            match self.to[worker].try_put(numbered) {
                Ok(()) => self.settle_unwanted(partition, worker),
                Err(numbered) => {
                    let item = Some(numbered);
                    self.held = Some(InHand { worker, item });
                    // Without room, it holds the item.
                    let polled = self.poll_held(partition, Patience::None(Wanted::One));
                    if polled.is_pending() && !self.of_tasks {
                        self.to[worker].note_full();
                    }
                }
            }
        }
        dispatched
    }

    /// Another worker will wait for it.
    fn rest(&mut self) {
        self.from.leave();
        self.leave_ahead();
    }
}

impl<T> Drop for Dispatcher<'_, T> {
    fn drop(&mut self) {
        self.leave_ahead();
        if let Some(InHand { item, .. }) = self.held.take() {
            let stream = self.from.edge();
            abandon(stream, item.iter().len() as u64);
            stream.discard(item);
        }
    }
}

/// The worker of the keys with this hash.
fn worker_of(hash: u64, workers: usize) -> usize {
    #[expect(clippy::cast_possible_truncation, reason = "it is less than `workers`")]
    let worker = (hash % workers as u64) as usize;
    worker
}

/// Dropped when the key function panics.
struct OnUnwind<F: Fn()>(F);

impl<F: Fn()> Drop for OnUnwind<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

impl<T> KeyedReceiver<'_, T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.settling.partition.stream
    }

    pub(crate) fn share(&self) -> Option<&Share> {
        self.edge().share()
    }

    /// The queue: its task looks for the dispatcher there when it pauses.
    pub(crate) fn queue(&self) -> &Arc<Edge> {
        self.queue.edge()
    }

    /// The next item of those that it claimed, with its number.
    #[inline(always)]
    pub(crate) fn try_take(&mut self) -> Option<Numbered<T>> {
        self.queue.try_take()
    }

    /// How many items it has claimed and not taken.
    pub(crate) fn claimed(&self) -> u64 {
        self.queue.claimed()
    }

    /// See [`Receiver::fold_claimed`].
    #[inline(always)]
    pub(crate) fn fold_claimed<A>(
        &mut self,
        taken: &Counter,
        start: A,
        mut step: impl FoldStep<A, T>,
    ) -> (A, Option<T>) {
        if self.share().is_some() {
            // Each item is counted when it is taken.
            return (start, None);
        }
        let step = |sum: A, (_, item): Numbered<T>| step.step(sum, item);
        let (sum, item) = self.queue.fold_claimed(taken, start, step);
        (sum, item.map(|(_, item)| item))
    }

    /// What it does next: claims up to `most` items for that. Without a waker it only looks. See
    /// [`Dispatcher::poll`] for `long`.
    pub(crate) fn poll(&mut self, most: u64, waker: Option<&Waker>, long: bool) -> Poll<NextItem> {
        loop {
            if let Poll::Ready(found) = self.queue.poll_claim(most, waker) {
                self.stop_waiting();
                return Poll::Ready(if found { NextItem::Take } else { NextItem::End });
            }
            if self.dispatcher.is_none() {
                let partition = &self.settling.partition;
                self.dispatcher = partition.take_dispatcher(&mut self.seat, waker);
            }
            let Some(dispatcher) = &mut self.dispatcher else {
                return Poll::Pending;
            };
            let partition = &self.settling.partition;
            if ready!(dispatcher.poll(partition, (most, waker, long))) {
                return Poll::Ready(NextItem::Dispatch);
            }
            // With it go the senders, so all queues are at their end.
            let workers = dispatcher.to.len();
            self.dispatcher = None;
            // A sender that goes after its worker clears the queue.
            (0..workers).for_each(|worker| partition.settle(worker));
        }
    }

    /// Dispatches, after [`NextItem::Dispatch`]. See [`Dispatcher::dispatch`].
    pub(crate) fn dispatch(&mut self, most: u64, count_failure: impl Fn()) -> u64 {
        let partition = &self.settling.partition;
        self.dispatcher.as_mut().map_or(0, |dispatcher| {
            dispatcher.dispatch(partition, most, count_failure)
        })
    }

    /// It has an item, or leaves: another worker that waits is to dispatch.
    fn stop_waiting(&mut self) {
        let partition = &self.settling.partition;
        if let Some(mut dispatcher) = self.dispatcher.take() {
            dispatcher.rest();
            partition.give_back(dispatcher);
        }
        partition.leave(&mut self.seat);
    }
}

impl<T> Drop for KeyedReceiver<'_, T> {
    fn drop(&mut self) {
        self.stop_waiting();
    }
}
