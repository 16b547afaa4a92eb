//! The promises to senders that wait for room: each of them is woken, and no more items than the
//! capacity ever wait.

use pipeline_models::Ledger;

use super::{Books, By, ends};
use crate::edge::flow::{Bound, Wanted};
use crate::edge::reorder::{Order, OrderedSender};
use crate::edge::sender::{Patience, Waiting};
use crate::edge::wait::{Room, Wants};
use crate::sync::thread::{park_until, spawn, waker};
use crate::sync::{Arc, AtomicU64, Ordering, fence};
use crate::{Size, check};

/// A receiver takes two items, and looks again when it has no more. A sender wants to be woken at
/// `much` taken items.
fn a_sleeping_sender_is_woken(much: u64, one: u64, long: bool) {
    check(Size::Small, move || {
        let room = Arc::new(Room::new());
        let taken = Arc::new(AtomicU64::new(0));
        let sending = {
            let (room, taken) = (Arc::clone(&room), Arc::clone(&taken));
            spawn(move || {
                let (waker, mut seat) = (waker(), None);
                while taken.load(Ordering::Acquire) < one {
                    room.register(&mut seat, Wants { much, one }, &waker, long);
                    if taken.load(Ordering::Acquire) >= one {
                        break;
                    }
                    park_until(None);
                }
                room.leave(&mut seat);
            })
        };
        for number in 1..=2 {
            taken.store(number, Ordering::Release);
            if room.is_wanted_at(number) {
                room.wake(number, 1);
            }
        }
        fence(Ordering::SeqCst);
        if room.is_awaited() {
            room.wake_for_one(2, 1);
        }
        sending.join().expect("it is woken");
    });
}

#[test]
fn a_sender_that_sleeps_for_long_is_woken() {
    a_sleeping_sender_is_woken(1, 1, true);
}

#[test]
fn a_sender_that_sleeps_for_short_is_woken() {
    a_sleeping_sender_is_woken(2, 2, false);
}

#[test]
fn a_sender_that_wants_much_is_woken_for_one() {
    a_sleeping_sender_is_woken(9, 2, false);
}

/// Each of the senders puts one item in.
fn no_more_wait_than_may(size: Size, by: By, bound: Bound, most: usize, senders: usize) {
    check(size, move || {
        let ledger = Ledger::of(senders);
        let books = std::sync::Arc::<Books>::default();
        let (put, mut take) = ends(bound, by);
        let mut puts: Vec<_> = (1..senders).map(|_| put.another()).collect();
        puts.push(put);
        let filling: Vec<_> = puts
            .into_iter()
            .enumerate()
            .map(|(number, mut put)| {
                let (item, books) = (ledger.item(number), std::sync::Arc::clone(&books));
                spawn(move || {
                    assert!(put.put(item), "it is read");
                    books.put(most);
                })
            })
            .collect();
        let mut taken = Vec::new();
        loop {
            books.ask();
            let Some(number) = take.next() else { break };
            taken.push(number);
        }
        taken.sort_unstable();
        assert!(taken.into_iter().eq(0..senders));
        for sender in filling {
            sender.join().expect("it puts one in");
        }
        assert_eq!(ledger.dropped(), senders);
    });
}

each_way! {
    two_senders_share_one_place: no_more_wait_than_may(Size::Large, Bound::Items(1), 1, 2);
    three_senders_share_two_places: no_more_wait_than_may(Size::Large, Bound::Items(2), 2, 3);
    two_senders_meet_at_a_rendezvous: no_more_wait_than_may(Size::Large, Bound::Rendezvous, 0, 2);
}

/// One sender puts several items in. It may use all free places.
fn no_more_wait_of_one_than_may(size: Size, by: By, bound: Bound, most: usize, items: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let books = std::sync::Arc::<Books>::default();
        let (mut put, mut take) = ends(bound, by);
        let (made, noted) = (ledger.clone(), std::sync::Arc::clone(&books));
        let filling = spawn(move || {
            for number in 0..items {
                assert!(put.put(made.item(number)), "it is read");
                noted.put(most);
            }
        });
        for number in 0..items {
            books.ask();
            assert_eq!(take.next(), Some(number));
        }
        books.ask();
        assert_eq!(take.next(), None);
        filling.join().expect("it fills");
        assert_eq!(ledger.dropped(), items);
    });
}

each_way! {
    one_sender_has_one_place: no_more_wait_of_one_than_may(Size::Small, Bound::Items(1), 1, 3);
    one_sender_has_two_places: no_more_wait_of_one_than_may(Size::Small, Bound::Items(2), 2, 4);
    one_sender_meets_at_a_rendezvous: no_more_wait_of_one_than_may(Size::Small, Bound::Rendezvous, 0, 2);
}

/// A sender puts items into an edge that also has the outputs of an ordered fan-out, and one reader
/// or two. The outputs are taken first, and make no room.
fn no_more_wait_beside_an_ordered_fan_out(
    size: Size,
    by: By,
    bound: Bound,
    most: usize,
    outputs: usize,
    readers: usize,
) {
    check(size, move || {
        let all = outputs + most + 2;
        let ledger = Ledger::of(all);
        let books = std::sync::Arc::<Books>::default();
        let (mut put, take) = ends(bound, by);
        let order = Order::new(&put.to, 1, None);
        let mut out = OrderedSender::new(&order);
        (0..outputs).for_each(|number| out.put(number as u64, ledger.item(number)));
        let mut takes = match readers {
            1 => vec![take],
            _ => take.share::<2>(None).into(),
        };
        let take = &mut takes[0];
        assert!((0..outputs).all(|number| take.next() == Some(number)));
        let (made, noted) = (ledger.clone(), std::sync::Arc::clone(&books));
        let filling = spawn(move || {
            for number in outputs..all {
                assert!(put.put(made.item(number)), "it is read");
                noted.put(most);
            }
        });
        for number in outputs..all {
            books.ask();
            assert_eq!(take.next(), Some(number));
        }
        books.ask();
        assert_eq!(take.next(), None);
        filling.join().expect("it fills");
        assert_eq!(ledger.dropped(), all);
    });
}

each_way! {
    one_place_beside_an_ordered_fan_out: no_more_wait_beside_an_ordered_fan_out(Size::Small, Bound::Items(1), 1, 0, 1);
    one_place_for_two_readers: no_more_wait_beside_an_ordered_fan_out(Size::Small, Bound::Items(1), 1, 2, 2);
    a_rendezvous_beside_an_ordered_fan_out: no_more_wait_beside_an_ordered_fan_out(Size::Small, Bound::Rendezvous, 0, 1, 1);
    a_rendezvous_for_two_readers: no_more_wait_beside_an_ordered_fan_out(Size::Small, Bound::Rendezvous, 0, 1, 2);
}

/// As many items as there are places for go in without a wait, whichever user of the sender puts
/// them in.
fn all_places_are_used(size: Size, by: By, bound: Bound, places: usize) {
    check(size, move || {
        let ledger = Ledger::of(places + 1);
        let (mut put, take) = ends(bound, by);
        let mut waiting = [Waiting::default(), Waiting::default()];
        let mut put = |number: usize| {
            let mut item = Some(ledger.item(number));
            let waiting = &mut waiting[number % 2];
            let patience = Patience::None(Wanted::One);
            put.to.poll_put_as(waiting, &mut item, patience).is_ready()
        };
        assert!((0..places).all(&mut put), "there is a place");
        assert!(!put(places), "there is none");
        drop(take);
        assert_eq!(ledger.dropped(), places + 1);
    });
}

each_way! {
    all_places_are_used_by_those_that_share_a_sender: all_places_are_used(Size::Small, Bound::Items(16), 16);
    all_of_a_window_is_used_by_those_that_share_a_sender: all_places_are_used(Size::Small, Bound::Window, 64);
}

/// The sender waits for half of the places, for a while, and then for any.
fn who_waits_for_much_is_woken(size: Size, by: By, bound: Bound, places: usize) {
    check(size, move || {
        let ledger = Ledger::of(places + 1);
        let (mut put, mut take) = ends(bound, by);
        assert_eq!(put.fill(&ledger, 0..places), places);
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, [places]));
        assert!(take.drain().into_iter().eq(0..=places));
        assert_eq!(filling.join().expect("it fills"), 1);
        assert_eq!(ledger.dropped(), places + 1);
    });
}

each_way! {
    a_sender_that_waits_for_much_is_woken: who_waits_for_much_is_woken(Size::Large, Bound::Items(16), 16);
    a_sender_that_waits_for_half_a_window_is_woken: who_waits_for_much_is_woken(Size::Large, Bound::Window, 64);
}

/// The receiver takes an item and then does something else. A task looks for the sender when it
/// pauses. A thread in its place depends on the kernel's barrier, which no model has.
#[test]
fn a_task_that_pauses_leaves_no_sender_asleep() {
    check(Size::Small, || {
        let ledger = Ledger::of(2);
        let (mut put, mut take) = ends(Bound::Items(1), By::Tasks);
        assert_eq!(put.fill(&ledger, [0]), 1);
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, [1]));
        assert_eq!(take.next(), Some(0));
        take.from.edge().flow().look();
        assert_eq!(filling.join().expect("there is room"), 1);
        assert_eq!(take.next(), Some(1));
        assert_eq!(take.next(), None);
    });
}

/// A receiver that waited at a rendezvous and gave the wait up is no place for an item.
fn a_wait_that_was_given_up_is_no_place(size: Size, by: By) {
    check(size, move || {
        let ledger = Ledger::of(1);
        let (mut put, mut take) = ends(Bound::Rendezvous, by);
        take.give_up_a_wait();
        let mut item = Some(ledger.item(0));
        let polled = put.to.poll_put(&mut item, Patience::None(Wanted::One));
        assert!(polled.is_pending() && item.is_some());
    });
}

each_way! {
    a_wait_that_was_given_up: a_wait_that_was_given_up_is_no_place(Size::Small);
}

/// Two tasks put items into one lane, and wait in the same room.
fn senders_with_a_common_lane_are_woken(bound: Bound, most: usize, items: usize) {
    check(Size::Large, move || {
        let ledger = Ledger::of(2 * items);
        let books = std::sync::Arc::<Books>::default();
        let (put, mut take) = ends(bound, By::Tasks);
        let put = put.with_common_lane();
        let filling = [(put.another(), 0), (put, items)].map(|(mut put, first)| {
            let (ledger, books) = (ledger.clone(), std::sync::Arc::clone(&books));
            spawn(move || {
                for number in first..first + items {
                    assert!(put.put(ledger.item(number)), "it is read");
                    books.put(most);
                }
            })
        });
        let mut taken = Vec::new();
        loop {
            books.ask();
            let Some(number) = take.next() else { break };
            taken.push(number);
        }
        taken.sort_unstable();
        assert!(taken.into_iter().eq(0..2 * items));
        for sender in filling {
            sender.join().expect("it fills");
        }
        assert_eq!(ledger.dropped(), 2 * items);
    });
}

#[test]
fn senders_with_a_common_lane_share_one_place() {
    senders_with_a_common_lane_are_woken(Bound::Items(1), 1, 1);
}

#[test]
fn senders_with_a_common_lane_share_two_places() {
    senders_with_a_common_lane_are_woken(Bound::Items(2), 2, 2);
}

#[test]
fn senders_with_a_common_lane_share_a_window() {
    senders_with_a_common_lane_are_woken(Bound::Window, 64, 1);
}

#[test]
fn senders_with_a_common_lane_meet_at_a_rendezvous() {
    senders_with_a_common_lane_are_woken(Bound::Rendezvous, 0, 1);
}

/// A receiver gives up a wait, and waits again. Neither the sender nor the receiver waits for ever
/// then, and no item is put in that nobody waits for.
fn a_wait_that_is_given_up_is_begun_again(bound: Bound, most: usize) {
    check(Size::Large, move || {
        let ledger = Ledger::of(2);
        let books = std::sync::Arc::<Books>::default();
        let (mut put, mut take) = ends(bound, By::Threads);
        let keeping = put.to.keep_open();
        let (made, noted) = (ledger.clone(), std::sync::Arc::clone(&books));
        let filling = spawn(move || {
            for number in 0..2 {
                assert!(put.put(made.item(number)), "it is read");
                // One item more may wait: the receiver gave up its wait for it.
                noted.put(most + 1);
            }
        });
        take.give_up_a_wait();
        for number in 0..2 {
            books.ask();
            assert_eq!(take.next(), Some(number));
        }
        filling.join().expect("it fills");
        drop(keeping);
        assert_eq!(take.next(), None);
        assert_eq!(ledger.dropped(), 2);
    });
}

#[test]
fn a_receiver_comes_again_to_a_rendezvous() {
    a_wait_that_is_given_up_is_begun_again(Bound::Rendezvous, 0);
}

#[test]
fn a_receiver_comes_again_to_a_place() {
    a_wait_that_is_given_up_is_begun_again(Bound::Items(1), 1);
}

/// One of two receivers leaves after an item was put in for it. The other takes that item, and is
/// busy in its body when nothing else may be put in.
fn a_rendezvous_is_for_those_that_are_there(size: Size, by: By) {
    check(size, move || {
        let ledger = Ledger::of(3);
        let (mut put, take) = ends(Bound::Rendezvous, by);
        let [mut leaving, mut staying] = take.share(None);
        leaving.begin_a_wait();
        let mut goes_in = |number| {
            let mut item = Some(ledger.item(number));
            let patience = Patience::None(Wanted::One);
            put.to.poll_put(&mut item, patience).is_ready()
        };
        assert!(goes_in(0), "a receiver waits for it");
        drop(leaving);
        assert_eq!(staying.next(), Some(0));
        assert!(!goes_in(1), "no receiver waits for it");
        staying.begin_a_wait();
        assert!(goes_in(2), "a receiver waits for it");
        assert_eq!(staying.next(), Some(2));
    });
}

each_way! {
    a_receiver_that_left_is_no_rendezvous: a_rendezvous_is_for_those_that_are_there(Size::Small);
}

/// The window is full, and each sender wants one place of it.
#[test]
fn senders_that_wait_for_a_common_window_are_woken() {
    check(Size::Large, || {
        let ledger = Ledger::of(66);
        let (put, mut take) = ends(Bound::Window, By::Tasks);
        let mut put = put.with_common_lane();
        assert_eq!(put.fill(&ledger, 0..64), 64);
        let filling = [(put.another(), 64), (put, 65)].map(|(mut put, number)| {
            let ledger = ledger.clone();
            spawn(move || put.fill(&ledger, [number]))
        });
        let mut taken = take.drain();
        taken.sort_unstable();
        assert!(taken.into_iter().eq(0..66));
        assert_eq!(
            filling.map(|sender| sender.join().expect("it fills")),
            [1, 1]
        );
        assert_eq!(ledger.dropped(), 66);
    });
}

// -------------------------------------------------------------------------------------- woken in vain

/// Two senders wait for one place. One of them is stopped, whether it has the place or not, and the
/// other gets it.
fn who_is_stopped_passes_on(size: Size, by: By, bound: Bound) {
    check(size, move || {
        let ledger = Ledger::of(3);
        let (mut put, mut take) = ends(bound, by);
        if bound != Bound::Rendezvous {
            assert_eq!(put.fill(&ledger, [0]), 1);
        }
        let stopped = put.another_that_stops();
        let stopper = stopped.stopper.clone();
        let numbers = [(stopped, 1), (put, 2)];
        let filling = numbers.map(|(mut put, number)| {
            let ledger = ledger.clone();
            spawn(move || put.fill(&ledger, [number]))
        });
        if bound != Bound::Rendezvous {
            assert_eq!(take.next(), Some(0));
        }
        stopper.stop();
        let rest = take.rest();
        let [one, two] = filling.map(|sender| sender.join().expect("it ends well"));
        assert_eq!((rest.len(), two), (one + two, 1));
        assert_eq!(
            ledger.dropped(),
            if bound == Bound::Rendezvous { 2 } else { 3 }
        );
    });
}

each_way! {
    a_sender_that_is_stopped_passes_on_its_place: who_is_stopped_passes_on(Size::Large, Bound::Items(1));
    a_sender_that_is_stopped_passes_on_a_rendezvous: who_is_stopped_passes_on(Size::Large, Bound::Rendezvous);
    a_sender_that_is_stopped_passes_on_weight: who_is_stopped_passes_on(Size::Large, Bound::Weight(1));
}

// --------------------------------------------------------------------------------------------- weights

/// One of two senders puts in a light item and then a heavy one, which waits until it is alone.
fn items_wait_for_weight(size: Size, by: By, weights: [usize; 3]) {
    check(size, move || {
        let ledger = Ledger::of(3);
        let (mut put, mut take) = ends(Bound::Weight(2), by);
        take.from.weigh(move |item| weights[item.number()]);
        let other = put.another();
        let made = ledger.clone();
        let filling = [spawn(move || put.fill(&made, 0..2)), {
            let (mut put, made) = (other, ledger.clone());
            spawn(move || put.fill(&made, [2]))
        }];
        let mut taken = take.rest();
        taken.sort_unstable();
        assert_eq!(taken, [0, 1, 2]);
        assert_eq!(
            filling.map(|sender| sender.join().expect("it fills")),
            [2, 1]
        );
        assert_eq!(ledger.dropped(), 3);
    });
}

each_way! {
    light_items_wait_together: items_wait_for_weight(Size::Large, [1, 1, 1]);
    heavy_items_wait_alone: items_wait_for_weight(Size::Large, [1, 3, 2]);
}
