//! What the models need that is no part of them: items that are counted.
//!
//! Counting is done behind the checkers' backs, so that it orders nothing: it must not hide that the
//! code under test forgot to.

use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How often each item was dropped.
#[derive(Clone)]
pub struct Ledger(Arc<[Entry]>);

/// An item in the books.
#[derive(Default)]
struct Entry {
    made: AtomicUsize,
    dropped: AtomicUsize,
}

impl Ledger {
    /// For items that are numbered from 0.
    #[must_use]
    pub fn of(items: usize) -> Self {
        Ledger((0..items).map(|_| Entry::default()).collect())
    }

    /// Makes the item of this number.
    #[must_use]
    pub fn item(&self, number: usize) -> Item {
        self.0[number].made.fetch_add(1, Ordering::Relaxed);
        Item {
            number,
            ledger: ManuallyDrop::new(self.clone()),
        }
    }

    /// How many items were dropped.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.sum(|item| &item.dropped)
    }

    /// How many items there are now.
    #[must_use]
    pub fn live(&self) -> usize {
        self.sum(|item| &item.made) - self.dropped()
    }

    fn sum(&self, number: impl Fn(&Entry) -> &AtomicUsize) -> usize {
        let numbers = self.0.iter().map(number);
        numbers.map(|number| number.load(Ordering::Relaxed)).sum()
    }
}

/// Is dropped once, or panics.
pub struct Item {
    number: usize,
    /// Given back by the first drop only: a second one must not do harm before it is told of.
    ledger: ManuallyDrop<Ledger>,
}

impl Item {
    /// Its own among all of its ledger.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }
}

impl Drop for Item {
    fn drop(&mut self) {
        let before = self.ledger.0[self.number]
            .dropped
            .fetch_add(1, Ordering::Relaxed);
        assert_eq!(before, 0, "item {} is dropped again", self.number);
        // SAFETY: this is the first drop, and what comes after it panics above.
        unsafe { ManuallyDrop::drop(&mut self.ledger) };
    }
}
