//! Support for the models: items whose drops are counted.
//!
//! The checkers do not see the counting, so it orders nothing. Otherwise it could hide that the
//! code under test lacks an ordering.

use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How often each item was made and dropped.
#[derive(Clone)]
pub struct Ledger(Arc<[Entry]>);

/// The counters of one item.
#[derive(Default)]
struct Entry {
    made: AtomicUsize,
    dropped: AtomicUsize,
}

impl Ledger {
    /// Creates a ledger for items that are numbered from 0.
    #[must_use]
    pub fn of(items: usize) -> Self {
        Ledger((0..items).map(|_| Entry::default()).collect())
    }

    /// Makes the item with this number.
    #[must_use]
    pub fn item(&self, number: usize) -> Item {
        self.0[number].made.fetch_add(1, Ordering::Relaxed);
        Item {
            number,
            ledger: ManuallyDrop::new(self.clone()),
        }
    }

    /// Returns how many items were dropped.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.sum(|item| &item.dropped)
    }

    /// Returns how many items are alive now.
    #[must_use]
    pub fn live(&self) -> usize {
        self.sum(|item| &item.made) - self.dropped()
    }

    fn sum(&self, number: impl Fn(&Entry) -> &AtomicUsize) -> usize {
        let numbers = self.0.iter().map(number);
        numbers.map(|number| number.load(Ordering::Relaxed)).sum()
    }
}

/// An item that panics if it is dropped again.
pub struct Item {
    number: usize,
    /// Released by the first drop only: a second one must report itself before it does harm.
    ledger: ManuallyDrop<Ledger>,
}

impl Item {
    /// Returns the number of the item in its ledger.
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
        // SAFETY: this is the first drop. A second one panics above.
        unsafe { ManuallyDrop::drop(&mut self.ledger) };
    }
}
