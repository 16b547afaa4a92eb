//! What a ring promises to who looks and never sleeps: so but for a robber none needs a barrier.

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};

use pipeline_models::{Item, Ledger};

use crate::ring::{Desk, Reader, Writer, prepare, ring};
use crate::sync::thread::{spawn, yield_now};
use crate::sync::without_fences;
use crate::{Size, check};

fn put(writer: &Writer<Item>, mut item: Item) {
    while let Err(back) = writer.put(item) {
        item = back;
        while writer.look(u32::MAX) == 0 {
            yield_now();
        }
    }
}

fn next(reader: &mut Reader<Item>) -> usize {
    while reader.claim() == 0 {
        yield_now();
    }
    let (_, item) = reader.take().expect("it was claimed");
    item.number()
}

fn numbers_on(desk: &mut Desk<Item>) -> impl Iterator<Item = usize> {
    std::iter::from_fn(|| desk.take().map(|(_, item)| item.number()))
}

/// With more items than slots, the writer comes around.
fn items_are_taken_once_and_in_order(slots: usize, items: usize) {
    check(Size::Small, move || {
        without_fences();
        let ledger = Ledger::of(items);
        let (writer, mut reader) = ring(slots, prepare());
        let made = ledger.clone();
        let filling = spawn(move || (0..items).for_each(|number| put(&writer, made.item(number))));
        let taken: Vec<usize> = (0..items).map(|_| next(&mut reader)).collect();
        assert!(taken.into_iter().eq(0..items));
        filling.join().expect("it puts all in");
        assert_eq!(ledger.dropped(), items);
    });
}

#[test]
fn items_are_taken_once_and_in_order_from_one_slot() {
    items_are_taken_once_and_in_order(1, 3);
}

#[test]
fn items_are_taken_once_and_in_order_from_two_slots() {
    items_are_taken_once_and_in_order(2, 5);
}

/// The owner of a desk pops while another robs it, and the writer waits for both of them.
#[test]
fn what_is_robbed_is_taken_once() {
    const ITEMS: usize = 3;
    check(Size::Small, || {
        let ledger = Ledger::of(ITEMS);
        let (writer, mut reader) = ring(2, prepare());
        let (mut own, mut other) = (reader.desk(), reader.desk());
        let made = ledger.clone();
        let filling = spawn(move || (0..ITEMS).for_each(|number| put(&writer, made.item(number))));
        let victim = own.pile();
        let robbing = spawn(move || {
            other.rob(&victim);
            numbers_on(&mut other).collect::<Vec<_>>()
        });
        while reader.waiting() < 2 {
            yield_now();
        }
        reader.deal(&mut own, 2);
        let mut taken: Vec<usize> = numbers_on(&mut own).collect();
        taken.extend(robbing.join().expect("it robs"));
        while reader.deal(&mut own, 1) == 0 {
            yield_now();
        }
        taken.extend(numbers_on(&mut own));
        filling.join().expect("it puts all in");
        taken.sort_unstable();
        assert!(taken.into_iter().eq(0..ITEMS));
        assert_eq!(ledger.dropped(), ITEMS);
    });
}

/// In any lap, whichever end goes last.
#[test]
fn what_nobody_took_is_dropped_once() {
    for (slots, items) in [(1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (2, 4)] {
        for taken in (items - slots).max(1)..=items {
            is_dropped_once(slots, items, taken);
        }
    }
}

fn is_dropped_once(slots: usize, items: usize, taken: usize) {
    check(Size::Small, move || {
        without_fences();
        let ledger = Ledger::of(items);
        let (writer, mut reader) = ring(slots, prepare());
        let made = ledger.clone();
        let filling = spawn(move || (0..items).for_each(|number| put(&writer, made.item(number))));
        for number in 0..taken {
            assert_eq!(next(&mut reader), number);
        }
        drop(reader);
        filling.join().expect("it puts all in");
        assert_eq!(ledger.dropped(), items);
    });
}

/// Counts its drops, of which each panics.
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
        let (writer, reader) = ring(ITEMS, prepare());
        writer.look(u32::MAX);
        let leaving = spawn(move || drop(reader));
        for _ in 0..ITEMS {
            let item = Brittle(std::sync::Arc::clone(&dropped));
            assert!(writer.put(item).is_ok(), "there is room");
        }
        leaving.join().expect("the writer has them still");
        let kept = panic::catch_unwind(AssertUnwindSafe(|| drop(writer)));
        assert!(kept.is_err(), "nobody is told of the panic");
        assert_eq!(dropped.load(Ordering::Relaxed), ITEMS);
    });
}
