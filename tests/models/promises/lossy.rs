//! The promises of an edge that may lose items: a send does not wait for the reader, and each item
//! is counted.

use pipeline_models::{Item, Ledger};

use super::{By, ends};
use crate::edge::flow::Bound;
use crate::edge::flow::LossPolicy;
use crate::sync::thread::spawn;
use crate::{Size, check};

/// Each sender puts in `items` items. All are taken or lost, and those of one sender are taken in
/// order.
fn each_item_is_taken_or_lost(size: Size, by: By, full: LossPolicy, senders: usize, items: usize) {
    check(size, move || {
        let all = senders * items;
        let ledger = Ledger::of(all);
        let (put, mut take) = ends(Bound::Lossy(full, 1), by);
        let edge = put.to.edge().clone();
        let others: Vec<_> = (1..senders).map(|_| put.another()).collect();
        let each = others.into_iter().chain([put]).enumerate();
        let filling: Vec<_> = each
            .map(|(at, mut put)| {
                let made = ledger.clone();
                spawn(move || put.fill(&made, at * items..(at + 1) * items))
            })
            .collect();
        let mut seen = Vec::from_iter(take.next());
        // A sender may have found the queue full before this.
        take.from.merge_when_full(|_: Item, new| new);
        seen.extend(take.rest());
        for one in filling {
            assert_eq!(one.join().expect("it fills"), items);
        }
        assert_eq!(seen.len() + usize::try_from(edge.lost()).unwrap(), all);
        assert!(!seen.is_empty());
        for at in 0..senders {
            let own = |number: &&usize| (at * items..(at + 1) * items).contains(number);
            assert!(seen.iter().filter(own).is_sorted());
        }
        assert_eq!(ledger.dropped(), all);
    });
}

each_way! {
    the_newest_are_lost: each_item_is_taken_or_lost(Size::Small, LossPolicy::DropNewest, 1, 3);
    the_oldest_are_lost: each_item_is_taken_or_lost(Size::Small, LossPolicy::DropOldest, 1, 3);
    two_senders_lose_the_oldest: each_item_is_taken_or_lost(Size::Large, LossPolicy::DropOldest, 2, 2);
    a_sender_waits_until_it_may_merge: each_item_is_taken_or_lost(Size::Small, LossPolicy::Merge, 1, 3);
    two_senders_merge: each_item_is_taken_or_lost(Size::Large, LossPolicy::Merge, 2, 2);
}

/// The items that the receiver leaves are counted, whenever it leaves.
fn who_leaves_leaves_nothing(size: Size, by: By, full: LossPolicy) {
    const ITEMS: usize = 3;
    check(size, move || {
        let ledger = Ledger::of(ITEMS);
        let (mut put, mut take) = ends(Bound::Lossy(full, 1), by);
        let edge = put.to.edge().clone();
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, 0..ITEMS));
        take.next();
        drop(take);
        let put = filling.join().expect("it fills");
        let left = usize::try_from(edge.left() + edge.lost()).unwrap();
        assert_eq!(left + 1, put);
        assert_eq!(ledger.live(), 0);
    });
}

each_way! {
    a_receiver_that_leaves_the_oldest: who_leaves_leaves_nothing(Size::Small, LossPolicy::DropOldest);
    a_receiver_that_leaves_the_newest: who_leaves_leaves_nothing(Size::Small, LossPolicy::DropNewest);
    a_receiver_that_leaves_frees_a_sender_that_waits_to_merge:
        who_leaves_leaves_nothing(Size::Small, LossPolicy::Merge);
}

/// While two items are merged, no other sender puts one in.
fn senders_merge_in_turns(size: Size, by: By) {
    const ITEMS: usize = 2;
    check(size, move || {
        let ledger = Ledger::of(2 * ITEMS);
        let (put, mut take) = ends(Bound::Lossy(LossPolicy::Merge, 1), by);
        take.from.merge_when_full(|_: Item, new| new);
        let filling = [(put.another(), 0), (put, ITEMS)].map(|(mut put, first)| {
            let made = ledger.clone();
            spawn(move || put.fill(&made, first..first + ITEMS))
        });
        for one in filling {
            assert_eq!(one.join().expect("it fills"), ITEMS);
        }
        assert_eq!(take.rest().len(), 1);
        assert_eq!(ledger.dropped(), 2 * ITEMS);
    });
}

each_way! {
    two_senders_merge_in_turns: senders_merge_in_turns(Size::Small);
}
