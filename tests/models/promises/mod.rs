//! The promises of an edge, each as a model for any of the checkers.

/// Declares tests that run a model with edges of threads and with edges of tasks.
macro_rules! each_way {
    ($($name:ident: $model:ident($size:expr $(, $argument:expr)* $(,)?);)*) => {
        $(mod $name {
            use super::*;

            #[test]
            fn of_threads() {
                $model($size, By::Threads $(, $argument)*);
            }

            #[test]
            fn of_tasks() {
                $model($size, By::Tasks $(, $argument)*);
            }
        })*
    };
}

mod alone;
mod gate;
mod group;
mod in_flight;
mod leaving;
mod lossy;
mod memory;
mod partition;
pub(crate) mod reorder;
mod room;
mod signal;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Poll, Waker};

use pipeline_models::{Item, Ledger};

use crate::counters::{Counter, Stopwatch};
use crate::edge::flow::{Bound, Flow};
use crate::edge::in_flight::Share;
use crate::edge::reorder::Ahead;
use crate::edge::sender::Patience;
use crate::edge::supply::{Place, Step};
use crate::edge::{self, Ends, Receiver, Sender};
use crate::stopper::Stopper;
use crate::sync::{Arc, Listener, thread};

/// The workers that have the ends of an edge. Each kind waits in its own way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Threads,
    Tasks,
    /// One task has all ends but the receiver, which another thread took.
    TaskAndSink,
}

/// Creates an edge, and returns its ends for workers of this kind.
pub(crate) fn ends(bound: Bound, by: By) -> (Put, Take) {
    ends_in(bound, None, by)
}

/// Creates an edge that may belong to a loop: see [`ends`].
pub(crate) fn ends_in(bound: Bound, share: Option<Share>, by: By) -> (Put, Take) {
    let ends = match by {
        By::Threads => Ends::Threads,
        By::Tasks => Ends::Tasks,
        By::TaskAndSink => Ends::OneTask,
    };
    let (to, mut from) = edge::edge(bound, share, ends);
    from.set_here(false);
    let stopper = Stopper::default();
    let put = Put {
        to,
        by,
        stopper: stopper.clone(),
    };
    (put, Take { from, by, stopper })
}

/// Polls as a task does. Before it sleeps, it looks for senders that wait for the room it made.
fn as_task<R>(
    reads: Option<&Flow>,
    stopper: &Stopper,
    mut poll: impl FnMut(&Waker) -> Poll<R>,
) -> Option<R> {
    let waker = thread::waker();
    stopper.listen(&mut Listener::default(), &waker);
    loop {
        if stopper.must_stop() {
            return None;
        }
        if let Poll::Ready(ready) = poll(&waker) {
            return Some(ready);
        }
        if let Some(reads) = reads {
            reads.look();
        }
        thread::park_until(None);
    }
}

/// The sending end of an edge.
pub(crate) struct Put {
    pub(crate) to: Sender<Item>,
    by: By,
    pub(crate) stopper: Stopper,
}

impl Put {
    pub(crate) fn another(&self) -> Self {
        Put {
            to: self.to.clone(),
            by: self.by,
            stopper: self.stopper.clone(),
        }
    }

    /// Makes all senders that are made from this one share a lane.
    pub(crate) fn with_common_lane(self) -> Self {
        Put {
            to: self.to.with_common_lane(),
            ..self
        }
    }

    /// Returns another sender, which the model may stop.
    pub(crate) fn another_that_stops(&self) -> Self {
        let stopper = Stopper::of_model();
        Put {
            stopper,
            ..self.another()
        }
    }

    /// Puts the item in. Returns false if nobody will read it, or if the worker must stop.
    pub(crate) fn put(&mut self, item: Item) -> bool {
        let item = match self.to.try_put(item) {
            Ok(()) => return true,
            Err(item) => item,
        };
        if let By::Threads = self.by {
            return self.to.send(item, &self.stopper, &Stopwatch).is_ok();
        }
        let mut item = Some(item);
        let to = &mut self.to;
        let put = as_task(None, &self.stopper, |waker| {
            to.poll_put(&mut item, Patience::Task(waker))
        });
        if put.is_none() {
            self.to.give_up();
        }
        put.is_some_and(|put| put.is_ok())
    }

    /// Puts in the items with these numbers, as long as they will be read. Returns how many.
    pub(crate) fn fill(
        &mut self,
        ledger: &Ledger,
        numbers: impl IntoIterator<Item = usize>,
    ) -> usize {
        numbers
            .into_iter()
            .take_while(|number| self.put(ledger.item(*number)))
            .count()
    }

    /// [`fill`](Put::fill), by a loop that looks for room once for several items.
    pub(crate) fn pour(
        &mut self,
        ledger: &Ledger,
        numbers: impl IntoIterator<Item = usize>,
    ) -> usize {
        let mut numbers = numbers.into_iter();
        let given = Counter::default();
        while let Some(number) = numbers.next() {
            if !self.put(ledger.item(number)) {
                break;
            }
            given.add(1);
            if let Some(mut room) = self.to.room(&given) {
                let further = numbers.by_ref();
                let _ = further.find(|number| !room.put(ledger.item(*number)));
            }
        }
        usize::try_from(given.get()).expect("a model has few items")
    }
}

/// The receiving end of an edge.
pub(crate) struct Take {
    pub(crate) from: Receiver<Item>,
    by: By,
    pub(crate) stopper: Stopper,
}

impl Take {
    /// Shares the edge among `MEMBERS` receivers, which claim no further ahead than `ahead` allows.
    pub(crate) fn share<const MEMBERS: usize>(self, ahead: Option<Arc<Ahead>>) -> [Take; MEMBERS] {
        let Take { from, by, stopper } = self;
        let mut members = from.share_among(MEMBERS, ahead);
        [(); MEMBERS].map(|()| Take {
            from: members.next().expect("there are as many"),
            by,
            stopper: stopper.clone(),
        })
    }

    /// Lets the model stop the worker from here on.
    pub(crate) fn stop_by_model(&mut self) -> Stopper {
        self.stopper = Stopper::of_model();
        self.stopper.clone()
    }

    pub(crate) fn item(&mut self) -> Option<Item> {
        self.numbered().map(|(_, item)| item)
    }

    /// Takes the next item, with the number by which it was claimed if the receiver is one of
    /// several.
    pub(crate) fn numbered(&mut self) -> Option<(u64, Item)> {
        loop {
            if let Some(item) = self.from.try_take_numbered() {
                return Some(item);
            }
            if !self.claim() {
                return None;
            }
        }
    }

    /// Claims items. Returns whether there are any.
    fn claim(&mut self) -> bool {
        if let By::Threads = self.by {
            return self.from.claim(None, &self.stopper, &Stopwatch);
        }
        if self.from.claim_more(u64::MAX) > 0 {
            return true;
        }
        let flow = Arc::clone(self.from.edge().flow());
        let from = &mut self.from;
        let claimed = as_task(Some(&flow), &self.stopper, |waker| {
            from.poll_claim(u64::MAX, Some(waker))
        });
        if claimed.is_none() {
            self.from.leave();
        }
        claimed == Some(true)
    }

    /// Begins a wait.
    pub(crate) fn begin_a_wait(&mut self) {
        let polled = self.from.poll_claim(u64::MAX, Some(&thread::waker()));
        assert!(polled.is_pending(), "there is an item");
    }

    /// Begins a wait, and gives it up if there is no item at once.
    pub(crate) fn give_up_a_wait(&mut self) {
        let polled = self.from.poll_claim(u64::MAX, Some(&thread::waker()));
        if polled.is_pending() {
            self.from.leave();
        }
    }

    /// Takes the next item, and returns its number.
    pub(crate) fn next(&mut self) -> Option<usize> {
        self.item().map(|item| item.number())
    }

    /// Takes all items to the end, and returns their numbers.
    pub(crate) fn rest(&mut self) -> Vec<usize> {
        std::iter::from_fn(|| self.next()).collect()
    }

    /// [`rest`](Take::rest), by a loop that goes through all claimed items at once.
    pub(crate) fn drain(&mut self) -> Vec<usize> {
        let taken = Counter::default();
        let mut numbers = Vec::new();
        while let Some(number) = self.next() {
            numbers.push(number);
            let before = numbers.len();
            let note = |(), item: Item| {
                numbers.push(item.number());
                Step::Continue(())
            };
            let ((), in_hand) = self.from.fold_claimed(&taken, (), note);
            numbers.extend(in_hand.map(|item| item.number()));
            assert_eq!(taken.get(), (numbers.len() - before) as u64);
            taken.add(taken.get().wrapping_neg());
        }
        numbers
    }
}

/// How many items were put in, and how many were asked for. The counters order nothing between
/// threads.
#[derive(Default)]
pub(crate) struct Books {
    put: AtomicUsize,
    asked: AtomicUsize,
}

impl Books {
    /// Records that a receiver is about to take an item.
    pub(crate) fn ask(&self) {
        self.asked.fetch_add(1, Ordering::Relaxed);
    }

    /// Records that an item was put in, and checks that no more than `most` wait.
    pub(crate) fn put(&self, most: usize) {
        let put = self.put.fetch_add(1, Ordering::Relaxed) + 1;
        let asked = self.asked.load(Ordering::Relaxed);
        assert!(put <= asked + most, "more than {most} items wait");
    }
}
