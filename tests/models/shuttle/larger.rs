//! Models with more threads and items than can be run in every order.

use pipeline_models::Ledger;

use crate::edge::flow::Bound;
use crate::promises::reorder::{all, first_of, workers};
use crate::promises::{Books, By, Put, Take, ends};
use crate::stopper::Stopper;
use crate::sync::Arc;
use crate::sync::thread::{JoinHandle, spawn};
use crate::{Size, check};

/// Number of items that each sender puts in.
const EACH: usize = 100;

/// Starts `count` senders. Each returns how many items it put in.
fn senders(put: Put, ledger: &Ledger, count: usize) -> Vec<JoinHandle<usize>> {
    let mut puts: Vec<_> = (1..count).map(|_| put.another()).collect();
    puts.push(put);
    let numbered = puts.into_iter().zip((0..).step_by(EACH));
    numbered
        .map(|(mut put, first)| {
            let ledger = ledger.clone();
            spawn(move || {
                let numbers = first..first + EACH;
                if first == 0 {
                    put.fill(&ledger, numbers)
                } else {
                    put.pour(&ledger, numbers)
                }
            })
        })
        .collect()
}

/// Joins the threads, and returns the sum of their counts.
fn join(threads: Vec<JoinHandle<usize>>) -> usize {
    let counts = threads.into_iter().map(JoinHandle::join);
    counts.map(|count| count.expect("it ends well")).sum()
}

fn items_of_each_sender_come_in_order(size: Size, by: By, bound: Bound) {
    const SENDERS: usize = 3;
    check(size, move || {
        let ledger = Ledger::of(SENDERS * EACH);
        let (put, mut take) = ends(bound, by);
        if let Bound::Weight(_) = bound {
            take.from.weigh(|item| item.number() % 4);
        }
        let filling = senders(put, &ledger, SENDERS);
        let mut taken = take.drain();
        taken.sort_by_key(|number| number / EACH);
        assert!(taken.into_iter().eq(0..SENDERS * EACH));
        assert_eq!(join(filling), SENDERS * EACH);
        assert_eq!(ledger.dropped(), SENDERS * EACH);
    });
}

each_way! {
    each_senders_items_come_in_order_by_places: items_of_each_sender_come_in_order(Size::Huge, Bound::Items(3));
    each_senders_items_come_in_order_by_many_places:
        items_of_each_sender_come_in_order(Size::Huge, Bound::Items(20));
    each_senders_items_come_in_order_by_a_window: items_of_each_sender_come_in_order(Size::Huge, Bound::Window);
    each_senders_items_come_in_order_by_rendezvous:
        items_of_each_sender_come_in_order(Size::Huge, Bound::Rendezvous);
    each_senders_items_come_in_order_by_weight:
        items_of_each_sender_come_in_order(Size::Huge, Bound::Weight(5));
}

/// No more items than the capacity wait, whichever sender puts them in.
fn no_more_wait_than_may(size: Size, by: By, bound: Bound, most: usize) {
    const SENDERS: usize = 3;
    const ITEMS: usize = 20;
    check(size, move || {
        let ledger = Ledger::of(SENDERS * ITEMS);
        let books = Arc::<Books>::default();
        let (put, mut take) = ends(bound, by);
        let puts = [put.another(), put.another(), put];
        let filling: Vec<_> = puts
            .into_iter()
            .enumerate()
            .map(|(sender, mut put)| {
                let (ledger, books) = (ledger.clone(), Arc::clone(&books));
                spawn(move || {
                    for number in sender * ITEMS..(sender + 1) * ITEMS {
                        assert!(put.put(ledger.item(number)), "it is read");
                        books.put(most);
                    }
                    ITEMS
                })
            })
            .collect();
        let mut taken = 0;
        loop {
            books.ask();
            if take.next().is_none() {
                break;
            }
            taken += 1;
        }
        assert_eq!((taken, join(filling)), (SENDERS * ITEMS, SENDERS * ITEMS));
    });
}

each_way! {
    no_more_items_wait_than_one: no_more_wait_than_may(Size::Huge, Bound::Items(1), 1);
    no_more_items_wait_than_five: no_more_wait_than_may(Size::Huge, Bound::Items(5), 5);
    no_item_waits_at_a_rendezvous: no_more_wait_than_may(Size::Huge, Bound::Rendezvous, 0);
}

/// Takes all items, up to `most`. Returns how many there were.
fn share(mut take: Take, most: usize) -> usize {
    let items = std::iter::from_fn(|| take.item());
    items.take(most).count()
}

/// Receivers take up to `most` items each. Each item that was put in is then taken, or counted as
/// left.
fn each_item_is_accounted_for(size: Size, by: By, bound: Bound, most: usize) {
    const SENDERS: usize = 2;
    const MEMBERS: usize = 3;
    check(size, move || {
        let ledger = Ledger::of(SENDERS * EACH);
        let (put, take) = ends(bound, by);
        let books = Arc::clone(take.from.edge());
        let filling = senders(put, &ledger, SENDERS);
        let members = take.share::<MEMBERS>(None);
        let sharing = members.map(|take| spawn(move || share(take, most)));
        let taken = join(Vec::from(sharing));
        let put = join(filling);
        let left = usize::try_from(books.left()).expect("a model has few items");
        assert_eq!(put, taken + left);
        // Each sender may have been refused one item.
        assert!((put..=put + SENDERS).contains(&ledger.dropped()));
        if most == usize::MAX {
            assert_eq!(taken, SENDERS * EACH);
        }
    });
}

each_way! {
    receivers_take_each_item_once_by_places:
        each_item_is_accounted_for(Size::Huge, Bound::Items(2), usize::MAX);
    receivers_take_each_item_once_by_a_window:
        each_item_is_accounted_for(Size::Huge, Bound::Window, usize::MAX);
    receivers_take_each_item_once_by_rendezvous:
        each_item_is_accounted_for(Size::Huge, Bound::Rendezvous, usize::MAX);
    receivers_take_each_item_once_by_weight:
        each_item_is_accounted_for(Size::Huge, Bound::Weight(2), usize::MAX);
    receivers_that_leave_leave_nothing_unaccounted_for_by_places:
        each_item_is_accounted_for(Size::Huge, Bound::Items(3), 11);
    receivers_that_leave_leave_nothing_unaccounted_for_by_a_window:
        each_item_is_accounted_for(Size::Huge, Bound::Window, 23);
}

/// Three workers make various numbers of outputs. The receiver leaves after `most` of them.
fn outputs_leave_in_order(size: Size, by: By, bound: Bound, most: usize) {
    const OUTPUTS: &[usize] = &[
        1, 1, 0, 3, 1, 1, 1, 1, 0, 0, 2, 5, 1, 2, 1, 1, 1, 1, 1, 1, 9, 1, 1, 0, 1, 1, 1, 2, 2, 2,
        1, 1, 1, 1, 1, 1,
    ];
    check(size, move || {
        let ledger = Ledger::of(all(OUTPUTS));
        let (workers, mut made, taken) =
            workers::<3>(by, bound, OUTPUTS.len(), &Stopper::default());
        let working = workers.map(|worker| {
            let ledger = ledger.clone();
            spawn(move || usize::from(worker.work(OUTPUTS, &ledger)))
        });
        let read: Vec<_> = (0..most).map_while(|_| made.next()).collect();
        drop(made);
        let ended = join(Vec::from(working));
        let read_all = first_of(OUTPUTS, OUTPUTS.len()).min(most);
        assert!(read.into_iter().eq(0..read_all));
        if most == usize::MAX {
            assert_eq!((ended, taken.dropped()), (3, OUTPUTS.len()));
        }
        assert_eq!((ledger.live(), taken.live()), (0, 0));
    });
}

each_way! {
    outputs_leave_in_order_by_a_window: outputs_leave_in_order(Size::Huge, Bound::Window, usize::MAX);
    outputs_leave_in_order_by_places: outputs_leave_in_order(Size::Huge, Bound::Items(2), usize::MAX);
    outputs_leave_in_order_by_rendezvous: outputs_leave_in_order(Size::Huge, Bound::Rendezvous, usize::MAX);
    outputs_leave_in_order_by_weight: outputs_leave_in_order(Size::Huge, Bound::Weight(3), usize::MAX);
    a_receiver_that_leaves_a_window_frees_its_workers: outputs_leave_in_order(Size::Huge, Bound::Window, 9);
    a_receiver_that_leaves_places_frees_its_workers: outputs_leave_in_order(Size::Huge, Bound::Items(2), 9);
    a_receiver_that_leaves_a_rendezvous_frees_its_workers:
        outputs_leave_in_order(Size::Huge, Bound::Rendezvous, 9);
    a_receiver_that_leaves_weights_frees_its_workers: outputs_leave_in_order(Size::Huge, Bound::Weight(3), 9);
}
