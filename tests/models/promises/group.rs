//! The promises of an edge that several workers share: each item is taken once and numbered in the
//! order of the stream, no item waits while a worker is idle, and no worker waits for ever.

use pipeline_models::Ledger;

use super::{By, Take, ends};
use crate::edge::flow::Bound;
use crate::sync::Arc;
use crate::sync::thread::spawn;
use crate::{Size, check};

/// Takes all remaining items of one receiver. With one sender, the items are claimed in the order
/// of their numbers.
fn rest(take: &mut Take) -> Vec<usize> {
    let items = std::iter::from_fn(|| take.numbered());
    items
        .map(|(number, item)| {
            assert_eq!(number, item.number() as u64, "it was claimed out of turn");
            item.number()
        })
        .collect()
}

fn each_item_is_taken_once(size: Size, by: By, bound: Bound, items: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let (mut put, take) = ends(bound, by);
        let [mut one, mut other] = take.share(None);
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, 0..items));
        let taking = spawn(move || rest(&mut other));
        let mut taken = rest(&mut one);
        taken.extend(taking.join().expect("it takes"));
        taken.sort_unstable();
        assert!(taken.into_iter().eq(0..items));
        assert_eq!(filling.join().expect("it fills"), items);
        assert_eq!(ledger.dropped(), items);
    });
}

each_way! {
    two_receivers_hear_of_the_end: each_item_is_taken_once(Size::Small, Bound::Items(1), 0);
    two_receivers_take_each_item_once: each_item_is_taken_once(Size::Large, Bound::Items(2), 2);
    two_receivers_take_each_item_of_a_window_once: each_item_is_taken_once(Size::Large, Bound::Window, 3);
    a_sender_that_two_receivers_read_from_is_woken: each_item_is_taken_once(Size::Large, Bound::Items(1), 2);
    two_receivers_meet_a_sender_at_a_rendezvous: each_item_is_taken_once(Size::Large, Bound::Rendezvous, 2);
    two_receivers_take_what_is_weighed: each_item_is_taken_once(Size::Large, Bound::Weight(1), 2);
}

/// The stream stays open, so that no end wakes a sleeper.
fn each_is_woken_for_one(size: Size, by: By, bound: Bound) {
    check(size, move || {
        let ledger = Ledger::of(2);
        let (mut put, take) = ends(bound, by);
        let [mut one, mut other] = take.share(None);
        let keeping = put.to.keep_open();
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, 0..2));
        let taking = spawn(move || {
            let taken = other.next();
            // The receiver is busy in its body now, and does nothing at the edge.
            (taken, other)
        });
        let mut taken = [one.next(), None];
        let (second, other) = taking.join().expect("it takes");
        taken[1] = second;
        taken.sort_unstable();
        assert_eq!(taken, [Some(0), Some(1)]);
        assert_eq!(filling.join().expect("it fills"), 2);
        drop((keeping, one, other));
        assert_eq!(ledger.dropped(), 2);
    });
}

each_way! {
    each_of_two_receivers_is_woken: each_is_woken_for_one(Size::Large, Bound::Window);
    each_of_two_receivers_is_woken_at_a_rendezvous: each_is_woken_for_one(Size::Large, Bound::Rendezvous);
}

/// The first bodies are quick, so that a receiver claims two items and begins one. Its next body
/// takes long.
fn what_is_claimed_is_stolen(size: Size, by: By, ends_first: bool) {
    check(size, move || {
        let ledger = Ledger::of(8);
        let (mut put, take) = ends(Bound::Items(8), by);
        assert_eq!(put.fill(&ledger, 0..8), 8);
        let keeping = put.to.keep_open();
        drop(put);
        let [mut busy, mut idle] = take.share(None);
        let begun = [busy.next(), busy.next()];
        assert_eq!(begun, [Some(0), Some(1)]);
        let keeping = (!ends_first).then_some(keeping);
        let taking = spawn(move || (0..6).map_while(|_| idle.next()).count());
        assert_eq!(taking.join().expect("it takes"), 6);
        drop(keeping);
        assert_eq!(busy.next(), None);
        assert_eq!(ledger.dropped(), 8);
    });
}

each_way! {
    what_a_busy_receiver_claimed_is_stolen: what_is_claimed_is_stolen(Size::Small, false);
    what_a_busy_receiver_claimed_is_stolen_at_the_end: what_is_claimed_is_stolen(Size::Small, true);
}

/// A receiver claims two items while the other goes to sleep, and begins one of them. It is busy in
/// its body until the other has taken one.
fn a_claim_wakes_the_other(size: Size, by: By) {
    check(size, move || {
        let ledger = Ledger::of(6);
        let (mut put, take) = ends(Bound::Window, by);
        // The first receiver claims this item, and is quick.
        assert_eq!(put.fill(&ledger, [0]), 1);
        let keeping = put.to.keep_open();
        let [mut busy, mut idle] = take.share(None);
        assert_eq!(busy.next(), Some(0));
        let made = ledger.clone();
        let taking = spawn(move || (idle.next(), idle));
        let filling = spawn(move || put.pour(&made, 1..6));
        assert!(busy.next().is_some());
        let (taken, idle) = taking.join().expect("it takes");
        assert!(taken.is_some());
        assert_eq!(filling.join().expect("it fills"), 5);
        drop((keeping, busy, idle));
        assert_eq!(ledger.dropped(), 6);
    });
}

each_way! {
    no_item_waits_in_a_local_queue_while_a_receiver_sleeps: a_claim_wakes_the_other(Size::Large);
}

/// One receiver has three claimed items, and begins one of them. Another one steals the other two,
/// and begins one. The third receiver gets the last item, asleep or not.
fn what_was_stolen_is_stolen_again(size: Size, by: By) {
    check(size, move || {
        let ledger = Ledger::of(7);
        let (mut put, take) = ends(Bound::Items(14), by);
        assert_eq!(put.fill(&ledger, 0..7), 7);
        let keeping = put.to.keep_open();
        let [mut busy, one, other] = take.share(None);
        // The receiver claims one, two and four items, if it gets all that there are.
        let mut begun = (0..4).map_while(|_| busy.next()).count();
        let taking = [one, other].map(|mut take| spawn(move || (take.next(), take)));
        while begun < 5 && busy.next().is_some() {
            begun += 1;
        }
        let taken = taking.map(|thread| thread.join().expect("it takes"));
        assert!(taken.iter().all(|(taken, _)| taken.is_some()));
        drop((keeping, put, busy, taken));
        assert_eq!(ledger.dropped(), 7);
    });
}

each_way! {
    an_item_that_was_stolen_wakes_a_third_receiver: what_was_stolen_is_stolen_again(Size::Large);
}

/// A receiver leaves with an item that it claimed and did not begin. The other one gets it.
fn who_leaves_passes_on(size: Size, by: By) {
    check(size, move || {
        let ledger = Ledger::of(6);
        let (mut put, take) = ends(Bound::Window, by);
        assert_eq!(put.fill(&ledger, 0..6), 6);
        let keeping = put.to.keep_open();
        let [mut leaving, mut other] = take.share(None);
        let begun = [leaving.next(), leaving.next()];
        assert_eq!(begun, [Some(0), Some(1)]);
        let taking = spawn(move || {
            let mut taken: Vec<_> = (2..6).filter_map(|_| other.next()).collect();
            taken.sort_unstable();
            (taken, other)
        });
        drop(leaving);
        let (taken, other) = taking.join().expect("it takes");
        assert_eq!(taken, [2, 3, 4, 5]);
        drop((keeping, put, other));
        assert_eq!(ledger.dropped(), 6);
    });
}

each_way! {
    a_receiver_that_leaves_passes_on_what_it_claimed: who_leaves_passes_on(Size::Small);
}

/// A receiver begins an item and leaves at once. The item that then has room goes to the other.
fn who_leaves_makes_room(size: Size, by: By, bound: Bound) {
    check(size, move || {
        let ledger = Ledger::of(2);
        let (mut put, take) = ends(bound, by);
        let [leaving, mut other] = take.share(None);
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, 0..2));
        let beginning = spawn(move || {
            let mut leaving = leaving;
            leaving.next().into_iter().count()
        });
        let taken = other.rest().len();
        let begun = beginning.join().expect("it takes");
        assert_eq!(filling.join().expect("it fills"), 2);
        assert_eq!(taken + begun, 2);
        assert_eq!(ledger.dropped(), 2);
    });
}

/// The other receiver sleeps meanwhile, and does not look for the sender.
fn who_leaves_looks_for_the_sender(size: Size, by: By) {
    check(size, move || {
        let ledger = Ledger::of(2);
        let (mut put, take) = ends(Bound::Items(1), by);
        let [mut leaving, asleep] = take.share(None);
        assert_eq!(put.fill(&ledger, [0]), 1);
        let beginning = spawn(move || leaving.next());
        assert_eq!(put.fill(&ledger, [1]), 1);
        assert_eq!(beginning.join().expect("it takes"), Some(0));
        drop(asleep);
        assert_eq!(ledger.dropped(), 2);
    });
}

each_way! {
    a_receiver_that_leaves_looks_for_the_sender: who_leaves_looks_for_the_sender(Size::Small);
}

each_way! {
    a_receiver_that_leaves_after_an_item_makes_room: who_leaves_makes_room(Size::Large, Bound::Items(1));
    a_receiver_that_leaves_after_an_item_makes_weight: who_leaves_makes_room(Size::Large, Bound::Weight(1));
    a_receiver_that_leaves_after_a_rendezvous_leaves_it: who_leaves_makes_room(Size::Large, Bound::Rendezvous);
}

/// Receivers that leave early free the sender. The remaining items, claimed or not, are counted
/// once.
fn all_that_leave_free_the_sender(size: Size, by: By, bound: Bound) {
    const ITEMS: usize = 4;
    check(size, move || {
        let ledger = Ledger::of(ITEMS);
        let (mut put, take) = ends(bound, by);
        let books = Arc::clone(take.from.edge());
        let [mut one, mut other] = take.share(None);
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, 0..ITEMS));
        let taking = spawn(move || other.next().is_some());
        let taken = usize::from(one.next().is_some());
        drop(one);
        let taken = taken + usize::from(taking.join().expect("it takes"));
        let put = filling.join().expect("it fills");
        assert_eq!(taken, 2);
        let left = usize::try_from(books.left()).expect("a model has few items");
        assert_eq!(put, taken + left);
        assert_eq!(ledger.dropped(), ITEMS.min(put + 1));
    });
}

each_way! {
    receivers_that_leave_free_the_sender: all_that_leave_free_the_sender(Size::Large, Bound::Items(2));
    receivers_that_leave_a_window_leave_nothing: all_that_leave_free_the_sender(Size::Large, Bound::Window);
}
