//! The promises for the end of the last receiver: senders are freed, and each item is dropped once
//! and counted.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};

use pipeline_models::Ledger;

use super::{By, ends};
use crate::counters::Stopwatch;
use crate::edge::flow::Bound;
use crate::edge::{self, Edge, Ends};
use crate::stopper::Stopper;
use crate::sync::Arc;
use crate::sync::thread::spawn;
use crate::{Size, check};

fn left(edge: &Edge) -> usize {
    usize::try_from(edge.left()).expect("a model has few items")
}

/// A receiver that leaves wakes the sender. Items that were put in and not taken are counted, once.
fn who_leaves_frees_the_sender(size: Size, by: By, bound: Bound, taken: usize) {
    const ITEMS: usize = 3;
    check(size, move || {
        let ledger = Ledger::of(ITEMS);
        let (mut put, mut take) = ends(bound, by);
        let books = Arc::clone(take.from.edge());
        let made = ledger.clone();
        let filling = spawn(move || put.fill(&made, 0..ITEMS));
        for number in 0..taken {
            assert_eq!(take.next(), Some(number));
        }
        drop(take);
        let put = filling.join().expect("it fills");
        assert_eq!(put, taken + left(&books));
        // One more item was refused, unless all were put in.
        assert_eq!(ledger.dropped(), ITEMS.min(put + 1));
    });
}

each_way! {
    a_receiver_that_leaves_at_once_frees_the_sender:
        who_leaves_frees_the_sender(Size::Small, Bound::Items(1), 0);
    a_receiver_that_leaves_after_an_item_frees_the_sender:
        who_leaves_frees_the_sender(Size::Small, Bound::Items(1), 1);
    a_receiver_that_leaves_two_places_frees_the_sender:
        who_leaves_frees_the_sender(Size::Small, Bound::Items(2), 1);
    a_receiver_that_leaves_a_window_leaves_nothing: who_leaves_frees_the_sender(Size::Small, Bound::Window, 1);
    a_receiver_that_leaves_a_rendezvous_frees_the_sender:
        who_leaves_frees_the_sender(Size::Small, Bound::Rendezvous, 1);
    a_receiver_that_leaves_weights_frees_the_sender:
        who_leaves_frees_the_sender(Size::Small, Bound::Weight(1), 1);
}

fn who_leaves_frees_two_senders(size: Size, by: By, bound: Bound) {
    check(size, move || {
        let ledger = Ledger::of(4);
        let (put, take) = ends(bound, by);
        let books = Arc::clone(take.from.edge());
        let filling = [(put.another(), 0), (put, 2)].map(|(mut put, first)| {
            let ledger = ledger.clone();
            spawn(move || put.fill(&ledger, first..first + 2))
        });
        drop(take);
        let put = filling.map(|thread| thread.join().expect("it fills"));
        assert_eq!(put.iter().sum::<usize>(), left(&books));
        let refused = put.iter().filter(|put| **put < 2).count();
        assert_eq!(ledger.dropped(), left(&books) + refused);
    });
}

each_way! {
    a_receiver_that_leaves_frees_two_senders: who_leaves_frees_two_senders(Size::Small, Bound::Items(1));
    a_receiver_that_leaves_frees_two_windows: who_leaves_frees_two_senders(Size::Small, Bound::Window);
}

/// Counts its drops, each of which panics.
struct Brittle(std::sync::Arc<AtomicUsize>);

impl Drop for Brittle {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
        panic::resume_unwind(Box::new("brittle"));
    }
}

#[test]
fn what_nobody_took_is_dropped_though_each_drop_panics() {
    const ITEMS: usize = 3;
    check(Size::Small, || {
        let dropped = std::sync::Arc::<AtomicUsize>::default();
        let (mut to, from) = edge::edge(Bound::Nothing, None, Ends::Threads);
        let books = Arc::clone(from.edge());
        let keeping = to.keep_open();
        let made = std::sync::Arc::clone(&dropped);
        let filling = spawn(move || {
            let mut put = 0;
            for _ in 0..ITEMS {
                let item = Brittle(std::sync::Arc::clone(&made));
                let sent = panic::catch_unwind(panic::AssertUnwindSafe(|| {
                    to.send(item, &Stopper::default(), &Stopwatch).is_ok()
                }));
                put += usize::from(sent.unwrap_or(false));
            }
            put
        });
        drop(from);
        let put = filling.join().expect("each panic is noted");
        drop(keeping);
        assert_eq!(put, left(&books));
        assert_eq!(books.take_panic().is_some(), put > 0);
        assert_eq!(dropped.load(Ordering::Relaxed), ITEMS);
    });
}
