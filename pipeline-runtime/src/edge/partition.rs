//! A stream that several workers share by key: items with equal keys go to the same worker, in the
//! order of the stream.
//!
//! Each worker has a queue of its own, which is an edge too. The [`Dispatcher`] takes items from
//! the stream and puts each into the queue of the worker that has its key. The dispatcher has no
//! thread of its own. A worker whose queue is empty takes the dispatcher, and dispatches until an
//! item comes for the worker itself. Then it hands the dispatcher to the next worker that waits.
//! (Schmidt and others, "Leader/Followers", 2000.)
//!
//! The stream and each queue are bounded. While the next item is for a worker whose queue is full,
//! no item is dispatched.
//!
//! # Invariant
//!
//! If workers wait whose queues are empty, one of them has the dispatcher and waits for its next
//! step, or one has been woken to take the dispatcher. A worker gives the dispatcher back, and picks
//! a follower, under the lock under which followers register. It picks none whose queue has items:
//! that worker is awake or was woken for them, and looks for the dispatcher when it has none left.
//!
//! A worker that is a task leaves the dispatcher here while it waits for the next step, and stays
//! the dispatcher's *keeper*. If its body gives up that wait, the dispatcher is free for others. The
//! keeper is a follower too, because its body may still wait after another worker has taken the
//! dispatcher.

use std::mem;
use std::task::{Poll, Waker, ready};
use std::time::Duration;

use super::flow::{Bound, Wanted};
use super::hang_up::Edge;
use super::in_flight::Share;
use super::reorder::Ahead;
use super::sender::Patience;
use super::wait::{Seat, SharedWait, Sleepers, WaitMark};
use super::{Ends, Receiver, Sender, edge};
use crate::edge::supply::FoldStep;
use crate::report::counters::Counter;
use crate::sync::thread::Instant;
use crate::sync::{Arc, IS_MODEL, Listener, Mutex, Weak, lock};

/// Computes the hash of an item's key.
pub(crate) type KeyFunction<'k, T> = Box<dyn FnMut(&T) -> u64 + Send + 'k>;

/// An item with its number in the stream.
type Numbered<T> = (u64, T);

/// State shared by the workers.
struct Partition<'k, T> {
    /// The stream that is dispatched.
    stream: Arc<Edge>,
    state: Mutex<PartitionState<'k, T>>,
}

struct PartitionState<'k, T> {
    /// The dispatcher, while no worker has it. `None` after the stream has ended.
    dispatcher: Option<Box<Dispatcher<'k, T>>>,
    /// The worker that waits for the next step of that dispatcher, and alone may take it.
    keeper: Option<usize>,
    /// Workers that wait without the dispatcher, by their numbers.
    followers: Sleepers<usize>,
    queues: Vec<Queue>,
}

/// The queue of one worker.
struct Queue {
    edge: Arc<Edge>,
    /// How many of the items left in the queue are already counted as left in the stream.
    settled: u64,
}

/// Takes items from the stream, and puts them into the queues of the workers.
struct Dispatcher<'k, T> {
    from: Receiver<T>,
    key: KeyFunction<'k, T>,
    to: Vec<Sender<Numbered<T>>>,
    /// Number of the next item.
    next: u64,
    /// How far ahead items may be dispatched, if the outputs leave in order.
    ahead: Option<Arc<Ahead>>,
    pace: QueuePace,
    /// The dispatcher's number in a list of sleepers, while it may not dispatch further ahead.
    seat_ahead: Seat,
    /// The item that waits for room in a queue.
    held: Option<InHand<T>>,
    /// Whether the key function panicked, which ends the run.
    is_broken: bool,
    of_tasks: bool,
}

/// Speed of the items. The reorder window of the outputs is larger for quick items.
struct QueuePace {
    /// Number of items at once from which [`Ahead::room`] computes the reorder window.
    most: u64,
    /// When the dispatcher last went as far ahead as it may, and the number of the item that was
    /// too far.
    since: Option<(Instant, u64)>,
}

impl QueuePace {
    fn new() -> Self {
        QueuePace {
            most: 1,
            since: None,
        }
    }

    /// Records that item `next` is too far ahead, and adapts `most` to the speed.
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

/// Items are quick if each of them passes within this time.
const QUICK: Duration = Duration::from_micros(10);

/// Maximum of [`QueuePace::most`].
const MOST: u64 = if IS_MODEL { 4 } else { 1024 };

struct InHand<T> {
    worker: usize,
    item: Option<Numbered<T>>,
}

/// The receiving half of a stream that is shared by key. Yields the items of one worker's keys.
pub struct KeyedReceiver<'k, T> {
    queue: Receiver<Numbered<T>>,
    /// Dropped after `queue`.
    settling: Settling<'k, T>,
    /// The dispatcher, while this worker dispatches.
    dispatcher: Option<Box<Dispatcher<'k, T>>>,
    /// The worker's number in the list of followers, while it waits for the dispatcher.
    seat: Seat,
    /// Set while the worker, a task, waits for an item.
    mark: WaitMark,
    /// Registration that wakes the thread when its worker must stop.
    pub(super) listener: Listener,
    /// How long the thread waited the last time.
    pub(super) last_wait: Duration,
    /// Number in the stream of the last item that was taken, and of the one before the last wait.
    newest: u64,
    before_last_wait: u64,
}

/// Counts the items left in a worker's queue when the worker is gone.
struct Settling<'k, T> {
    partition: Arc<Partition<'k, T>>,
    worker: usize,
}

/// The next step of a worker.
pub(crate) enum NextItem {
    /// Take an item.
    Take,
    /// Dispatch items.
    Dispatch,
    /// Stop: the stream has ended.
    End,
}

/// The receivers of the workers that share a stream by key: see [`partition`].
pub(crate) struct KeyedReceivers<'k, T> {
    partition: Arc<Partition<'k, T>>,
    /// The dispatcher, until all workers have their receivers.
    dispatcher: Option<Box<Dispatcher<'k, T>>>,
    left: usize,
    bound: Bound,
    ends: Ends,
}

/// Shares the stream `from` by key among `workers` workers. Yields a receiver for each. `ahead`
/// says how far ahead they may go, if their outputs leave in order.
pub(crate) fn partition<T>(
    from: Receiver<T>,
    workers: usize,
    key: KeyFunction<'_, T>,
    ahead: Option<Arc<Ahead>>,
) -> KeyedReceivers<'_, T> {
    let bound = match from.edge().flow().bound() {
        // If the stream may lose items, those in the queues are no longer lost.
        Bound::Items(capacity) | Bound::Lossy(_, capacity) => Bound::Items(capacity),
        // Items in a queue are neither handed over one by one nor weighed.
        Bound::Rendezvous | Bound::Weight(_) => Bound::Items(1),
        Bound::Window | Bound::Nothing => Bound::Window,
    };
    let ends = from.ends();
    let partition = Arc::new(Partition {
        stream: Arc::clone(from.edge()),
        state: Mutex::new(PartitionState {
            dispatcher: None,
            keeper: None,
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
        let (to, mut queue) = edge(self.bound, None, self.ends);
        // A worker may sleep for almost every item of its queue.
        queue.pace.stay_slow();
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
            mark: WaitMark::default(),
            listener: Listener::default(),
            last_wait: Duration::ZERO,
            newest: 0,
            before_last_wait: 0,
        })
    }
}

impl<T> PartitionState<'_, T> {
    /// If the dispatcher is free, removes a follower that has no items and is not `but`. Returns its
    /// waker.
    fn pop_idle(&mut self, but: Option<usize>) -> Option<Waker> {
        if self.keeper.is_some() {
            return None;
        }
        let to = &self.dispatcher.as_ref()?.to;
        self.followers
            .pop_first(|worker| but != Some(*worker) && !to[*worker].has_waiting())
    }
}

impl<'k, T> Partition<'k, T> {
    /// Takes the dispatcher if no other worker has it or keeps it. Otherwise registers `waker`, if
    /// there is one.
    fn take_dispatcher(
        &self,
        worker: usize,
        seat: &mut Seat,
        waker: Option<&Waker>,
    ) -> Option<Box<Dispatcher<'k, T>>> {
        // Wakers are cloned and dropped without the lock.
        let waker = waker.cloned();
        let mut state = lock(&self.state);
        let free = if state.keeper.is_none_or(|keeper| keeper == worker) {
            state.dispatcher.take()
        } else {
            None
        };
        let (dispatcher, unused) = match (free, waker) {
            (Some(dispatcher), waker) => {
                state.keeper = None;
                let own = seat.take().and_then(|seat| state.followers.remove(seat));
                (Some(dispatcher), [waker, own])
            }
            (None, Some(waker)) => {
                let replaced = state.followers.add(seat, worker, waker);
                (None, [replaced, None])
            }
            (None, None) => (None, [None, None]),
        };
        drop(state);
        drop(unused);
        dispatcher
    }

    /// Gives the dispatcher back, and wakes a follower to take it, unless all of them have items.
    fn give_back(&self, dispatcher: Box<Dispatcher<'k, T>>) {
        let next = {
            let mut state = lock(&self.state);
            state.dispatcher = Some(dispatcher);
            state.pop_idle(None)
        };
        next.into_iter().for_each(Waker::wake);
    }

    /// Leaves the dispatcher here while `worker` waits for its next step.
    fn keep(
        &self,
        dispatcher: Box<Dispatcher<'k, T>>,
        worker: usize,
        seat: &mut Seat,
        waker: &Waker,
    ) {
        let waker = waker.clone();
        let mut state = lock(&self.state);
        state.dispatcher = Some(dispatcher);
        state.keeper = Some(worker);
        let replaced = state.followers.add(seat, worker, waker);
        drop(state);
        drop(replaced);
    }

    /// Ends a worker's wait. Returns the dispatcher, if the worker keeps it. If the worker was woken
    /// to take the dispatcher, wakes another follower.
    fn leave(&self, worker: usize, seat: &mut Seat) -> Option<Box<Dispatcher<'k, T>>> {
        let seat = seat.take()?;
        let mut state = lock(&self.state);
        let own = state.followers.remove(seat);
        let mut kept = None;
        let mut next = None;
        if state.keeper == Some(worker) {
            state.keeper = None;
            kept = state.dispatcher.take();
        } else if own.is_none() {
            next = state.pop_idle(None);
        }
        drop(state);
        drop(own);
        next.into_iter().for_each(Waker::wake);
        kept
    }

    /// Handles a wait of `worker` that its body did not poll, while its task was polled: frees the
    /// dispatcher if the worker keeps it, and wakes another follower if there is one to wake.
    fn pass_on(&self, worker: usize, seat: u64, mark: &WaitMark) {
        let next = {
            let mut state = lock(&self.state);
            if state.keeper == Some(worker) {
                state.keeper = None;
            } else if state.followers.has_woken(seat) {
                mark.clear();
            } else {
                return;
            }
            state.pop_idle(Some(worker))
        };
        next.into_iter().for_each(Waker::wake);
    }

    /// Counts the items left in the queue of a worker that is gone as left in the stream.
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

/// Counts items that were taken from the stream and will not be processed.
fn abandon(stream: &Edge, items: u64) {
    stream.leave(usize::try_from(items).unwrap_or(usize::MAX));
    if let Some(share) = stream.share() {
        share.abandon(items);
    }
}

impl<T> Drop for Settling<'_, T> {
    fn drop(&mut self) {
        self.partition.settle(self.worker);
    }
}

impl<'k, T> Dispatcher<'k, T> {
    /// Gets ready to dispatch, and claims up to `most` items. Ready with `false` at the end of the
    /// stream. Without a waker, only looks. With `long`, waits for room for one item; otherwise it
    /// may wait for more.
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

    /// Returns whether the next item is close enough to the receiver's position in the stage's
    /// output.
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

    /// Puts the held item into its queue when there is room.
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

    /// Settles the queue of a worker that got an item, if the worker is gone.
    fn settle_unwanted(&self, partition: &Partition<'k, T>, worker: usize) {
        if self.to[worker].still_wanted().is_err() {
            partition.settle(worker);
        }
    }

    /// Dispatches up to `most` claimed items. Returns how many. Calls `count_failure` if the key
    /// function panics: that item counts as taken and failed.
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
                    // If there is no room, the dispatcher holds the item.
                    let polled = self.poll_held(partition, Patience::None(Wanted::One));
                    if polled.is_pending() && !self.of_tasks {
                        self.to[worker].note_full();
                    }
                }
            }
        }
        dispatched
    }

    /// Stops waiting, because another worker will take the dispatcher.
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

/// Returns the worker that has the keys with this hash.
fn worker_of(hash: u64, workers: usize) -> usize {
    #[expect(clippy::cast_possible_truncation, reason = "it is less than `workers`")]
    let worker = (hash % workers as u64) as usize;
    worker
}

/// Calls the function when the key function panics.
struct OnUnwind<F: Fn()>(F);

impl<F: Fn()> Drop for OnUnwind<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

impl<'k, T> KeyedReceiver<'k, T> {
    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.settling.partition.stream
    }

    pub(crate) fn share(&self) -> Option<&Share> {
        self.edge().share()
    }

    /// Returns the queue. When the worker's task pauses, it looks there for a waiting dispatcher.
    pub(crate) fn queue(&self) -> &Arc<Edge> {
        self.queue.edge()
    }

    /// Takes the next claimed item with its number.
    #[inline(always)]
    pub(crate) fn try_take(&mut self) -> Option<Numbered<T>> {
        let taken = self.queue.try_take()?;
        self.newest = taken.0;
        Some(taken)
    }

    /// Returns how many items the stream passed on to any worker since the last call.
    pub(super) fn passed_since_last_wait(&mut self) -> u64 {
        self.newest - mem::replace(&mut self.before_last_wait, self.newest)
    }

    /// Returns the number of items that are claimed and not taken.
    pub(crate) fn claimed(&self) -> u64 {
        self.queue.claimed()
    }

    /// Folds over the claimed items: see [`Receiver::fold_claimed`].
    #[inline(always)]
    pub(crate) fn fold_claimed<A>(
        &mut self,
        taken: &Counter,
        start: A,
        mut step: impl FoldStep<A, T>,
    ) -> (A, Option<T>) {
        if self.share().is_some() {
            // In a loop of edges, each item is counted when it is taken.
            return (start, None);
        }
        let step = |sum: A, (_, item): Numbered<T>| step.step(sum, item);
        let (sum, item) = self.queue.fold_claimed(taken, start, step);
        (sum, item.map(|(_, item)| item))
    }

    /// Returns the next step, and claims up to `most` items for it. Without a waker, only looks.
    /// See [`Dispatcher::poll`] for `long`.
    pub(crate) fn poll(&mut self, most: u64, waker: Option<&Waker>, long: bool) -> Poll<NextItem> {
        loop {
            if let Poll::Ready(found) = self.queue.poll_claim(most, waker) {
                self.stop_waiting();
                return Poll::Ready(if found { NextItem::Take } else { NextItem::End });
            }
            if self.dispatcher.is_none() {
                let Settling { partition, worker } = &self.settling;
                self.dispatcher = partition.take_dispatcher(*worker, &mut self.seat, waker);
            }
            let Some(dispatcher) = &mut self.dispatcher else {
                return Poll::Pending;
            };
            let partition = &self.settling.partition;
            if ready!(dispatcher.poll(partition, (most, waker, long))) {
                return Poll::Ready(NextItem::Dispatch);
            }
            // The dispatcher owns all senders of the queues, so all queues end.
            let workers = dispatcher.to.len();
            self.dispatcher = None;
            // If a worker was gone before its sender, the sender has cleared the queue.
            (0..workers).for_each(|worker| partition.settle(worker));
        }
    }

    /// Returns whether the worker dispatches, and waits for room.
    pub(super) fn waits_for_room(&self) -> bool {
        let dispatcher = self.dispatcher.as_ref();
        dispatcher.is_some_and(|dispatcher| dispatcher.held.is_some() || !dispatcher.may_go_ahead())
    }

    /// Dispatches up to `most` items, after [`NextItem::Dispatch`]. See [`Dispatcher::dispatch`].
    pub(crate) fn dispatch(&mut self, most: u64, count_failure: impl Fn()) -> u64 {
        let partition = &self.settling.partition;
        self.dispatcher.as_mut().map_or(0, |dispatcher| {
            dispatcher.dispatch(partition, most, count_failure)
        })
    }

    /// Says that the worker, a task, now waits with `waker`. See [`Partition::keep`] for the
    /// dispatcher.
    pub(crate) fn pause(&mut self, waker: &Waker) {
        let Settling { partition, worker } = &self.settling;
        if let Some(dispatcher) = self.dispatcher.take() {
            partition.keep(dispatcher, *worker, &mut self.seat, waker);
        }
        self.mark.set(self.seat);
    }

    /// Returns the worker's waits, for its task.
    pub(crate) fn shared_wait(&self) -> KeyedWait<'k, T> {
        let Settling { partition, worker } = &self.settling;
        KeyedWait {
            partition: Arc::downgrade(partition),
            worker: *worker,
            mark: self.mark.clone(),
        }
    }

    /// Ends the wait, because the worker has an item, or gives up, or leaves. Another waiting worker
    /// takes the dispatcher.
    pub(crate) fn stop_waiting(&mut self) {
        let Settling { partition, worker } = &self.settling;
        self.mark.clear();
        let kept = partition.leave(*worker, &mut self.seat);
        if let Some(mut dispatcher) = kept.or_else(|| self.dispatcher.take()) {
            dispatcher.rest();
            partition.give_back(dispatcher);
        }
    }
}

/// The waits of one worker, for its task.
pub(crate) struct KeyedWait<'k, T> {
    /// The partition closes the stream when all workers have dropped their receivers.
    partition: Weak<Partition<'k, T>>,
    worker: usize,
    mark: WaitMark,
}

impl<T: Send> SharedWait for KeyedWait<'_, T> {
    #[inline]
    fn pass_on_unanswered(&self) {
        if let Some(seat) = self.mark.end_poll()
            && let Some(partition) = self.partition.upgrade()
        {
            partition.pass_on(self.worker, seat, &self.mark);
        }
    }
}

impl<T> Drop for KeyedReceiver<'_, T> {
    fn drop(&mut self) {
        self.stop_waiting();
    }
}
