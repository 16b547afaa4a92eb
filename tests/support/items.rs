//! Items that are counted from their making to their drop.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Counts the items of one run.
#[derive(Clone, Default, Debug)]
pub struct Ledger(Arc<Counts>);

#[derive(Default, Debug)]
struct Counts {
    made: AtomicUsize,
    live: AtomicUsize,
    /// The marks of all that live, added up.
    marks: AtomicU64,
}

impl Ledger {
    #[must_use]
    pub fn item(&self, number: usize) -> Item {
        let made = self.0.made.fetch_add(1, Ordering::SeqCst);
        self.0.live.fetch_add(1, Ordering::SeqCst);
        // One dropped twice beside one that is not dropped at all would leave the count as it is.
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

    /// How many items are made and not dropped.
    #[must_use]
    pub fn live(&self) -> usize {
        self.0.live.load(Ordering::SeqCst)
    }

    /// Holds that each item was dropped once.
    ///
    /// # Panics
    ///
    /// If one was not, or twice.
    pub fn is_settled(&self) {
        assert_eq!(self.live(), 0, "items outlive their pipeline");
        let marks = self.0.marks.load(Ordering::SeqCst);
        assert_eq!(marks, 0, "an item was dropped twice, and one never");
    }
}

/// One counted item.
#[derive(Debug)]
pub struct Item {
    pub number: usize,
    /// Its drop panics.
    pub armed: bool,
    mark: u64,
    ledger: Ledger,
}

impl Item {
    /// The message of an armed item's panic.
    pub const DROP_PANICKED: &str = "an item's drop panicked";

    #[must_use]
    pub fn armed(mut self) -> Self {
        self.armed = true;
        self
    }
}

/// A copy is an item of its own. It is not armed: two drops that panic in one pair of hands, the
/// second while the first unwinds, would abort any program.
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
