//! `feedback`: the only stage of a loop that takes items from outside of it.

use std::task::{Poll, Waker};

use super::Feed;
use crate::edge::in_flight::{Cycle, InFlightGuard};
use crate::edge::{Edge, Receiver, Sender};
use crate::report::counters::Counters;
use crate::run::budget::{look_again, spend};
use crate::run::worker::Worker;
use crate::sync::{Arc, Listener};

/// The input of a loop: the items from outside, and those that come back. It ends when the outside
/// has ended and none of its items is in flight in the loop, so that nothing can come back.
pub(crate) struct Feedback<T> {
    /// Items from outside, until their end.
    seeds: Option<Receiver<T>>,
    /// Items that come back, until no stage is left that could send any.
    back: Option<Receiver<T>>,
    cycle: Arc<Cycle>,
    /// Holds an item while the loop may get more from outside.
    entry: InFlightGuard,
    /// Holds the item in hand.
    hand: InFlightGuard,
    counters: Arc<Counters>,
    /// Registration that wakes the worker when nothing is in flight.
    listener: Listener,
}

/// Indices of the two streams among those that the worker reads.
const SEEDS: usize = 0;
const BACK: usize = 1;

impl<T> Feedback<T> {
    /// `back` belongs to the loop that is closed here, and `head` is the edge that the stage fills.
    /// Returns `None` if `back` belongs to no loop.
    pub(crate) fn new<E>(
        seeds: Receiver<T>,
        back: Receiver<T>,
        head: &Arc<Edge>,
        worker: &Worker<E>,
    ) -> Option<Self> {
        worker.counters().merge();
        let share = back.share()?;
        let cycle = Arc::clone(share.cycle());
        cycle.add_head(head);
        share.set_reader(worker.stage());
        let mut entry = InFlightGuard::of_entry(&cycle);
        // Seeds from within the loop are in flight already.
        if seeds.share().is_some_and(|share| share.is_of(&cycle)) {
            entry.empty();
        }
        Some(Feedback {
            hand: InFlightGuard::new(Some(share)),
            seeds: Some(seeds),
            back: Some(back),
            entry,
            cycle,
            counters: Arc::clone(worker.counters()),
            listener: Listener::default(),
        })
    }

    /// Lets the item in hand keep its count when `to`, the output of the stage, sends it.
    pub(crate) fn pass_on(&mut self, to: &mut Sender<T>) {
        let share = to.edge().share();
        if share.is_some_and(|share| share.is_of(&self.cycle)) {
            self.hand.pass_on();
            to.sends_launched();
        }
    }
}

impl<T> Feed for Feedback<T> {
    type Item = T;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        self.hand.empty();
        if !spend() {
            return look_again(waker);
        }
        // Items that come back are taken first. Otherwise a full loop would fill further.
        for (input, from) in [(BACK, &mut self.back), (SEEDS, &mut self.seeds)] {
            let Some(receiver) = from else {
                continue;
            };
            match receiver.poll_receive(u64::MAX, waker) {
                Poll::Ready(Some(item)) => {
                    self.counters.taken[input].add(1);
                    let share = receiver.share();
                    if share.is_some_and(|share| share.is_of(&self.cycle)) {
                        self.hand.take();
                    } else {
                        self.hand.take_from_outside();
                    }
                    return Poll::Ready(Some(item));
                }
                Poll::Ready(None) => {
                    *from = None;
                    if input == SEEDS {
                        self.entry.empty();
                    }
                }
                Poll::Pending => {}
            }
        }
        let over = self.cycle.over();
        if let Some(waker) = waker {
            self.listener.listen(waker, |waker| {
                let _ = over.wake(waker);
            });
        }
        if over.is_raised() {
            return Poll::Ready(None);
        }
        Poll::Pending
    }
}
