//! What an ordered fan-out promises: all that its workers make leaves, in the order of the input, and
//! no worker waits for a turn that has passed.

use std::convert::Infallible;

use pipeline_models::{Item, Ledger};

use super::{edge, fill, rest};
use crate::body::Body;
use crate::order::{Intake, Lane, Turns, order};
use crate::queue::{Receiver, Sender};
use crate::supply::{Place, Supply, put_all};
use crate::sync::Arc;
use crate::sync::thread::spawn;
use crate::worker::Worker;
use crate::{Size, check};

/// Makes of each item that item.
struct Pass;

impl Body<Item, Item, Infallible> for Pass {
    fn call_at_hand(
        &mut self,
        items: &mut impl Supply<Item = Item>,
        place: impl Place<Item>,
    ) -> Result<Option<Item>, Infallible> {
        put_all(items, Ok, place)
    }
}

/// What a worker does with what it claimed.
#[derive(Clone, Copy)]
enum Takes {
    /// One item at a time.
    OneByOne,
    /// What lies on its desk, in one loop.
    AtHand,
}

/// A worker, and the item in its hands.
struct Busy {
    intake: Intake<Item>,
    lane: Lane<Item>,
    worker: Worker<Infallible>,
    item: Option<Item>,
}

impl Busy {
    /// Its first item is in its hands.
    fn new(intake: Intake<Item>, turns: &Arc<Turns<Item>>) -> Self {
        let mut busy = Busy {
            intake,
            lane: Lane::new(Arc::clone(turns)),
            worker: Worker::new(),
            item: None,
        };
        busy.take();
        busy
    }

    fn take(&mut self) {
        self.item = self.intake.take(&mut self.lane, &self.worker);
    }

    /// Its life from there on, as `drive_in_order` has it.
    fn work(mut self, takes: Takes) {
        while let Some(item) = self.item.take() {
            assert!(self.lane.send(item, &self.worker).is_ok(), "it is read");
            assert!(self.lane.finish(&self.worker).is_ok(), "it is read");
            if let Takes::AtHand = takes {
                self.item = self.work_at_hand();
            }
            if self.item.is_none() {
                self.take();
            }
        }
    }

    /// Gives the item that it has in hand then, if one.
    fn work_at_hand(&mut self) -> Option<Item> {
        let mut items = self.intake.on_desk(&self.worker)?;
        self.lane.begin_at_hand(items.number());
        let given = &self.worker.tally().given[0];
        let Ok(in_hand) = self.lane.make_at_hand(given, &mut items, &mut Pass);
        if self.lane.resume(items.number()) && in_hand.is_none() {
            assert!(self.lane.finish(&self.worker).is_ok(), "it is read");
        }
        in_hand
    }
}

/// Workers that have an item each in hand go on with these and with what else is there: all but the
/// last at the same time, and the last when they have ended, if not before.
fn all_leave_in_order(size: Size, workers: usize, items: usize, takes: Takes, last: When) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let (inlet, from) = edge(items);
        assert_eq!(fill(&inlet, &ledger, 0..items), items);
        drop(inlet);
        let (to, mut made) = edge(items);
        let (intakes, turns) = order(Receiver(from), Sender(to), workers);
        let mut busy: Vec<_> = (0..workers)
            .map(|index| Busy::new(intakes.intake(index), &turns))
            .collect();
        drop((intakes, turns));
        let own = busy.pop().expect("there are workers");
        let at_work: Vec<_> = busy
            .into_iter()
            .map(|busy| spawn(move || busy.work(takes)))
            .collect();
        let join = || {
            for worker in at_work {
                worker.join().expect("it works");
            }
        };
        match last {
            When::AtOnce => {
                own.work(takes);
                join();
            }
            When::Last => {
                join();
                own.work(takes);
            }
        }
        assert!(rest(&mut made).into_iter().eq(0..items));
        assert_eq!(ledger.dropped(), items);
    });
}

/// When the last worker goes on with the item in its hands.
#[derive(Clone, Copy)]
enum When {
    AtOnce,
    Last,
}

#[test]
fn a_slow_worker_of_an_ordered_fan_out_gets_its_turn() {
    all_leave_in_order(Size::Small, 3, 3, Takes::OneByOne, When::Last);
}

#[test]
fn two_ordered_workers_lose_nothing() {
    all_leave_in_order(Size::Small, 2, 3, Takes::OneByOne, When::AtOnce);
}

/// So many that two lie on a desk, from which the other worker may take.
#[test]
fn two_ordered_workers_lose_nothing_of_what_is_at_hand() {
    all_leave_in_order(Size::Small, 2, 8, Takes::AtHand, When::AtOnce);
}

/// More items than the window has places: who is ahead waits for the turn.
#[test]
fn ordered_workers_that_are_ahead_hear_of_the_turn() {
    all_leave_in_order(Size::Small, 2, 6, Takes::OneByOne, When::AtOnce);
}
