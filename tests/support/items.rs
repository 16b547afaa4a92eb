//! Items that are counted when they are made and when they are dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Counts the items of one run.
#[derive(Clone, Default, Debug)]
pub struct Ledger(Arc<Counts>);

#[derive(Default, Debug)]
struct Counts {
    made: AtomicUsize,
    live: AtomicUsize,
    /// The sum of the marks of all live items.
    marks: AtomicU64,
}

impl Ledger {
    #[must_use]
    pub fn item(&self, number: usize) -> Item {
        let made = self.0.made.fetch_add(1, Ordering::SeqCst);
        self.0.live.fetch_add(1, Ordering::SeqCst);
        // Each item has a mark of its own. The count alone would not notice that one item is
        // dropped twice and another never.
        let mark = (made as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0
            .marks
            .fetch_add(mark ^ (mark >> 32), Ordering::SeqCst);
        Item {
            number,
            armed: false,
            mark: mark ^ (mark >> 32),
            ledger: self.clone(),
        }
    }

    #[must_use]
    pub fn made(&self) -> usize {
        self.0.made.load(Ordering::SeqCst)
    }

    /// Returns the number of items that were made and are not dropped.
    #[must_use]
    pub fn live(&self) -> usize {
        self.0.live.load(Ordering::SeqCst)
    }

    /// Checks that each item was dropped once.
    ///
    /// # Panics
    ///
    /// Panics if an item was not dropped, or dropped twice.
    pub fn is_settled(&self) {
        assert_eq!(self.live(), 0, "items outlive their pipeline");
        let marks = self.0.marks.load(Ordering::SeqCst);
        assert_eq!(marks, 0, "an item was dropped twice, and one never");
    }
}

/// A counted item.
#[derive(Debug)]
pub struct Item {
    pub number: usize,
    /// Whether the item's drop panics.
    pub armed: bool,
    mark: u64,
    ledger: Ledger,
}

impl Item {
    /// The message of the panic in an armed item's drop.
    pub const DROP_PANICKED: &str = "an item's drop panicked";

    #[must_use]
    pub fn armed(mut self) -> Self {
        self.armed = true;
        self
    }
}

/// A copy is counted as an item of its own. It is not armed. Otherwise a drop could panic while the
/// panic of another drop unwinds, which aborts the process.
impl Clone for Item {
    fn clone(&self) -> Self {
        self.ledger.item(self.number)
    }
}

impl Drop for Item {
    fn drop(&mut self) {
        self.ledger.0.marks.fetch_sub(self.mark, Ordering::SeqCst);
        self.ledger.0.live.fetch_sub(1, Ordering::SeqCst);
        assert!(!self.armed, "{}", Item::DROP_PANICKED);
    }
}
