//! The promises of an edge's memory to threads that look and never sleep.
//!
//! Lanes and ordered slots need no fence for them. A local queue needs one, where another receiver
//! steals from it.

use pipeline_models::{Item, Ledger};

use crate::edge::memory::{LocalQueue, OrderedSlots, Owner, Reader, Writer, lane};
use crate::sync::thread::{spawn, yield_now};
use crate::sync::{Arc, without_fences};
use crate::{Size, check};

// ------------------------------------------------------------------------------------------------ lanes

/// Puts an item in once fewer than `most` wait.
fn put(writer: &mut Writer<Item>, item: Item, most: u64) {
    while writer.lane().waiting() >= most {
        yield_now();
    }
    writer.make_room(1);
    assert!(writer.put(item).is_ok(), "there is room");
}

fn next(reader: &mut Reader<Item>) -> usize {
    while reader.claim(u64::MAX) == 0 {
        yield_now();
    }
    let (_, item) = reader.takes().next().expect("it was claimed");
    item.number()
}

/// At most `most` items wait at a time, in rings of which the first has `first` slots.
fn items_are_taken_once_and_in_order(first: usize, most: u64, items: usize) {
    check(Size::Small, move || {
        without_fences();
        let ledger = Ledger::of(items);
        let (mut writer, mut reader) = lane(first);
        let made = ledger.clone();
        let filling = spawn(move || {
            (0..items).for_each(|number| put(&mut writer, made.item(number), most));
        });
        let taken: Vec<usize> = (0..items).map(|_| next(&mut reader)).collect();
        assert!(taken.into_iter().eq(0..items));
        filling.join().expect("it puts all in");
        assert_eq!(ledger.dropped(), items);
    });
}

#[test]
fn items_are_taken_in_order_from_one_slot() {
    items_are_taken_once_and_in_order(1, 1, 3);
}

#[test]
fn items_are_taken_in_order_from_two_slots() {
    items_are_taken_once_and_in_order(2, 2, 4);
}

#[test]
fn items_are_taken_in_order_across_rings() {
    items_are_taken_once_and_in_order(1, u64::MAX, 4);
}

#[test]
fn items_are_taken_in_order_from_rings_that_are_used_again() {
    items_are_taken_once_and_in_order(1, 2, 4);
}

/// The reader takes all that it claimed, while the writer continues.
#[test]
fn what_is_taken_at_once_is_in_order() {
    const ITEMS: usize = 4;
    check(Size::Small, || {
        without_fences();
        let ledger = Ledger::of(ITEMS);
        let (mut writer, mut reader) = lane(1);
        let made = ledger.clone();
        let filling = spawn(move || {
            for number in 0..ITEMS {
                put(&mut writer, made.item(number), u64::MAX);
            }
        });
        let mut taken = Vec::new();
        while taken.len() < ITEMS {
            if reader.claim(2) == 0 {
                yield_now();
            }
            taken.extend(reader.takes().map(|(_, item)| item.number()));
        }
        assert!(taken.into_iter().eq(0..ITEMS));
        filling.join().expect("it puts all in");
        assert_eq!(ledger.dropped(), ITEMS);
    });
}

#[test]
fn what_is_left_in_rings_is_dropped_once() {
    const ITEMS: usize = 4;
    for taken in 0..=ITEMS {
        check(Size::Small, move || {
            without_fences();
            let ledger = Ledger::of(ITEMS);
            let (mut writer, mut reader) = lane(1);
            let made = ledger.clone();
            let filling = spawn(move || {
                for number in 0..ITEMS {
                    put(&mut writer, made.item(number), u64::MAX);
                }
            });
            (0..taken).for_each(|number| assert_eq!(next(&mut reader), number));
            filling.join().expect("it puts all in");
            drop(reader);
            assert_eq!(ledger.dropped(), ITEMS);
        });
    }
}

// ----------------------------------------------------------------------------------------- local queues

fn rest(owner: &mut Owner<Item>) -> Vec<(u64, usize)> {
    let items = std::iter::from_fn(|| owner.take());
    items
        .map(|(number, item)| (number, item.number()))
        .collect()
}

/// Steals until the queue is empty, and takes all stolen items.
fn steal(from: &LocalQueue<Item>, most: usize) -> Vec<(u64, usize)> {
    let mut own = Owner::new(most);
    let mut stolen = Vec::new();
    while own.steal_from(from) {
        stolen.extend(rest(&mut own));
    }
    stolen
}

/// The owner takes from the front, and `thieves` steal from the back.
fn stolen_items_are_taken_once(size: Size, items: usize, thieves: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let mut owner = Owner::new(items);
        // The numbers differ from the positions.
        owner.fill(5, (0..items).map(|number| ledger.item(number)));
        let stealing: Vec<_> = (0..thieves)
            .map(|_| {
                let queue = Arc::clone(owner.queue());
                spawn(move || steal(&queue, items))
            })
            .collect();
        let mut taken = rest(&mut owner);
        for thief in stealing {
            taken.extend(thief.join().expect("it steals"));
        }
        taken.sort_unstable();
        assert!(taken.into_iter().eq((5..).zip(0..items)));
        assert_eq!(ledger.dropped(), items);
    });
}

#[test]
fn the_last_item_is_taken_or_stolen() {
    stolen_items_are_taken_once(Size::Small, 1, 1);
}

#[test]
fn two_items_are_taken_or_stolen() {
    stolen_items_are_taken_once(Size::Small, 2, 1);
}

#[test]
fn several_items_are_taken_or_stolen() {
    stolen_items_are_taken_once(Size::Large, 4, 1);
}

#[test]
fn two_thieves_steal_each_item_once() {
    stolen_items_are_taken_once(Size::Large, 3, 2);
}

/// The owner fills its queue again while another receiver steals. No slot is written while the
/// thief reads it.
#[test]
fn a_queue_that_is_filled_again_is_stolen_from() {
    const ITEMS: usize = 4;
    check(Size::Small, || {
        let ledger = Ledger::of(ITEMS);
        let mut owner = Owner::new(2);
        owner.fill(0, [ledger.item(0), ledger.item(1)]);
        let queue = Arc::clone(owner.queue());
        let stealing = spawn(move || steal(&queue, 2));
        let mut taken = rest(&mut owner);
        owner.fill(2, [ledger.item(2), ledger.item(3)]);
        taken.extend(rest(&mut owner));
        taken.extend(stealing.join().expect("it steals"));
        taken.sort_unstable();
        assert!(taken.into_iter().eq((0..).zip(0..ITEMS)));
        assert_eq!(ledger.dropped(), ITEMS);
    });
}

/// A thief sets the end of the queue to a place that the owner has passed meanwhile, and sets it back.
/// The owner does not take the queue for empty.
#[test]
fn an_owner_that_finds_nothing_has_nothing() {
    const ITEMS: usize = 4;
    check(Size::Large, || {
        let ledger = Ledger::of(ITEMS);
        let mut owner = Owner::new(4);
        owner.fill(0, (0..3).map(|number| ledger.item(number)));
        let queue = Arc::clone(owner.queue());
        let stealing = spawn(move || {
            let mut thief = Owner::new(4);
            thief.steal_from(&queue);
            rest(&mut thief)
        });
        let mut taken = rest(&mut owner);
        assert!(owner.is_empty());
        owner.fill(3, [ledger.item(3)]);
        taken.extend(rest(&mut owner));
        taken.extend(stealing.join().expect("it steals"));
        taken.sort_unstable();
        assert!(taken.into_iter().eq((0..).zip(0..ITEMS)));
        assert_eq!(ledger.dropped(), ITEMS);
    });
}

#[test]
fn what_is_left_in_a_local_queue_is_dropped_once() {
    check(Size::Small, || {
        let ledger = Ledger::of(3);
        let mut owner = Owner::new(3);
        owner.fill(0, (0..3).map(|number| ledger.item(number)));
        let queue = Arc::clone(owner.queue());
        let stealing = spawn(move || {
            let mut thief = Owner::new(3);
            thief.steal_from(&queue);
        });
        drop(owner.take());
        drop(owner);
        stealing.join().expect("it steals");
        assert_eq!(ledger.dropped(), 3);
    });
}

// ---------------------------------------------------------------------------------------- ordered slots

type Slots = Arc<OrderedSlots<Item>>;

/// Fills the slots of these numbers, each once it is free.
fn fill(slots: &Slots, ledger: &Ledger, numbers: impl IntoIterator<Item = usize>) {
    for number in numbers {
        while number as u64 >= slots.head() + slots.size() {
            yield_now();
        }
        // SAFETY: no other thread has these numbers, and `head` was just loaded.
        unsafe { slots.fill(number as u64, ledger.item(number)) };
    }
}

fn take(slots: &Slots) -> usize {
    while !slots.is_filled(slots.head()) {
        yield_now();
    }
    // SAFETY: the slot is filled, and nobody else reads.
    unsafe { slots.take() }.number()
}

/// The workers fill the slots in turns.
fn slots_are_read_in_order(size: Size, workers: usize, slots: usize, items: usize) {
    check(size, move || {
        without_fences();
        let ledger = Ledger::of(items);
        let slots = Slots::new(OrderedSlots::new(slots));
        let filling: Vec<_> = (0..workers)
            .map(|first| {
                let (slots, ledger) = (Arc::clone(&slots), ledger.clone());
                spawn(move || fill(&slots, &ledger, (first..items).step_by(workers)))
            })
            .collect();
        let taken: Vec<usize> = (0..items).map(|_| take(&slots)).collect();
        assert!(taken.into_iter().eq(0..items));
        for worker in filling {
            worker.join().expect("it fills");
        }
        assert_eq!(ledger.dropped(), items);
    });
}

#[test]
fn slots_of_two_workers_are_read_in_order() {
    slots_are_read_in_order(Size::Small, 2, 4, 3);
}

#[test]
fn a_slot_is_filled_again_after_it_was_read() {
    slots_are_read_in_order(Size::Small, 1, 1, 3);
}

#[test]
fn two_slots_are_filled_again_after_they_were_read() {
    slots_are_read_in_order(Size::Small, 1, 2, 4);
}

/// One slot stays empty. The slots after it are swept, in whichever lap they are.
#[test]
fn what_follows_a_hole_is_swept_once() {
    check(Size::Small, || {
        without_fences();
        let ledger = Ledger::of(4);
        let slots = Slots::new(OrderedSlots::new(2));
        let fill = |number| {
            let (slots, ledger) = (Arc::clone(&slots), ledger.clone());
            spawn(move || fill(&slots, &ledger, number))
        };
        let filling = fill(0..2);
        assert_eq!([take(&slots), take(&slots)], [0, 1]);
        filling.join().expect("it fills");
        fill(3..4).join().expect("it fills");
        let mut swept = Vec::new();
        // SAFETY: nobody else reads.
        unsafe { slots.sweep(|item| swept.push(item.number())) };
        assert_eq!(swept, [3]);
        drop(slots);
        assert_eq!(ledger.dropped(), 3);
    });
}
