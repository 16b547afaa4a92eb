//! The promises of an edge that workers share by key: each item goes to the worker of its key, in
//! the order of the stream; no item waits in the edge while its worker is idle; and no worker waits
//! for ever.
//!
//! The key of an item is its number, so the remainder by two chooses the worker.

use std::task::Poll;

use pipeline_models::{Item, Ledger};

use super::{By, Take, as_task, ends};
use crate::counters::Stopwatch;
use crate::edge::flow::Bound;
use crate::edge::partition::{KeyedReceiver, NextItem, partition};
use crate::stopper::Stopper;
use crate::sync::Arc;
use crate::sync::thread::spawn;
use crate::{Size, check};

/// One of two workers.
struct Keyed {
    from: KeyedReceiver<'static, Item>,
    by: By,
    stopper: Stopper,
}

fn two(take: Take) -> [Keyed; 2] {
    let Take { from, by, stopper } = take;
    let key = |item: &Item| item.number() as u64;
    let mut members = partition(from, 2, Box::new(key), None);
    [(); 2].map(|()| Keyed {
        from: members.next().expect("there are as many"),
        by,
        stopper: stopper.clone(),
    })
}

impl Keyed {
    /// Takes the next item, and returns its number.
    fn next(&mut self) -> Option<usize> {
        loop {
            if let Some((number, item)) = self.from.try_take() {
                assert_eq!(
                    number,
                    item.number() as u64,
                    "it was dispatched out of turn"
                );
                return Some(item.number());
            }
            if !self.claim() {
                return None;
            }
        }
    }

    fn claim(&mut self) -> bool {
        let Keyed { from, by, stopper } = self;
        if let By::Threads = by {
            return from.claim(stopper, &Stopwatch, || {});
        }
        let flow = Arc::clone(from.queue().flow());
        let claimed = as_task(Some(&flow), stopper, |waker| {
            loop {
                match from.poll(u64::MAX, Some(waker), true) {
                    Poll::Ready(NextItem::Take) => return Poll::Ready(true),
                    Poll::Ready(NextItem::End) => return Poll::Ready(false),
                    Poll::Ready(NextItem::Dispatch) => {
                        from.dispatch(u64::MAX, || {});
                    }
                    Poll::Pending => return Poll::Pending,
                }
            }
        });
        claimed == Some(true)
    }

    fn rest(&mut self) -> Vec<usize> {
        std::iter::from_fn(|| self.next()).collect()
    }
}

fn each_worker_has_its_keys(size: Size, by: By, bound: Bound, items: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let (mut put, take) = ends(bound, by);
        let [mut even, mut odd] = two(take);
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, 0..items));
        let taking = spawn(move || odd.rest());
        assert!(even.rest().into_iter().eq((0..items).step_by(2)));
        let of_odd = taking.join().expect("it takes");
        assert!(of_odd.into_iter().eq((1..items).step_by(2)));
        assert_eq!(filling.join().expect("it fills"), items);
        assert_eq!(ledger.dropped(), items);
    });
}

each_way! {
    two_workers_hear_of_the_end: each_worker_has_its_keys(Size::Small, Bound::Window, 0);
    two_workers_have_their_keys: each_worker_has_its_keys(Size::Large, Bound::Window, 3);
    two_workers_have_their_keys_in_small_queues: each_worker_has_its_keys(Size::Large, Bound::Items(1), 3);
    two_workers_have_their_keys_at_a_rendezvous: each_worker_has_its_keys(Size::Large, Bound::Rendezvous, 2);
}

/// The stream stays open, so that no end wakes a sleeper. After its item, each worker is busy in
/// its body.
fn each_is_woken_for_its_key(size: Size, by: By, bound: Bound) {
    check(size, move || {
        let ledger = Ledger::of(2);
        let (mut put, take) = ends(bound, by);
        let [mut even, mut odd] = two(take);
        let keeping = put.to.keep_open();
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, 0..2));
        let taking = spawn(move || (odd.next(), odd));
        assert_eq!(even.next(), Some(0));
        let (second, odd) = taking.join().expect("it takes");
        assert_eq!(second, Some(1));
        assert_eq!(filling.join().expect("it fills"), 2);
        drop((keeping, even, odd));
        assert_eq!(ledger.dropped(), 2);
    });
}

each_way! {
    each_of_two_workers_is_woken: each_is_woken_for_its_key(Size::Large, Bound::Window);
    each_of_two_workers_is_woken_for_a_place: each_is_woken_for_its_key(Size::Large, Bound::Items(1));
    each_of_two_workers_is_woken_at_a_rendezvous: each_is_woken_for_its_key(Size::Large, Bound::Rendezvous);
}

/// One worker leaves after an item, and the other takes all items of its own keys.
fn a_worker_leaves(size: Size, by: By, bound: Bound, items: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let (mut put, take) = ends(bound, by);
        let edge = Arc::clone(put.to.edge());
        let [mut even, mut odd] = two(take);
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, 0..items));
        let taking = spawn(move || odd.rest());
        let first = even.next();
        drop(even);
        let of_odd = taking.join().expect("it takes");
        assert!(of_odd.iter().copied().eq((1..items).step_by(2)));
        assert_eq!(filling.join().expect("it fills"), items);
        assert_eq!(ledger.dropped(), items);
        let taken = of_odd.len() + usize::from(first.is_some());
        assert_eq!(edge.left(), (items - taken) as u64);
    });
}

each_way! {
    a_worker_that_leaves_leaves_its_keys: a_worker_leaves(Size::Large, Bound::Window, 4);
    a_worker_that_leaves_a_small_queue_leaves_its_keys: a_worker_leaves(Size::Large, Bound::Items(1), 4);
}
