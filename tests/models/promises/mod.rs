//! The promises of an edge, each as a model for any checker.

/// A model for edges of threads, and the same for those of tasks.
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
use crate::edge::reorder::Ahead;
use crate::edge::sender::Patience;
use crate::edge::supply::{Place, Step};
use crate::edge::{self, Ends, Receiver, Sender};
use crate::stopper::Stopper;
use crate::sync::{Arc, Listener, thread};

/// Who has the ends of an edge: each has a way of its own to wait.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Threads,
    Tasks,
    /// One task has all but the receiver, which another took.
    TaskAndSink,
}

/// An edge, and its ends in the hands of these.
pub(crate) fn ends(bound: Bound, by: By) -> (Put, Take) {
    let ends = match by {
        By::Threads => Ends::Threads,
        By::Tasks => Ends::Tasks,
        By::TaskAndSink => Ends::OneTask,
    };
    let (to, mut from) = edge::edge(bound, None, ends);
    from.set_here(false);
    let stopper = Stopper::default();
    let put = Put {
        to,
        by,
        stopper: stopper.clone(),
    };
    (put, Take { from, by, stopper })
}

/// Polls as a task does: when it pauses it looks for those who wait for what it did.
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

/// An end that items are put into.
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

    /// It has a lane in common with all that are made from it.
    pub(crate) fn with_common_lane(self) -> Self {
        Put {
            to: self.to.with_common_lane(),
            ..self
        }
    }

    /// Another, which the model may stop.
    pub(crate) fn another_that_stops(&self) -> Self {
        let stopper = Stopper::of_model();
        Put {
            stopper,
            ..self.another()
        }
    }

    /// Whether it was put in: else nobody will read it, or the worker must stop.
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

    /// Puts in the items of these numbers, as long as somebody will read them; how many were put in.
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

    /// [`fill`](Put::fill), as a loop does it that looks for room once for several items.
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

/// An end that items are taken from.
pub(crate) struct Take {
    pub(crate) from: Receiver<Item>,
    by: By,
    pub(crate) stopper: Stopper,
}

impl Take {
    /// So many, that share the edge, and go no further ahead than that.
    pub(crate) fn share<const MEMBERS: usize>(self, ahead: Option<Arc<Ahead>>) -> [Take; MEMBERS] {
        let Take { from, by, stopper } = self;
        let mut members = from.share_among(MEMBERS, ahead);
        [(); MEMBERS].map(|()| Take {
            from: members.next().expect("there are as many"),
            by,
            stopper: stopper.clone(),
        })
    }

    /// From here on the model may stop it.
    pub(crate) fn stop_by_model(&mut self) -> Stopper {
        self.stopper = Stopper::of_model();
        self.stopper.clone()
    }

    pub(crate) fn item(&mut self) -> Option<Item> {
        self.numbered().map(|(_, item)| item)
    }

    /// With the number by which it was claimed, if it is one of several.
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

    /// Whether there are items.
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

    /// Says that it waits.
    pub(crate) fn begin_a_wait(&mut self) {
        let polled = self.from.poll_claim(u64::MAX, Some(&thread::waker()));
        assert!(polled.is_pending(), "there is an item");
    }

    /// Waits, and gives it up if there is nothing at once.
    pub(crate) fn give_up_a_wait(&mut self) {
        let polled = self.from.poll_claim(u64::MAX, Some(&thread::waker()));
        if polled.is_pending() {
            self.from.leave();
        }
    }

    /// The number of the next item.
    pub(crate) fn next(&mut self) -> Option<usize> {
        self.item().map(|item| item.number())
    }

    /// All there is, to the end.
    pub(crate) fn rest(&mut self) -> Vec<usize> {
        std::iter::from_fn(|| self.next()).collect()
    }

    /// [`rest`](Take::rest), as a loop does it that goes through what is claimed.
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

/// How many items were put in, and how many somebody asked for: no order between threads comes of it.
#[derive(Default)]
pub(crate) struct Books {
    put: AtomicUsize,
    asked: AtomicUsize,
}

impl Books {
    /// Somebody is about to take an item.
    pub(crate) fn ask(&self) {
        self.asked.fetch_add(1, Ordering::Relaxed);
    }

    /// An item was put in: no more than `most` wait.
    pub(crate) fn put(&self, most: usize) {
        let put = self.put.fetch_add(1, Ordering::Relaxed) + 1;
        let asked = self.asked.load(Ordering::Relaxed);
        assert!(put <= asked + most, "more than {most} items wait");
    }
}
