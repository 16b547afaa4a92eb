//! The promises of an ordered fan-out: all outputs of its workers leave in the order of the input,
//! and no worker waits for a turn that has passed.

use std::sync::atomic::{AtomicUsize, Ordering};

use pipeline_models::{Item, Ledger};

use super::{By, Put, Take, as_task, ends};
use crate::counters::Stopwatch;
use crate::edge::flow::Bound;
use crate::edge::reorder::{Order, OrderedSender};
use crate::stopper::Stopper;
use crate::sync::thread::spawn;
use crate::{Size, check};

/// Number of outputs of each item.
pub(crate) type Outputs = &'static [usize];

/// Returns the number of an item's first output.
pub(crate) fn first_of(outputs: Outputs, item: usize) -> usize {
    outputs[..item].iter().sum()
}

pub(crate) fn all(outputs: Outputs) -> usize {
    first_of(outputs, outputs.len())
}

/// A worker of the fan-out.
pub(crate) struct Worker {
    take: Take,
    out: OrderedSender<Item>,
    by: By,
    stopper: Stopper,
    /// Keeps the output open. Dropped last.
    _keeps: Put,
}

impl Worker {
    /// Sends an output. Returns whether it was sent.
    fn send(&mut self, output: Item) -> bool {
        let Worker { out, stopper, .. } = self;
        match self.by {
            By::Threads => out.send(output, stopper, &Stopwatch).is_ok(),
            By::Tasks | By::TaskAndSink => {
                let mut output = Some(output);
                let reads = self.take.from.edge().flow();
                let sent = as_task(Some(reads), stopper, |waker| {
                    out.poll_send(&mut output, Some(waker))
                });
                sent.is_some_and(|sent| sent.is_ok())
            }
        }
    }

    fn finish(&mut self) -> bool {
        let Worker { out, stopper, .. } = self;
        match self.by {
            By::Threads => out.finish(stopper, &Stopwatch).is_ok(),
            By::Tasks | By::TaskAndSink => {
                let reads = self.take.from.edge().flow();
                let finished = as_task(Some(reads), stopper, |waker| out.poll_finish(Some(waker)));
                finished.is_some_and(|finished| finished.is_ok())
            }
        }
    }

    fn reach_turn(&mut self) -> bool {
        let Worker { out, stopper, .. } = self;
        match self.by {
            By::Threads => out.reach_turn(stopper, &Stopwatch).is_ok(),
            By::Tasks | By::TaskAndSink => {
                let reads = self.take.from.edge().flow();
                as_task(Some(reads), stopper, |waker| out.poll_turn(Some(waker))).is_some()
            }
        }
    }

    /// Takes the next item, which the worker has in hand then. Returns its number.
    fn begin(&mut self) -> Option<usize> {
        let (number, item) = self.take.numbered()?;
        assert_eq!(number, item.number() as u64, "it was claimed out of turn");
        self.out.begin(number);
        Some(item.number())
    }

    /// Makes the outputs of each item. Returns whether all were made.
    pub(crate) fn work(mut self, outputs: Outputs, made: &Ledger) -> bool {
        while let Some(item) = self.begin() {
            let first = first_of(outputs, item);
            let sent = (first..first + outputs[item]).all(|number| self.send(made.item(number)));
            if !sent || !self.finish() {
                return false;
            }
        }
        !self.stopper.must_stop()
    }
}

/// Returns `WORKERS` workers for `items` items that wait, the receiver of their outputs, and the
/// ledger of the items.
pub(crate) fn workers<const WORKERS: usize>(
    by: By,
    bound: Bound,
    items: usize,
    stopper: &Stopper,
) -> ([Worker; WORKERS], Take, Ledger) {
    let taken = Ledger::of(items);
    let (mut put, take) = ends(Bound::Items(items as u64), by);
    assert_eq!(put.fill(&taken, 0..items), items);
    drop(put);
    let (to, made) = ends(bound, by);
    if let Bound::Weight(_) = bound {
        made.from.weigh(|_| 1);
    }
    let order = Order::new(&to.to, WORKERS, None);
    let stopper = stopper.clone().and_end_of(to.to.edge());
    let workers = take.share(Some(order.ahead())).map(|mut take| {
        take.stopper = stopper.clone();
        Worker {
            take,
            _keeps: to.another(),
            out: OrderedSender::new(&order),
            by,
            stopper: stopper.clone(),
        }
    });
    (workers, made, taken)
}

fn all_leave_in_order(size: Size, by: By, bound: Bound, outputs: Outputs) {
    check(size, move || {
        let ledger = Ledger::of(all(outputs));
        let (workers, mut made, taken) =
            workers::<2>(by, bound, outputs.len(), &Stopper::default());
        let working = workers.map(|worker| {
            let ledger = ledger.clone();
            spawn(move || assert!(worker.work(outputs, &ledger), "it is read"))
        });
        assert!(made.rest().into_iter().eq(0..all(outputs)));
        for worker in working {
            worker.join().expect("it works");
        }
        assert_eq!(taken.dropped(), outputs.len());
        assert_eq!(ledger.dropped(), all(outputs));
    });
}

each_way! {
    one_output_of_each_item_leaves_in_order: all_leave_in_order(Size::Large, Bound::Window, &[1, 1, 1]);
    no_output_of_an_item_leaves_no_hole: all_leave_in_order(Size::Large, Bound::Window, &[0, 1, 0]);
    many_outputs_of_an_item_stay_together: all_leave_in_order(Size::Large, Bound::Window, &[3, 1]);
    many_outputs_of_a_later_item_wait_for_their_turn:
        all_leave_in_order(Size::Large, Bound::Window, &[1, 3]);
    many_outputs_of_each_item_stay_together: all_leave_in_order(Size::Large, Bound::Items(1), &[2, 2]);
    many_outputs_leave_in_order_at_a_rendezvous: all_leave_in_order(Size::Large, Bound::Rendezvous, &[2, 1]);
    what_is_weighed_leaves_in_order: all_leave_in_order(Size::Large, Bound::Weight(1), &[1, 1]);
    many_outputs_that_are_weighed_leave_in_order: all_leave_in_order(Size::Large, Bound::Weight(1), &[1, 2]);
    workers_that_are_too_far_ahead_are_woken:
        all_leave_in_order(Size::Large, Bound::Rendezvous, &[1, 1, 1, 1]);
    workers_with_one_place_that_are_too_far_ahead_are_woken:
        all_leave_in_order(Size::Large, Bound::Items(1), &[1, 1, 1, 1, 1]);
}

/// One worker has the first item in hand, whose turn it is, while the other works.
fn a_slow_worker_gets_its_turn(size: Size, by: By, outputs: Outputs) {
    check(size, move || {
        let ledger = Ledger::of(all(outputs));
        let ([mut slow, quick], mut made, taken) =
            workers(by, Bound::Window, outputs.len(), &Stopper::default());
        assert_eq!(slow.begin(), Some(0));
        let seen = ledger.clone();
        let working = spawn(move || assert!(quick.work(outputs, &seen), "it is read"));
        assert!(slow.send(ledger.item(0)) && slow.finish(), "it is read");
        assert!(slow.work(outputs, &ledger), "it is read");
        assert!(made.rest().into_iter().eq(0..all(outputs)));
        working.join().expect("it works");
        assert_eq!(taken.dropped(), outputs.len());
        assert_eq!(ledger.dropped(), all(outputs));
    });
}

each_way! {
    a_slow_worker_of_an_ordered_fan_out_gets_its_turn:
        a_slow_worker_gets_its_turn(Size::Small, &[1, 1, 1]);
}

/// A worker that waits for its turn gets it when all items before its own are done, and not
/// earlier.
fn turns_come_in_order(size: Size, by: By, items: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let done = std::sync::Arc::<AtomicUsize>::default();
        let (workers, mut made, _) = workers::<2>(by, Bound::Window, items, &Stopper::default());
        let working = workers.map(|mut worker| {
            let (ledger, done) = (ledger.clone(), std::sync::Arc::clone(&done));
            spawn(move || {
                while let Some(item) = worker.begin() {
                    assert!(worker.reach_turn());
                    assert_eq!(done.load(Ordering::Relaxed), item, "it is not its turn");
                    done.store(item + 1, Ordering::Relaxed);
                    assert!(worker.send(ledger.item(item)) && worker.finish());
                }
            })
        });
        assert!(made.rest().into_iter().eq(0..items));
        for worker in working {
            worker.join().expect("it works");
        }
        assert_eq!(ledger.dropped(), items);
    });
}

each_way! {
    turns_come_in_the_order_of_the_input: turns_come_in_order(Size::Large, 2);
}

/// The receiver takes some outputs and leaves. The workers continue or end, and each output is
/// dropped once.
fn who_leaves_frees_the_workers(size: Size, by: By, bound: Bound, outputs: Outputs, most: usize) {
    check(size, move || {
        let ledger = Ledger::of(all(outputs));
        let (workers, mut made, taken) =
            workers::<2>(by, bound, outputs.len(), &Stopper::default());
        let working = workers.map(|worker| {
            let ledger = ledger.clone();
            spawn(move || worker.work(outputs, &ledger))
        });
        for number in 0..most {
            assert_eq!(made.next(), Some(number));
        }
        drop(made);
        for worker in working {
            worker.join().expect("it works, or not");
        }
        assert_eq!(taken.dropped(), outputs.len());
        assert_eq!(ledger.live(), 0);
    });
}

each_way! {
    a_receiver_that_leaves_frees_ordered_workers:
        who_leaves_frees_the_workers(Size::Large, Bound::Window, &[1, 1, 1], 1);
    a_receiver_that_leaves_frees_a_worker_with_many_outputs:
        who_leaves_frees_the_workers(Size::Large, Bound::Items(1), &[4, 1], 1);
    a_receiver_that_leaves_frees_workers_that_are_too_far_ahead:
        who_leaves_frees_the_workers(Size::Large, Bound::Rendezvous, &[1, 1, 1, 1], 0);
    a_receiver_that_leaves_frees_workers_that_wait_for_weight:
        who_leaves_frees_the_workers(Size::Large, Bound::Weight(1), &[2, 1], 1);
}

/// A worker fails with an item in hand, and the run is cancelled. Outputs before that item leave,
/// outputs after it are dropped, and nobody waits for it.
fn a_hole_ends_the_output(size: Size, by: By, bound: Bound, outputs: Outputs) {
    check(size, move || {
        let ledger = Ledger::of(all(outputs));
        let stopper = Stopper::of_model();
        let ([mut failing, other], mut made, taken) = workers(by, bound, outputs.len(), &stopper);
        let seen = ledger.clone();
        let working = spawn(move || other.work(outputs, &seen));
        let failing = spawn(move || {
            let hole = failing.begin();
            stopper.stop();
            hole
        });
        let read = made.rest();
        let hole = failing.join().expect("it takes one");
        working.join().expect("it ends");
        drop(made);
        let before = hole.map_or(all(outputs), |item| first_of(outputs, item));
        assert!(read.len() <= before && read.iter().copied().eq(0..read.len()));
        assert_eq!(taken.dropped(), outputs.len());
        assert_eq!(ledger.live(), 0);
    });
}

each_way! {
    a_worker_that_fails_leaves_a_hole: a_hole_ends_the_output(Size::Large, Bound::Window, &[1, 1, 1]);
    a_worker_with_many_outputs_ends_at_a_hole: a_hole_ends_the_output(Size::Large, Bound::Window, &[2, 2]);
    workers_that_are_too_far_ahead_end_at_a_hole:
        a_hole_ends_the_output(Size::Large, Bound::Rendezvous, &[1, 1, 1, 1]);
}
