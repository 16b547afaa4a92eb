//! What the models need that is no part of them: items that are counted.
//!
//! Counting is done behind the checkers' backs, so that it orders nothing: it must not hide that the
//! code under test forgot to.

use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How often each item was dropped.
#[derive(Clone)]
pub struct Ledger(Arc<[AtomicUsize]>);

impl Ledger {
    /// For items that are numbered from 0.
    #[must_use]
    pub fn of(items: usize) -> Self {
        Ledger((0..items).map(|_| AtomicUsize::new(0)).collect())
    }

    /// Makes the item of this number.
    #[must_use]
    pub fn item(&self, number: usize) -> Item {
        Item {
            number,
            ledger: ManuallyDrop::new(self.clone()),
        }
    }

    /// How many items were dropped.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.0
            .iter()
            .map(|drops| drops.load(Ordering::Relaxed))
            .sum()
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
        let before = self.ledger.0[self.number].fetch_add(1, Ordering::Relaxed);
        assert_eq!(before, 0, "item {} is dropped again", self.number);
        // SAFETY: this is the first drop, and what comes after it panics above.
        unsafe { ManuallyDrop::drop(&mut self.ledger) };
    }
}
