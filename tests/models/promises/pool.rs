//! What an edge that workers share promises: no item waits while one of them is idle, and no one
//! waits for ever.

use pipeline_models::{Item, Ledger};

use super::{edge, fill, note_in};
use crate::lanes::Outlet;
use crate::pool::{Endless, Member, Pool};
use crate::sync::Arc;
use crate::sync::thread::{Thread, current, park_until, spawn};
use crate::sync::{AtomicUsize, Ordering};
use crate::tally::{Counter, Stopwatch};
use crate::{Size, check};

fn next(member: &mut Member<Item>) -> Option<usize> {
    member
        .take(&Endless, &Stopwatch)
        .map(|(_, item)| item.number())
}

fn rest(member: &mut Member<Item>) -> Vec<usize> {
    std::iter::from_fn(|| next(member)).collect()
}

/// [`rest`], as a loop does it that goes through what is at hand.
fn drain(member: &mut Member<Item>) -> Vec<usize> {
    let taken = Counter::default();
    let mut numbers = Vec::new();
    while let Some(number) = next(member) {
        numbers.push(number);
        if let Some(items) = member.at_hand(&taken) {
            let ((), in_hand) = items.fold((), note_in(&mut numbers));
            numbers.extend(in_hand.map(|item| item.number()));
        }
    }
    numbers
}

fn pair(outlet: Outlet<Item>) -> [Member<Item>; 2] {
    let pool = Pool::new(outlet, 2, 2);
    [0, 1].map(|index| Pool::member(&pool, index))
}

/// One waits for items with the turn in hand, the other for the turn; each hears of the end.
fn each_item_is_taken_once(size: Size, capacity: usize, items: usize) {
    check(size, move || {
        let ledger = Ledger::of(items);
        let (inlet, outlet) = edge(capacity);
        let [mut one, mut other] = pair(outlet);
        let made = ledger.clone();
        let filling = spawn(move || fill(&inlet, &made, 0..items));
        let taking = spawn(move || drain(&mut other));
        let mut taken = rest(&mut one);
        taken.extend(taking.join().expect("it takes"));
        taken.sort_unstable();
        assert!(taken.into_iter().eq(0..items));
        assert_eq!(filling.join().expect("it fills"), items);
        assert_eq!(ledger.dropped(), items);
    });
}

#[test]
fn two_members_hear_of_the_end() {
    each_item_is_taken_once(Size::Small, 1, 0);
}

#[test]
fn two_members_take_each_item_once() {
    each_item_is_taken_once(Size::Large, 2, 2);
}

#[test]
fn a_writer_that_two_members_read_from_is_woken() {
    each_item_is_taken_once(Size::Large, 1, 2);
}

/// What lies on the desk of a member inside a long body goes to the idle one: its body ends when all
/// others are through.
#[test]
fn what_lies_on_a_busy_members_desk_is_robbed() {
    check(Size::Large, || {
        let (inlet, outlet) = edge(8);
        fill(&inlet, &Ledger::of(8), 0..8);
        drop(inlet);
        let [mut busy, mut idle] = pair(outlet);
        // Quick bodies at first, so that it claims two, and begins one.
        let begun = [next(&mut busy), next(&mut busy)];
        assert_eq!(begun, [Some(0), Some(1)]);
        let passed = Passed::by(current());
        let seen = Arc::clone(&passed);
        let taking = spawn(move || rest(&mut idle).into_iter().inspect(|_| seen.one()).count());
        passed.wait_for(6);
        assert_eq!(next(&mut busy), None);
        assert_eq!(taking.join().expect("it takes"), 6);
    });
}

/// How many items are through, and who waits for that.
struct Passed {
    count: AtomicUsize,
    waiter: Thread,
}

impl Passed {
    fn by(waiter: Thread) -> Arc<Self> {
        let count = AtomicUsize::new(0);
        Arc::new(Passed { count, waiter })
    }

    fn one(&self) {
        self.count.fetch_add(1, Ordering::AcqRel);
        self.waiter.unpark();
    }

    fn wait_for(&self, count: usize) {
        while self.count.load(Ordering::Acquire) < count {
            park_until(None);
        }
    }
}

/// Members that leave early free the writer, and what lay on their desks is left behind, once.
#[test]
fn members_that_leave_free_the_writer() {
    const ITEMS: usize = 4;
    check(Size::Large, || {
        let ledger = Ledger::of(ITEMS);
        let (inlet, outlet) = edge(2);
        let books = Arc::clone(outlet.edge());
        let [mut one, mut other] = pair(outlet);
        let made = ledger.clone();
        let filling = spawn(move || fill(&inlet, &made, 0..ITEMS));
        let taking = spawn(move || next(&mut other).is_some());
        let taken = usize::from(next(&mut one).is_some());
        drop(one);
        let taken = taken + usize::from(taking.join().expect("it takes"));
        let put = filling.join().expect("it fills");
        assert_eq!(taken, 2);
        assert_eq!(put, taken + books.left());
        assert_eq!(ledger.dropped(), ITEMS.min(put + 1));
    });
}
