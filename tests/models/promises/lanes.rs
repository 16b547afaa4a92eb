//! What an edge with one reader promises: who sleeps is woken, and every item is accounted for.

use pipeline_models::Ledger;

use super::{drain, edge, fill, next, pour, rest};
use crate::sync::thread::spawn;
use crate::sync::{Arc, without_fences};
use crate::tally::Stopwatch;
use crate::time::End;
use crate::{Size, check};

/// Both sides sleep as often as they can: no wake-up is lost, by whichever end.
fn who_sleeps_is_woken(size: Size, capacity: usize, items: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let (inlet, mut outlet) = edge(capacity);
        // So that no end wakes the reader instead.
        let keeping = inlet.keep_open();
        let made = ledger.clone();
        let filling = spawn(move || fill(&inlet, &made, 0..items));
        for number in 0..items {
            assert_eq!(next(&mut outlet), Some(number));
        }
        drop(keeping);
        assert_eq!(next(&mut outlet), None);
        assert_eq!(filling.join().expect("it fills"), items);
        assert_eq!(ledger.dropped(), items);
    });
}

#[test]
fn a_sleeping_reader_is_woken_by_a_put() {
    who_sleeps_is_woken(Size::Small, 2, 2);
}

#[test]
fn a_sleeping_writer_is_woken_by_a_take() {
    who_sleeps_is_woken(Size::Small, 1, 2);
}

#[test]
fn both_ends_sleep_and_are_woken() {
    who_sleeps_is_woken(Size::Large, 1, 3);
}

#[test]
fn both_ends_sleep_and_are_woken_around_a_ring_of_two() {
    who_sleeps_is_woken(Size::Large, 2, 4);
}

/// The loops that look once for several items still wake who sleeps.
fn who_sleeps_is_woken_by_a_loop(size: Size, capacity: usize, items: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let (mut inlet, mut outlet) = edge(capacity);
        let made = ledger.clone();
        let filling = spawn(move || pour(&mut inlet, &made, 0..items));
        assert!(drain(&mut outlet).into_iter().eq(0..items));
        assert_eq!(filling.join().expect("it fills"), items as u64);
        assert_eq!(ledger.dropped(), items);
    });
}

#[test]
fn loops_wake_who_sleeps() {
    who_sleeps_is_woken_by_a_loop(Size::Small, 2, 3);
}

#[test]
fn loops_wake_who_sleeps_around_a_ring_of_two() {
    who_sleeps_is_woken_by_a_loop(Size::Large, 2, 5);
}

/// Nothing follows what such a loop puts in: it wakes the reader itself.
#[test]
fn a_loop_wakes_a_sleeping_reader_by_its_last_item() {
    const ITEMS: usize = 2;
    check(Size::Small, || {
        let ledger = Ledger::of(ITEMS);
        let (mut inlet, mut outlet) = edge(ITEMS);
        let keeping = inlet.keep_open();
        let made = ledger.clone();
        let filling = spawn(move || pour(&mut inlet, &made, 0..ITEMS));
        for number in 0..ITEMS {
            assert_eq!(next(&mut outlet), Some(number));
        }
        drop(keeping);
        assert_eq!(filling.join().expect("it fills"), ITEMS as u64);
    });
}

/// The writers of a slow stream know that its reader may sleep, and change the word that it says so by:
/// none of them needs a barrier.
#[test]
fn a_sleeping_reader_of_a_slow_stream_is_woken_without_fences() {
    const ITEMS: usize = 2;
    check(Size::Small, || {
        let ledger = Ledger::of(ITEMS);
        let (inlet, mut outlet) = edge(ITEMS);
        // Every second wait is a long one.
        for _ in 0..2 {
            assert!(outlet.take(Some(&End), &Stopwatch).is_none());
        }
        without_fences();
        let keeping = inlet.keep_open();
        let made = ledger.clone();
        let filling = spawn(move || fill(&inlet, &made, 0..ITEMS));
        for number in 0..ITEMS {
            assert_eq!(next(&mut outlet), Some(number));
        }
        drop(keeping);
        assert_eq!(filling.join().expect("it fills"), ITEMS);
    });
}

#[test]
fn the_end_wakes_a_sleeping_reader_without_fences() {
    check(Size::Small, || {
        without_fences();
        let (inlet, mut outlet) = edge(1);
        let closing = spawn(move || drop(inlet));
        assert_eq!(next(&mut outlet), None);
        closing.join().expect("it closes");
    });
}

#[test]
fn the_end_wakes_a_sleeping_reader() {
    check(Size::Small, || {
        let (inlet, mut outlet) = edge(1);
        let another = inlet.another();
        let closing = [spawn(move || drop(inlet)), spawn(move || drop(another))];
        assert_eq!(next(&mut outlet), None);
        for thread in closing {
            thread.join().expect("it closes");
        }
    });
}

#[test]
fn the_end_comes_after_the_last_item() {
    check(Size::Small, || {
        let ledger = Ledger::of(1);
        let (inlet, mut outlet) = edge(1);
        let keeping = inlet.keep_open();
        let made = ledger.clone();
        let filling = spawn(move || fill(&inlet, &made, [0]));
        let closing = spawn(move || drop(keeping));
        assert_eq!(rest(&mut outlet), [0]);
        assert_eq!(filling.join().expect("it fills"), 1);
        closing.join().expect("it closes");
    });
}

/// Each lane is met once its first item is in it, even by a reader that goes to sleep.
#[test]
fn new_lanes_wake_a_sleeping_reader() {
    check(Size::Large, || {
        let ledger = Ledger::of(2);
        let (inlet, mut outlet) = edge(1);
        let keeping = inlet.keep_open();
        let inlets = [inlet.another(), inlet];
        let mut number = 0..;
        let filling = inlets.map(|inlet| {
            let (ledger, number) = (ledger.clone(), number.next());
            spawn(move || fill(&inlet, &ledger, number))
        });
        let mut taken = [next(&mut outlet), next(&mut outlet)];
        taken.sort_unstable();
        assert_eq!(taken, [Some(0), Some(1)]);
        drop(keeping);
        for thread in filling {
            assert_eq!(thread.join().expect("it fills"), 1);
        }
        assert_eq!(ledger.dropped(), 2);
    });
}

/// A reader that leaves wakes the writer, and what was put in is left behind, once.
fn who_leaves_frees_the_writer(size: Size, capacity: usize, taken: usize) {
    const ITEMS: usize = 3;
    check(size, move || {
        let ledger = Ledger::of(ITEMS);
        let (inlet, mut outlet) = edge(capacity);
        let books = Arc::clone(outlet.edge());
        let made = ledger.clone();
        let filling = spawn(move || fill(&inlet, &made, 0..ITEMS));
        for number in 0..taken {
            assert_eq!(next(&mut outlet), Some(number));
        }
        drop(outlet);
        let put = filling.join().expect("it fills");
        assert_eq!(put, taken + books.left());
        // One more was refused, unless all were put in.
        assert_eq!(ledger.dropped(), ITEMS.min(put + 1));
    });
}

#[test]
fn a_reader_that_leaves_at_once_frees_the_writer() {
    who_leaves_frees_the_writer(Size::Small, 1, 0);
}

#[test]
fn a_reader_that_leaves_after_an_item_frees_the_writer() {
    who_leaves_frees_the_writer(Size::Small, 1, 1);
}

#[test]
fn a_reader_that_leaves_a_ring_of_two_frees_the_writer() {
    who_leaves_frees_the_writer(Size::Small, 2, 1);
}

#[test]
fn a_reader_that_leaves_frees_two_writers() {
    check(Size::Small, || {
        let ledger = Ledger::of(4);
        let (inlet, outlet) = edge(1);
        let books = Arc::clone(outlet.edge());
        let inlets = [(inlet.another(), 0), (inlet, 2)];
        let filling = inlets.map(|(inlet, first)| {
            let ledger = ledger.clone();
            spawn(move || fill(&inlet, &ledger, first..first + 2))
        });
        drop(outlet);
        let put = filling.map(|thread| thread.join().expect("it fills"));
        assert_eq!(put.iter().sum::<usize>(), books.left());
        let refused = put.iter().filter(|put| **put < 2).count();
        assert_eq!(ledger.dropped(), books.left() + refused);
    });
}

/// A ring this large has its writer wait for half of it, for a while, and then for any room.
#[test]
fn a_writer_that_waits_for_more_room_is_woken() {
    const SLOTS: usize = 16;
    check(Size::Large, || {
        let ledger = Ledger::of(SLOTS + 1);
        let (inlet, mut outlet) = edge(SLOTS);
        fill(&inlet, &ledger, 0..SLOTS);
        let made = ledger.clone();
        let filling = spawn(move || fill(&inlet, &made, [SLOTS]));
        assert!(rest(&mut outlet).into_iter().eq(0..=SLOTS));
        assert_eq!(filling.join().expect("it fills"), 1);
    });
}
