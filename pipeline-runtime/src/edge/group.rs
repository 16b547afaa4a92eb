//! An edge that several receivers share: each claims items from it in turns.
//!
//! A receiver claims one item at a time, in the order of the stream, as long as its worker's body is slow. If it
//! was done [quickly](QUICK) with what it claimed, it claims twice as many the next time, so that receivers do not
//! meet for every item. What it has claimed and not begun is in its [local queue](super::memory::LocalQueue). An
//! idle receiver takes half of another's local queue. It does not sleep while there is something in one: no item
//! waits while a worker is idle.

use std::task::Waker;
use std::time::Duration;

use super::flow::{Bound, Taken};
use super::memory::{LocalQueue, Owner};
use super::receiver::Intake;
use super::reorder::Ahead;
use super::wait::Seat;
use super::{Input, SharedEdge};
use crate::sync::thread::Instant;
use crate::sync::{Arc, Mutex, fence, lock, try_lock};
use crate::sync::{IS_MODEL, Ordering};

/// A receiver that is done within this time with what it claimed claims more the next time.
const QUICK: Duration = Duration::from_micros(20);

/// How many items a receiver claims at most, if they are small.
const MOST: usize = if IS_MODEL { 4 } else { 1024 };

/// How many bytes of items a receiver claims at most.
const MOST_BYTES: usize = 64 << 10;

/// What the receivers of an edge share.
pub(crate) struct Group<T> {
    pub(crate) shared: Arc<SharedEdge<T>>,
    turn: Mutex<Turn<T>>,
    /// Those of the receivers that there are so far.
    queues: Mutex<Vec<Arc<LocalQueue<T>>>>,
    /// How many receivers there will be.
    members: usize,
    ahead: Option<Arc<Ahead>>,
    /// How many items a receiver claims at most.
    most: u64,
}

struct Turn<T> {
    intake: Intake<T>,
    /// The number of the next item: they are numbered as they are claimed.
    next: u64,
}

/// What a receiver found.
pub(crate) enum Found {
    Items,
    /// Items that another receiver had claimed.
    Stolen,
    Nothing,
    /// It may not claim this number yet.
    TooFarAhead(u64),
}

/// One of several receivers.
pub(crate) struct Member<T> {
    pub(crate) group: Arc<Group<T>>,
    pub(crate) own: Owner<T>,
    /// How many items it began.
    taken: Taken,
    /// How many items it may claim.
    most: u64,
    /// When it claimed.
    since: Option<Instant>,
    /// Where it waits until it may claim further ahead.
    seat_ahead: Seat,
}

impl<T> Group<T> {
    /// For so many receivers of the edge that `intake` reads.
    pub(crate) fn new(
        shared: &Arc<SharedEdge<T>>,
        intake: Intake<T>,
        members: usize,
        ahead: Option<Arc<Ahead>>,
    ) -> Arc<Self> {
        let fit = MOST_BYTES / size_of::<T>().max(1);
        let most = match shared.flow.bound() {
            // At a rendezvous, and of items that are weighed or may be lost, a receiver has each item alone.
            Bound::Rendezvous | Bound::Weight(_) | Bound::Lossy(..) => 1,
            _ => fit.clamp(1, MOST),
        };
        Arc::new(Group {
            shared: Arc::clone(shared),
            turn: Mutex::new(Turn { intake, next: 0 }),
            queues: Mutex::default(),
            members,
            ahead,
            most: most as u64,
        })
    }

    /// Another receiver.
    pub(crate) fn member(group: &Arc<Self>) -> Member<T> {
        let own = Owner::new(usize::try_from(group.most).unwrap_or(1));
        lock(&group.queues).push(Arc::clone(own.queue()));
        Member {
            group: Arc::clone(group),
            own,
            taken: group.shared.flow.add_receiver(),
            most: 1,
            since: None,
            seat_ahead: None,
        }
    }

    /// Whether there are items that nobody has begun.
    fn has_items(&self) -> bool {
        lock(&self.turn).intake.has_items(&self.shared) || self.has_claimed_items()
    }

    fn has_claimed_items(&self) -> bool {
        lock(&self.queues).iter().any(|queue| queue.waiting() > 0)
    }
}

impl<T> Member<T> {
    /// The number of the next item of those it claimed, if there is one.
    pub(crate) fn number(&self) -> u64 {
        self.own.next()
    }

    /// Takes the next item of those it claimed, and its number.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Option<(u64, T)> {
        let taken = self.own.take()?;
        self.count();
        Some(taken)
    }

    /// It begins an item.
    #[inline(always)]
    pub(crate) fn count(&self) {
        let flow = &self.group.shared.flow;
        if matches!(flow.bound(), Bound::Items(_)) {
            flow.took_as(&self.taken);
        }
    }

    /// Claims items. With `insists` it takes from another's local queue if there is nothing else, and waits for
    /// its turn to look.
    pub(crate) fn find(&mut self, most: u64, insists: bool) -> Found {
        if self.own.queue().waiting() > 0 {
            return Found::Items;
        }
        self.pace();
        let group = Arc::clone(&self.group);
        let turn = if insists {
            Some(lock(&group.turn))
        } else {
            try_lock(&group.turn)
        };
        let Some(mut turn) = turn else {
            return Found::Nothing;
        };
        let next = turn.next;
        let most = self.most.min(most);
        let room = group
            .ahead
            .as_ref()
            .map_or(u64::MAX, |ahead| ahead.room(next, most));
        if room > 0 && self.claim(&mut turn, most.min(room)) {
            drop(turn);
            self.since = Some(Instant::now());
            return Found::Items;
        }
        drop(turn);
        if insists && self.steal() {
            return Found::Stolen;
        }
        if room == 0 {
            Found::TooFarAhead(next)
        } else {
            Found::Nothing
        }
    }

    /// Moves items from the edge into the local queue; whether there were any.
    fn claim(&mut self, turn: &mut Turn<T>, most: u64) -> bool {
        let shared = &self.group.shared;
        let Some(input) = turn.intake.find(shared, u64::MAX) else {
            return false;
        };
        // On threads, what is left for the others is enough for each to get as much. Tasks that are polled later
        // take what they lack from those that were polled before.
        let parts = if shared.of_tasks {
            1
        } else {
            self.group.members as u64
        };
        let share = |waiting: u64| (waiting / parts).clamp(1, most);
        let first = turn.next;
        match input {
            Input::Lane(reader, flow) => {
                let some = usize::try_from(share(reader.claimed())).unwrap_or(1);
                let items = reader.takes().map(|(_, item)| item).take(some);
                turn.next += self.own.fill(first, items);
                if shared.flow.bound() == Bound::Window {
                    // The lane's room ends where the receivers claim, not where they begin.
                    fence(Ordering::SeqCst);
                    let taken = flow.lane.taken_so_far();
                    if flow.room.is_wanted_at(taken) {
                        flow.room.wake(taken, u64::MAX);
                    }
                }
                shared.flow.weigh_out(flow);
            }
            Input::Ordered(reader) => {
                // How many there are it does not know, as an output may have many items.
                let some = usize::try_from(share(reader.claimed())).unwrap_or(1);
                let items = std::iter::from_fn(|| reader.take()).take(some);
                shared.flow.grant_claimed(some as u64);
                turn.next += self.own.fill(first, items);
                shared.flow.take_back(some as u64 - (turn.next - first));
                if let Some(lane) = &reader.lane {
                    (first..turn.next).for_each(|_| shared.flow.weigh_out(lane));
                }
                shared.flow.look();
            }
            Input::Lossy(reader) => turn.next += self.own.fill(first, reader.take()),
        }
        turn.next > first
    }

    /// Takes half of another receiver's local queue, if there is anything in one.
    fn steal(&mut self) -> bool {
        let queues = lock(&self.group.queues);
        let mut laden = queues.iter().filter(|queue| queue.waiting() > 0);
        laden.any(|queue| !self.own.owns(queue) && self.own.steal_from(queue))
    }

    /// It has what it was woken for.
    pub(crate) fn pass_on(&self) {
        let group = &self.group;
        let has_more = || self.own.queue().waiting() > 1 || group.has_items();
        group.shared.gate.pass_on(has_more);
    }

    /// Whether it may have to wait until it may claim further ahead.
    pub(crate) fn is_ordered(&self) -> bool {
        self.group.ahead.is_some()
    }

    /// Registers it where it may not go further ahead, for a [`long`](Ahead::register) sleep or a short one.
    pub(crate) fn wait_ahead(&mut self, next: u64, waker: &Waker, long: bool) {
        if let Some(ahead) = &self.group.ahead {
            ahead.register(next, &mut self.seat_ahead, waker, long);
        }
    }

    pub(crate) fn leave_ahead(&mut self) {
        if self.seat_ahead.is_some()
            && let Some(ahead) = &self.group.ahead
        {
            ahead.leave(&mut self.seat_ahead);
        }
    }

    /// Claims more the next time if it was done quickly with the last claim, else less.
    fn pace(&mut self) {
        if let Some(since) = self.since.take() {
            self.most = if since.elapsed() < QUICK {
                (self.most * 2).min(self.group.most)
            } else {
                (self.most / 2).max(1)
            };
        }
    }
}

impl<T> Drop for Member<T> {
    fn drop(&mut self) {
        self.leave_ahead();
        if self.own.queue().waiting() > 0 {
            self.pass_on();
        }
    }
}

impl<T> Group<T> {
    /// The last receiver leaves: all that nobody will begin.
    pub(crate) fn leave(&self) -> (Vec<T>, Vec<Input<T>>) {
        let inputs = lock(&self.turn).intake.leave();
        let mut last = Owner::new(usize::try_from(self.most).unwrap_or(1));
        let mut items = Vec::new();
        for queue in &*lock(&self.queues) {
            while last.steal_from(queue) {
                items.extend(std::iter::from_fn(|| last.take()).map(|(_, item)| item));
            }
        }
        (items, inputs)
    }
}
