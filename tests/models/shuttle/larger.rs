//! Models of more threads and items than every order could be run of.

use pipeline_models::{Item, Ledger};

use crate::edge::Edge;
use crate::lanes::{Bound, Inlet, Outlet, lanes};
use crate::pool::{self, Endless, Member, Pool};
use crate::sync::Arc;
use crate::sync::thread::{JoinHandle, spawn};
use crate::tally::Stopwatch;
use crate::{Size, check};

/// How many items each writer puts in.
const EACH: usize = 150;

fn fill(inlet: &Inlet<Item>, ledger: &Ledger, first: usize) -> usize {
    (first..first + EACH)
        .map(|number| inlet.put(ledger.item(number), &Stopwatch))
        .take_while(Result::is_ok)
        .count()
}

/// So many writers at work; each is to be joined for how many items it put in.
fn writers(inlet: Inlet<Item>, ledger: &Ledger, count: usize) -> Vec<JoinHandle<usize>> {
    let mut inlets: Vec<_> = (1..count).map(|_| inlet.another()).collect();
    inlets.push(inlet);
    let numbered = inlets.into_iter().zip((0..).step_by(EACH));
    numbered
        .map(|(inlet, first)| {
            let ledger = ledger.clone();
            spawn(move || fill(&inlet, &ledger, first))
        })
        .collect()
}

/// How many items they had in hand, all together.
fn join(threads: Vec<JoinHandle<usize>>) -> usize {
    let counts = threads.into_iter().map(JoinHandle::join);
    counts.map(|count| count.expect("it ends well")).sum()
}

fn take(mut outlet: Outlet<Item>) -> Vec<usize> {
    let items = std::iter::from_fn(|| outlet.take(None, &Stopwatch));
    items.map(|item| item.number()).collect()
}

/// Takes as many as there are, up to `most`.
fn share(mut member: Member<Item>, most: usize) -> usize {
    let items = std::iter::from_fn(|| member.take(&Endless, &Stopwatch));
    items.take(most).count()
}

fn each_writers_items_come_in_order(bound: Bound) {
    const WRITERS: usize = 3;
    check(Size::Huge, move || {
        let ledger = Ledger::of(WRITERS * EACH);
        let (inlet, outlet) = lanes(bound, Edge::new());
        let filling = writers(inlet, &ledger, WRITERS);
        let mut taken = take(outlet);
        taken.sort_by_key(|number| number / EACH);
        assert!(taken.into_iter().eq(0..WRITERS * EACH));
        assert_eq!(join(filling), WRITERS * EACH);
        assert_eq!(ledger.dropped(), WRITERS * EACH);
    });
}

#[test]
fn each_writers_items_come_in_order_by_places() {
    each_writers_items_come_in_order(Bound::Exact(3));
}

#[test]
fn each_writers_items_come_in_order_by_many_places() {
    each_writers_items_come_in_order(Bound::Exact(20));
}

#[test]
fn each_writers_items_come_in_order_by_a_window() {
    each_writers_items_come_in_order(Bound::Window);
}

/// Members take until `most` each: then what was put in was taken, or is left behind.
fn each_item_is_accounted_for(bound: Bound, most: usize) {
    const WRITERS: usize = 2;
    const MEMBERS: usize = 3;
    check(Size::Huge, move || {
        let ledger = Ledger::of(WRITERS * EACH);
        let (inlet, outlet) = lanes(bound, Edge::new());
        let books = Arc::clone(outlet.edge());
        let filling = writers(inlet, &ledger, WRITERS);
        let pool = Pool::new(outlet, MEMBERS, pool::MOST);
        let members = (0..MEMBERS).map(|index| Pool::member(&pool, index));
        let sharing: Vec<_> = members
            .map(|member| spawn(move || share(member, most)))
            .collect();
        drop(pool);
        let taken = join(sharing);
        let put = join(filling);
        assert_eq!(put, taken + books.left());
        // Each of the writers may have been refused one.
        assert!((put..=put + WRITERS).contains(&ledger.dropped()));
        if most == usize::MAX {
            assert_eq!(taken, WRITERS * EACH);
        }
    });
}

#[test]
fn members_take_each_item_once_by_places() {
    each_item_is_accounted_for(Bound::Exact(2), usize::MAX);
}

#[test]
fn members_take_each_item_once_by_a_window() {
    each_item_is_accounted_for(Bound::Window, usize::MAX);
}

#[test]
fn members_that_leave_leave_nothing_unaccounted_for_by_places() {
    each_item_is_accounted_for(Bound::Exact(3), 11);
}

#[test]
fn members_that_leave_leave_nothing_unaccounted_for_by_a_window() {
    each_item_is_accounted_for(Bound::Window, 23);
}
