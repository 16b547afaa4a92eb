//! An edge that several receivers share. They take turns in claiming items from it.
//!
//! While its worker's body is slow, a receiver claims one item at a time, in the order of the
//! stream. If it was done [quickly](QUICK) with its last claim, it claims twice as many items the
//! next time, so that the receivers do not meet for every item. Items that are claimed and not
//! begun are in the receiver's [local queue](super::memory::LocalQueue). An idle receiver steals
//! half of another's local queue. It does not sleep while any local queue has items: no item waits
//! while a worker is idle.

use std::task::Waker;
use std::time::Duration;

use super::flow::{Bound, Taken};
use super::memory::{LocalQueue, Owner};
use super::receiver::Intake;
use super::reorder::Ahead;
use super::wait::{Seat, SharedWait, WaitMark};
use super::{Input, SharedEdge};
use crate::sync::thread::Instant;
use crate::sync::{Arc, Mutex, fence, lock, try_lock};
use crate::sync::{IS_MODEL, Ordering};

/// A receiver that is done with a claim within this time claims more the next time.
const QUICK: Duration = Duration::from_micros(20);

/// Maximum number of items in one claim.
const MOST: usize = if IS_MODEL { 4 } else { 1024 };

/// Maximum size of the items of one claim, in bytes.
const MOST_BYTES: usize = 64 << 10;

/// State shared by the receivers of an edge.
pub(crate) struct Group<T> {
    pub(crate) shared: Arc<SharedEdge<T>>,
    turn: Mutex<Turn<T>>,
    /// Local queues of the receivers created so far.
    queues: Mutex<Vec<Arc<LocalQueue<T>>>>,
    /// Number of receivers that there will be.
    members: usize,
    ahead: Option<Arc<Ahead>>,
    /// Maximum number of items in one claim.
    most: u64,
}

struct Turn<T> {
    intake: Intake<T>,
    /// Number of the next item. Items are numbered as they are claimed.
    next: u64,
}

/// Result of a receiver's search for items.
pub(crate) enum Found {
    Items,
    /// Items that another receiver had claimed.
    Stolen,
    Nothing,
    /// This number may not be claimed yet.
    TooFarAhead(u64),
}

/// One of several receivers.
pub(crate) struct Member<T> {
    pub(crate) group: Arc<Group<T>>,
    pub(crate) own: Owner<T>,
    /// Number of items that the receiver has begun.
    taken: Taken,
    /// Number of items that the receiver may claim at once.
    most: u64,
    /// Time of the last claim.
    since: Option<Instant>,
    /// The receiver's number in a list of sleepers, while it may not claim further ahead.
    seat_ahead: Seat,
    /// Set while the receiver waits for an item.
    pub(crate) mark: WaitMark,
}

impl<T> Group<T> {
    /// Creates a group of `members` receivers for the edge that `intake` reads.
    pub(crate) fn new(
        shared: &Arc<SharedEdge<T>>,
        intake: Intake<T>,
        members: usize,
        ahead: Option<Arc<Ahead>>,
    ) -> Arc<Self> {
        let fit = MOST_BYTES / size_of::<T>().max(1);
        let most = match shared.flow.bound() {
            // At a rendezvous, or if items are weighed or may be lost, items are claimed one by
            // one.
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

    /// Creates another receiver of the group.
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
            mark: WaitMark::default(),
        }
    }

    /// Returns whether there are items that nobody has begun.
    fn has_items(&self) -> bool {
        lock(&self.turn).intake.has_items(&self.shared) || self.has_claimed_items()
    }

    fn has_claimed_items(&self) -> bool {
        lock(&self.queues).iter().any(|queue| queue.waiting() > 0)
    }
}

impl<T> Member<T> {
    /// Returns the number of the next claimed item, if there is one.
    pub(crate) fn number(&self) -> u64 {
        self.own.next()
    }

    /// Takes the next claimed item and its number.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Option<(u64, T)> {
        let taken = self.own.take()?;
        self.count();
        Some(taken)
    }

    /// Counts an item as begun.
    #[inline(always)]
    pub(crate) fn count(&self) {
        let flow = &self.group.shared.flow;
        if matches!(flow.bound(), Bound::Items(_)) {
            flow.took_as(&self.taken);
        }
    }

    /// Claims items. With `insists`, waits for its turn to look, and steals from other local queues
    /// if there is nothing else.
    pub(crate) fn find(&mut self, most: u64, insists: bool) -> Found {
        if !self.own.is_empty() {
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

    /// Moves items from the edge into the local queue. Returns whether there were any.
    fn claim(&mut self, turn: &mut Turn<T>, most: u64) -> bool {
        let shared = &self.group.shared;
        let Some(input) = turn.intake.find(shared, u64::MAX) else {
            return false;
        };
        // On threads, a receiver leaves enough for each of the others to claim as many. A task
        // takes all it may: tasks that are polled later steal from it.
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
                    // The room of a lane with a window counts claimed items, not begun ones.
                    fence(Ordering::SeqCst);
                    let taken = flow.lane.taken_so_far();
                    if flow.room.is_wanted_at(taken) {
                        flow.room.wake(taken, u64::MAX);
                    }
                }
                shared.flow.weigh_out(flow);
            }
            Input::Ordered(reader) => {
                // The reader does not know how many items there are, because one output may hold
                // many.
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

    /// Steals half of another receiver's local queue, if there are items in one.
    fn steal(&mut self) -> bool {
        let queues = lock(&self.group.queues);
        let mut laden = queues.iter().filter(|queue| queue.waiting() > 0);
        laden.any(|queue| !self.own.owns(queue) && self.own.steal_from(queue))
    }

    /// Wakes another receiver if there are more items, after this one has its own.
    pub(crate) fn pass_on(&self) {
        let group = &self.group;
        let has_more = || self.own.queue().waiting() > 1 || group.has_items();
        group.shared.gate.pass_on(has_more);
    }

    /// Returns the receiver's waits, for the task of its worker.
    pub(crate) fn shared_wait(&self) -> MemberWait<T> {
        MemberWait {
            group: Arc::clone(&self.group),
            mark: self.mark.clone(),
        }
    }

    /// Returns whether the receiver may have to wait until it may claim further ahead.
    pub(crate) fn is_ordered(&self) -> bool {
        self.group.ahead.is_some()
    }

    /// Registers the receiver to wait until it may claim number `next`, for a
    /// [`long`](Ahead::register) sleep or a short one.
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

    /// Doubles the size of the next claim if the last one was quickly done, and halves it
    /// otherwise.
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

/// The waits of one of several receivers, for the task of its worker.
pub(crate) struct MemberWait<T> {
    group: Arc<Group<T>>,
    mark: WaitMark,
}

impl<T: Send> SharedWait for MemberWait<T> {
    #[inline]
    fn pass_on_unanswered(&self) {
        if let Some(seat) = self.mark.end_poll()
            && self.group.shared.gate.has_woken(seat)
        {
            self.mark.clear();
            let gate = &self.group.shared.gate;
            gate.pass_on(|| self.group.has_items());
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
    /// Takes all items and inputs that nobody will begin, for the last receiver.
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
