//! The receiving half of an edge.

use std::mem;
use std::ops::ControlFlow;
use std::task::{Poll, Waker};

use super::blocking::ReceiverPace;
use super::flow::{Bound, Flow, LaneFlow};
use super::group::{Found, Group, Member, MemberWait};
use super::hang_up::Edge;
use super::in_flight::Share;
use super::memory::{Reader, Takes};
use super::reorder::{Ahead, OrderedReader};
use super::wait::{Asleep, Seat};
use super::{Ends, Input, SharedEdge};
use crate::edge::supply::FoldStep;
use crate::report::counters::{CountBatch, Counter};
use crate::sync::{Arc, Listener, Ordering, fence};

/// The receiving half of an edge, owned by one worker.
pub struct Receiver<T> {
    pub(super) shared: Arc<SharedEdge<T>>,
    side: Side<T>,
    /// The receiver's number in a list of sleepers, while it waits for an item.
    seat: Seat,
    /// Whether the receiver has asked for an item, at a rendezvous.
    has_asked: bool,
    /// Speed of the items, which decides how the receiver's thread waits.
    pub(super) pace: ReceiverPace,
    /// Registration that wakes the task or thread when its worker must stop.
    pub(super) listener: Listener,
    is_in_loop: bool,
    /// Whether the task that polls the receiver also polls the senders.
    is_here: bool,
}

/// The receivers of the workers that share an edge: see [`Receiver::share_among`].
pub(crate) struct Shares<T> {
    /// The receiver of the last worker. It keeps the edge wanted until then.
    last: Option<Receiver<T>>,
    left: usize,
}

impl<T> Iterator for Shares<T> {
    type Item = Receiver<T>;

    fn next(&mut self) -> Option<Receiver<T>> {
        self.left = self.left.checked_sub(1)?;
        match self.left {
            0 => self.last.take(),
            _ => self.last.as_ref()?.another(),
        }
    }
}

enum Side<T> {
    /// The only receiver of the edge.
    Alone(Intake<T>),
    /// One of several receivers.
    Member(Member<T>),
}

/// The inputs of an edge, as their reader knows them.
pub(crate) struct Intake<T> {
    inputs: Vec<Input<T>>,
    /// Index of the input in which items were found last.
    at: usize,
}

impl<T> Intake<T> {
    fn meet(&mut self, shared: &SharedEdge<T>) {
        if shared.has_fresh(self.inputs.len()) {
            self.inputs.append(&mut shared.fresh());
        }
    }

    /// Claims up to `most` items from the first input that has some. The inputs take turns.
    pub(crate) fn find(&mut self, shared: &SharedEdge<T>, most: u64) -> Option<&mut Input<T>> {
        self.meet(shared);
        let count = self.inputs.len();
        let mut turns = (self.at + 1..=self.at + count).map(|turn| turn % count);
        self.at = turns.find(|at| self.inputs[*at].claim(most) > 0)?;
        self.inputs.get_mut(self.at)
    }

    pub(crate) fn has_items(&mut self, shared: &SharedEdge<T>) -> bool {
        self.meet(shared);
        self.inputs.iter().any(Input::has_items)
    }

    /// Takes the next claimed item, for the only receiver.
    #[inline(always)]
    fn take(&mut self, shared: &SharedEdge<T>) -> Option<T> {
        match self.inputs.get_mut(self.at)? {
            Input::Lane(reader, lane) => LaneItems::new(reader, lane, &shared.flow).take(),
            Input::Ordered(reader) => {
                let flow = &shared.flow;
                OrderedItems { reader, flow }.take()
            }
            Input::Lossy(reader) => Some((reader.take()?, false)),
        }
        .map(|(item, _)| item)
    }

    /// Gives up all inputs, to read no more.
    pub(crate) fn leave(&mut self) -> Vec<Input<T>> {
        mem::take(&mut self.inputs)
    }
}

impl<T> Receiver<T> {
    fn new(shared: Arc<SharedEdge<T>>, side: Side<T>) -> Self {
        Receiver {
            is_in_loop: shared.link.share().is_some(),
            is_here: shared.of_tasks,
            shared,
            side,
            seat: None,
            has_asked: false,
            pace: ReceiverPace::default(),
            listener: Listener::default(),
        }
    }

    pub(super) fn alone(shared: Arc<SharedEdge<T>>) -> Self {
        let intake = Intake {
            inputs: Vec::new(),
            at: 0,
        };
        Receiver::new(shared, Side::Alone(intake))
    }

    /// Shares the edge among `workers` workers. Yields a receiver for each. `ahead` says how far
    /// ahead they may claim, if their outputs leave in order.
    pub(crate) fn share_among(mut self, workers: usize, ahead: Option<Arc<Ahead>>) -> Shares<T> {
        if let Side::Alone(intake) = &mut self.side
            && (workers > 1 || ahead.is_some())
        {
            let intake = Intake {
                inputs: intake.leave(),
                at: 0,
            };
            let group = Group::new(&self.shared, intake, workers, ahead);
            self.side = Side::Member(Group::member(&group));
        }
        Shares {
            last: Some(self),
            left: workers,
        }
    }

    /// Creates another receiver of the same group.
    fn another(&self) -> Option<Self> {
        let Side::Member(member) = &self.side else {
            return None;
        };
        self.shared.receivers.fetch_add(1, Ordering::Relaxed);
        let another = Group::member(&member.group);
        Some(Receiver::new(
            Arc::clone(&self.shared),
            Side::Member(another),
        ))
    }

    pub(crate) fn edge(&self) -> &Arc<Edge> {
        &self.shared.link
    }

    pub(crate) fn share(&self) -> Option<&Share> {
        self.edge().share()
    }

    /// Returns the receiver's waits, for the task of its worker, if other receivers wait for the
    /// same items.
    pub(crate) fn shared_wait(&self) -> Option<MemberWait<T>> {
        match &self.side {
            Side::Alone(_) => None,
            Side::Member(member) => Some(member.shared_wait()),
        }
    }

    /// Sets how each item is weighed, if the stream's capacity is a weight.
    pub fn weigh(&self, weigh: impl Fn(&T) -> usize + Send + Sync + 'static) {
        if let Some(scale) = &self.shared.scale {
            scale.set(weigh);
        }
    }

    /// Sets how two items are merged, if the stream merges items when it is full.
    pub fn merge_when_full(&self, merge: impl Fn(T, T) -> T + Send + Sync + 'static) {
        if let Some(lossy) = &self.shared.lossy {
            lossy.set_merge(merge, &self.shared.flow);
        }
    }

    /// Says whether the task that polls the receiver also polls the senders.
    pub(crate) fn set_here(&mut self, is_here: bool) {
        self.is_here = self.shared.of_tasks && is_here;
    }

    /// Returns which kind of worker polls the ends of the edge.
    pub(crate) fn ends(&self) -> Ends {
        self.shared.ends()
    }

    /// Returns whether the receiver may have to wait until its stage's ordered output catches up.
    pub(super) fn is_ordered(&self) -> bool {
        matches!(&self.side, Side::Member(member) if member.is_ordered())
    }

    /// Returns whether the number of places is exact: whether the bound is not a window.
    pub(super) fn is_exact(&self) -> bool {
        self.shared.flow.bound() != Bound::Window
    }

    /// Takes the next claimed item.
    #[inline(always)]
    pub(crate) fn try_take(&mut self) -> Option<T> {
        self.try_take_numbered().map(|(_, item)| item)
    }

    /// Takes the next claimed item with its number, for the worker of an ordered fan-out.
    #[inline(always)]
    pub(crate) fn try_take_numbered(&mut self) -> Option<(u64, T)> {
        let taken = match &mut self.side {
            Side::Alone(intake) => (0, intake.take(&self.shared)?),
            Side::Member(member) => member.take()?,
        };
        if self.is_in_loop
            && let Some(share) = self.shared.link.share()
        {
            share.take();
        }
        Some(taken)
    }

    /// Returns the number of the next claimed item.
    pub(crate) fn number(&self) -> u64 {
        match &self.side {
            Side::Member(member) => member.number(),
            Side::Alone(_) => 0,
        }
    }

    /// Calls `step` with the claimed items, until it ends the loop or a sender has to be woken.
    /// Adds the number of taken items to `taken`. Returns the sum, and the item that was taken and
    /// not passed to `step`, if there is one.
    #[inline(always)]
    pub(crate) fn fold_claimed<A>(
        &mut self,
        taken: &Counter,
        start: A,
        step: impl FoldStep<A, T>,
    ) -> (A, Option<T>) {
        if self.is_in_loop {
            // In a loop of edges, each item is counted when it is taken.
            return (start, None);
        }
        let mut taken = taken.batch();
        match &mut self.side {
            Side::Alone(intake) => match intake.inputs.get_mut(intake.at) {
                Some(Input::Lane(reader, lane)) => {
                    let items = LaneItems::new(reader, lane, &self.shared.flow);
                    fold(items, &mut taken, start, step)
                }
                Some(Input::Ordered(reader)) => {
                    let items = OrderedItems {
                        reader,
                        flow: &self.shared.flow,
                    };
                    fold(items, &mut taken, start, step)
                }
                // One by one, because the next item may still be lost.
                Some(Input::Lossy(reader)) => {
                    let item = reader.take();
                    taken.add(u64::from(item.is_some()));
                    (start, item)
                }
                None => (start, None),
            },
            Side::Member(member) => fold(MemberItems(member), &mut taken, start, step),
        }
    }

    /// Returns the number of items that are claimed and not taken.
    pub(crate) fn claimed(&self) -> u64 {
        match &self.side {
            Side::Member(member) => member.own.queue().waiting(),
            Side::Alone(intake) => match intake.inputs.get(intake.at) {
                Some(Input::Lane(reader, _)) => reader.claimed(),
                Some(Input::Ordered(reader)) => reader.claimed(),
                Some(Input::Lossy(reader)) => reader.claimed(),
                None => 0,
            },
        }
    }

    /// Claims up to `most` further items, if the edge has one lane. Returns how many are claimed.
    #[inline]
    pub(crate) fn claim_more(&mut self, most: u64) -> u64 {
        match &mut self.side {
            // Each item answers a request, which has to be accounted for.
            _ if self.shared.flow.bound() == Bound::Rendezvous => 0,
            Side::Alone(intake) => match &mut intake.inputs[..] {
                [Input::Lane(reader, _)] if !self.shared.has_fresh(1) => reader.claim(most),
                _ => 0,
            },
            Side::Member(_) => 0,
        }
    }

    /// Claims up to `most` items. Ready with `false` at the end of the stream. Without a waker,
    /// only looks.
    pub(crate) fn poll_claim(&mut self, most: u64, waker: Option<&Waker>) -> Poll<bool> {
        // The end is checked first, so that items that came before the end are found.
        let is_at_end = self.shared.is_at_end();
        let found = self.find(most, waker.is_some() || is_at_end);
        if let Some(found) = self.found(&found, is_at_end) {
            return Poll::Ready(found);
        }
        self.ask();
        let Some(waker) = waker else {
            return Poll::Pending;
        };
        self.shared.flow.look();
        if let (Found::TooFarAhead(next), Side::Member(member)) = (&found, &mut self.side) {
            member.wait_ahead(*next, waker, self.pace.sleeps_long);
        } else {
            let asleep = if self.is_here {
                Asleep::Here
            } else if self.pace.is_slow() {
                Asleep::Slowly
            } else {
                Asleep::Quickly
            };
            self.shared.gate.register(&mut self.seat, waker, asleep);
            if let Side::Member(member) = &self.side {
                member.mark.set(self.seat);
            }
        }
        // Look again: only an item that comes after the registration wakes the receiver.
        let is_at_end = self.shared.is_at_end();
        let again = self.find(most, true);
        let changed = !is_same(&found, &again);
        match self.found(&again, is_at_end) {
            Some(found) => Poll::Ready(found),
            // The receiver is registered at the wrong place.
            None if changed => self.poll_claim(most, Some(waker)),
            None => Poll::Pending,
        }
    }

    /// Takes the next item; `None` at the end of the stream. Claims up to `most` items if none are
    /// claimed.
    pub(crate) fn poll_receive(&mut self, most: u64, waker: Option<&Waker>) -> Poll<Option<T>> {
        loop {
            if let Some(item) = self.try_take() {
                return Poll::Ready(Some(item));
            }
            match self.poll_claim(most, waker) {
                Poll::Ready(true) => {}
                Poll::Ready(false) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Handles the result of a search. Returns the result of the poll, or `None` to wait.
    fn found(&mut self, found: &Found, is_at_end: bool) -> Option<bool> {
        match found {
            Found::Items | Found::Stolen => {
                // For stolen items, another receiver has asked.
                if matches!(found, Found::Items) {
                    self.use_ask();
                }
                self.stop_waiting();
                Some(true)
            }
            Found::Nothing if is_at_end => {
                self.leave();
                Some(false)
            }
            Found::Nothing | Found::TooFarAhead(_) => None,
        }
    }

    fn find(&mut self, most: u64, insists: bool) -> Found {
        match &mut self.side {
            Side::Member(member) => member.find(most, insists),
            Side::Alone(intake) => {
                wake_missed_sender(intake, &self.shared);
                match intake.find(&self.shared, most) {
                    Some(Input::Ordered(_)) if self.shared.flow.bound() == Bound::Rendezvous => {
                        self.shared.flow.grant_claimed(1);
                        Found::Items
                    }
                    Some(_) => Found::Items,
                    None => Found::Nothing,
                }
            }
        }
    }

    /// Asks for an item, at a rendezvous: a receiver that waits is the place for an item.
    fn ask(&mut self) {
        if self.shared.flow.bound() == Bound::Rendezvous && !mem::replace(&mut self.has_asked, true)
        {
            self.shared.flow.ask();
        }
    }

    /// Uses the request for the item that came. If another receiver made that request, replaces it,
    /// because that receiver still waits.
    fn use_ask(&mut self) {
        if self.shared.flow.bound() == Bound::Rendezvous && !mem::take(&mut self.has_asked) {
            self.shared.flow.ask();
        }
    }

    /// Ends the wait, because there are items. Wakes others that sleep, for the next items.
    fn stop_waiting(&mut self) {
        if self.seat.is_some() {
            self.shared.gate.leave(&mut self.seat);
        }
        if let Side::Member(member) = &mut self.side {
            member.mark.clear();
            member.leave_ahead();
            member.pass_on();
        }
    }

    /// Gives up a wait.
    pub(crate) fn leave(&mut self) {
        let was_woken = self.shared.gate.leave(&mut self.seat);
        if self.has_asked && self.shared.flow.take_back_ask() {
            self.has_asked = false;
        }
        if let Side::Member(member) = &mut self.side {
            member.mark.clear();
            member.leave_ahead();
            if was_woken {
                member.pass_on();
            }
        }
    }

    /// Returns whether the receiver found few items in a lane whose sender does not wait, so that the
    /// sender should get ahead. It cannot get ahead in a loop with few items.
    pub(super) fn is_close_to_its_sender(&self, few: u64) -> bool {
        let Side::Alone(intake) = &self.side else {
            return false;
        };
        if self.share().is_some_and(|share| share.in_flight() <= few) {
            return false;
        }
        match intake.inputs.get(intake.at) {
            Some(Input::Lane(reader, flow)) => reader.claimed() < few && !flow.room.is_awaited(),
            _ => false,
        }
    }
}

fn is_same(one: &Found, other: &Found) -> bool {
    mem::discriminant(one) == mem::discriminant(other)
}

/// Looks again for a sleeping sender, after all claimed items were taken. The look after each item
/// has no fence before it, and may have missed the sender.
fn wake_missed_sender<T>(intake: &Intake<T>, shared: &SharedEdge<T>) {
    if shared.flow.bound() == Bound::Window
        && let Some(Input::Lane(_, flow)) = intake.inputs.get(intake.at)
    {
        fence(Ordering::SeqCst);
        let taken = flow.lane.taken_so_far();
        if flow.room.is_wanted_at(taken) {
            flow.room.wake(taken, u64::MAX);
        }
    }
}

/// Claimed items, taken one by one. The flag says whether the item must be processed before the
/// next one is taken.
trait Claimed<T> {
    fn take(&mut self) -> Option<(T, bool)>;
}

struct LaneItems<'r, T> {
    takes: Takes<'r, T>,
    lane: &'r LaneFlow,
    flow: &'r Flow,
    /// Whether the flow counts items.
    is_counted: bool,
}

impl<'r, T> LaneItems<'r, T> {
    #[inline(always)]
    fn new(reader: &'r mut Reader<T>, lane: &'r LaneFlow, flow: &'r Flow) -> Self {
        LaneItems {
            takes: reader.takes(),
            lane,
            flow,
            is_counted: flow.counts(),
        }
    }
}

impl<T> Claimed<T> for LaneItems<'_, T> {
    #[inline(always)]
    fn take(&mut self) -> Option<(T, bool)> {
        let (taken, item) = self.takes.next()?;
        let wakes = if self.is_counted {
            self.flow.took(self.lane)
        } else {
            self.lane.room.is_wanted_at(taken)
        };
        if wakes {
            self.wake(taken);
        }
        Some((item, wakes))
    }
}

impl<T> LaneItems<'_, T> {
    #[cold]
    fn wake(&self, taken: u64) {
        if self.is_counted {
            self.flow.wake_due();
        } else {
            self.lane.room.wake(taken, u64::MAX);
        }
    }
}

struct OrderedItems<'r, T> {
    reader: &'r mut OrderedReader<T>,
    flow: &'r Flow,
}

impl<T> Claimed<T> for OrderedItems<'_, T> {
    #[inline(always)]
    fn take(&mut self) -> Option<(T, bool)> {
        let item = self.reader.take()?;
        if let Some(lane) = &self.reader.lane {
            self.flow.weigh_out(lane);
        }
        Some((item, self.reader.wakes(&self.flow.room)))
    }
}

struct MemberItems<'r, T>(&'r mut Member<T>);

impl<T> Claimed<T> for MemberItems<'_, T> {
    #[inline(always)]
    fn take(&mut self) -> Option<(T, bool)> {
        let (_, item) = self.0.take()?;
        Some((item, false))
    }
}

/// [`fold_claimed`](Receiver::fold_claimed) for one kind of items.
#[inline(always)]
fn fold<T, A>(
    mut items: impl Claimed<T>,
    taken: &mut CountBatch<'_>,
    start: A,
    mut step: impl FoldStep<A, T>,
) -> (A, Option<T>) {
    let mut sum = start;
    while let Some((item, is_last)) = items.take() {
        taken.add(1);
        if is_last {
            return (sum, Some(item));
        }
        match step.step(sum, item) {
            ControlFlow::Continue(next) => sum = next,
            ControlFlow::Break(end) => return (end, None),
        }
    }
    (sum, None)
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.leave();
        if mem::take(&mut self.has_asked) {
            self.shared.flow.forget_ask();
        }
        if self.shared.receivers.fetch_sub(1, Ordering::AcqRel) > 1 {
            // The other receivers may sleep, and miss a sender that waits for the room this one
            // made.
            self.shared.flow.look();
            return;
        }
        let (items, inputs) = match &mut self.side {
            Side::Alone(intake) => (Vec::new(), intake.leave()),
            Side::Member(member) => member.group.leave(),
        };
        self.shared.close(inputs);
        self.shared.abandon(items);
    }
}
