//! `feedback`: the one stage of a loop that takes in from outside it.

use std::task::{Poll, Waker};

use super::Feed;
use crate::edge::in_flight::{Cycle, InFlightGuard};
use crate::edge::{Edge, Receiver};
use crate::report::counters::Counters;
use crate::run::budget::{look_again, spend};
use crate::run::worker::Worker;
use crate::sync::{Arc, Listener};

/// What goes into a loop: what comes from outside it, and what comes back. It ends when the outside has ended and
/// nothing of what it gave is in flight in the loop, so that nothing can come back.
pub(crate) struct Feedback<T> {
    /// What comes from outside, until its end.
    seeds: Option<Receiver<T>>,
    /// What comes back, until no stage is left that could send it.
    back: Option<Receiver<T>>,
    cycle: Arc<Cycle>,
    /// Full while the loop may get more from outside it.
    entry: InFlightGuard,
    /// The item that goes round, if it was in flight already.
    again: InFlightGuard,
    counters: Arc<Counters>,
    /// Who is woken when nothing is in flight.
    listener: Listener,
}

/// The places of its streams among those that its worker reads.
const SEEDS: usize = 0;
const BACK: usize = 1;

impl<T> Feedback<T> {
    /// `back` is of the loop that ends here, and `head` the edge that this fills. `None` where there is no loop.
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
        // Seeds from within the loop are in flight by themselves.
        if seeds.share().is_some_and(|share| share.is_of(&cycle)) {
            entry.empty();
        }
        Some(Feedback {
            again: InFlightGuard::new(Some(share)),
            seeds: Some(seeds),
            back: Some(back),
            entry,
            cycle,
            counters: Arc::clone(worker.counters()),
            listener: Listener::default(),
        })
    }
}

impl<T> Feed for Feedback<T> {
    type Item = T;

    fn poll_next(&mut self, waker: Option<&Waker>) -> Poll<Option<T>> {
        self.again.empty();
        if !spend() {
            return look_again(waker);
        }
        // What comes back comes first, or a loop that is full would fill further.
        for (input, from) in [(BACK, &mut self.back), (SEEDS, &mut self.seeds)] {
            let Some(receiver) = from else {
                continue;
            };
            match receiver.poll_receive(u64::MAX, waker) {
                Poll::Ready(Some(item)) => {
                    self.counters.taken[input].add(1);
                    // It was in flight already.
                    let share = receiver.share();
                    if share.is_some_and(|share| share.is_of(&self.cycle)) {
                        self.again.take();
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
