//! The promises of an edge with one receiver: sleepers are woken, and every item is accounted for.

use pipeline_models::Ledger;

use super::{By, ends};
use crate::edge::flow::Bound;
use crate::sync::thread::spawn;
use crate::{Size, check};

/// Both ends sleep as often as they can. Neither of them loses a wake-up.
fn who_sleeps_is_woken(size: Size, by: By, bound: Bound, items: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let (mut put, mut take) = ends(bound, by);
        // Keeps the end of the stream from waking the receiver instead.
        let keeping = put.to.keep_open();
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, 0..items));
        for number in 0..items {
            assert_eq!(take.next(), Some(number));
        }
        drop(keeping);
        assert_eq!(take.next(), None);
        assert_eq!(filling.join().expect("it fills"), items);
        assert_eq!(ledger.dropped(), items);
    });
}

each_way! {
    a_sleeping_receiver_is_woken_by_a_put: who_sleeps_is_woken(Size::Small, Bound::Window, 2);
    a_sleeping_sender_is_woken_by_a_take: who_sleeps_is_woken(Size::Small, Bound::Items(1), 2);
    both_ends_sleep_and_are_woken: who_sleeps_is_woken(Size::Large, Bound::Items(1), 3);
    both_ends_sleep_and_are_woken_by_two_places: who_sleeps_is_woken(Size::Large, Bound::Items(2), 4);
    both_ends_sleep_and_are_woken_at_a_rendezvous: who_sleeps_is_woken(Size::Small, Bound::Rendezvous, 2);
    both_ends_sleep_and_are_woken_by_weight: who_sleeps_is_woken(Size::Small, Bound::Weight(1), 2);
}

/// Loops that look once for several items still wake sleepers.
fn who_sleeps_is_woken_by_a_loop(size: Size, by: By, bound: Bound, items: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let (mut put, mut take) = ends(bound, by);
        let keeping = put.to.keep_open();
        let made = ledger.clone();
        // Nothing follows the items of the last loop, so that loop has to wake the receiver itself.
        let filling = spawn(move || {
            let filled = put.pour(&made, 0..items);
            drop(keeping);
            filled
        });
        assert!(take.drain().into_iter().eq(0..items));
        assert_eq!(filling.join().expect("it fills"), items);
        assert_eq!(ledger.dropped(), items);
    });
}

each_way! {
    loops_wake_who_sleeps: who_sleeps_is_woken_by_a_loop(Size::Small, Bound::Items(2), 3);
    loops_wake_who_sleeps_where_places_are_used_again:
        who_sleeps_is_woken_by_a_loop(Size::Large, Bound::Items(2), 5);
    loops_wake_who_sleeps_in_a_window: who_sleeps_is_woken_by_a_loop(Size::Small, Bound::Window, 3);
}

/// The stream does not end after the last item, so that item has to wake the receiver.
fn the_last_item_of_a_loop_wakes(size: Size, by: By) {
    const ITEMS: usize = 2;
    check(size, move || {
        let ledger = Ledger::of(ITEMS);
        let (mut put, mut take) = ends(Bound::Items(2), by);
        let keeping = put.to.keep_open();
        let made = ledger.clone();
        let filling = spawn(move || put.pour(&made, 0..ITEMS));
        for number in 0..ITEMS {
            assert_eq!(take.next(), Some(number));
        }
        drop(keeping);
        assert_eq!(filling.join().expect("it fills"), ITEMS);
    });
}

each_way! {
    a_loop_wakes_a_sleeping_receiver_by_its_last_item: the_last_item_of_a_loop_wakes(Size::Small);
}

/// Both senders leave, and the end wakes the receiver.
fn the_end_wakes(size: Size, by: By) {
    check(size, move || {
        let (put, mut take) = ends(Bound::Items(1), by);
        let another = put.another();
        let closing = [spawn(move || drop(put)), spawn(move || drop(another))];
        assert_eq!(take.next(), None);
        for thread in closing {
            thread.join().expect("it closes");
        }
    });
}

each_way! {
    the_end_wakes_a_sleeping_receiver: the_end_wakes(Size::Small);
}

fn the_end_is_last(size: Size, by: By) {
    check(size, move || {
        let ledger = Ledger::of(1);
        let (mut put, mut take) = ends(Bound::Items(1), by);
        let keeping = put.to.keep_open();
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, [0]));
        let closing = spawn(move || drop(keeping));
        assert_eq!(take.rest(), [0]);
        assert_eq!(filling.join().expect("it fills"), 1);
        closing.join().expect("it closes");
    });
}

each_way! {
    the_end_comes_after_the_last_item: the_end_is_last(Size::Small);
}

/// A receiver finds each lane once its first item is in it, even if the receiver is going to sleep.
fn new_lanes_wake(size: Size, by: By, bound: Bound) {
    check(size, move || {
        let ledger = Ledger::of(2);
        let (put, mut take) = ends(bound, by);
        let keeping = put.to.keep_open();
        let mut number = 0..;
        let filling = [put.another(), put].map(|mut put| {
            let (ledger, number) = (ledger.clone(), number.next());
            spawn(move || put.fill(&ledger, number))
        });
        let mut taken = [take.next(), take.next()];
        taken.sort_unstable();
        assert_eq!(taken, [Some(0), Some(1)]);
        drop(keeping);
        for thread in filling {
            assert_eq!(thread.join().expect("it fills"), 1);
        }
        assert_eq!(ledger.dropped(), 2);
    });
}

each_way! {
    new_lanes_wake_a_sleeping_receiver: new_lanes_wake(Size::Large, Bound::Items(2));
    new_lanes_of_windows_wake_a_sleeping_receiver: new_lanes_wake(Size::Large, Bound::Window);
}

/// A worker is stopped while it waits, or later.
fn a_stop_ends_each_wait(size: Size, by: By) {
    check(size, move || {
        let ledger = Ledger::of(1);
        let (mut put, mut take) = ends(Bound::Items(1), by);
        let stopper = take.stop_by_model();
        let keeping = put.to.keep_open();
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, [0]));
        let stopping = spawn(move || stopper.stop());
        let taken = take.rest();
        drop((take, keeping));
        assert!(taken.len() <= 1);
        filling.join().expect("it ends well");
        stopping.join().expect("it stops it");
        assert_eq!(ledger.dropped(), 1);
    });
}

each_way! {
    a_stop_wakes_a_sleeping_receiver: a_stop_ends_each_wait(Size::Large);
}

// ---------------------------------------------------------------------- where a sink's stream is elsewhere

#[test]
fn a_sink_that_reads_its_stream_elsewhere_is_woken() {
    who_sleeps_is_woken(Size::Small, By::TaskAndSink, Bound::Window, 2);
}

#[test]
fn a_sender_is_woken_by_a_sink_that_reads_its_stream_elsewhere() {
    who_sleeps_is_woken(Size::Small, By::TaskAndSink, Bound::Items(1), 3);
}
