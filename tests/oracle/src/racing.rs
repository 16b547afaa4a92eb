//! Checks during a run, for items whose order depends on the schedule.

use std::thread;
use std::time::Duration;

use crate::item::N;

/// Checks two streams that were merged into one: the items of each stream keep their order, and
/// none is missing.
#[derive(Clone, Default)]
pub struct InTurn {
    next: [usize; 2],
    /// Whether all items of the first stream come before those of the second.
    one_by_one: bool,
}

impl InTurn {
    #[must_use]
    pub fn one_by_one() -> Self {
        InTurn {
            one_by_one: true,
            ..InTurn::default()
        }
    }

    /// Takes the item number `at` of the stream `side`.
    ///
    /// # Panics
    ///
    /// Panics if another item must come first.
    pub fn take(&mut self, (side, at, item): (usize, usize, N)) -> N {
        assert_eq!(at, self.next[side], "of stream {side}");
        let is_late = self.one_by_one && side == 0 && self.next[1] > 0;
        assert!(!is_late, "item {at} of the first stream after the second");
        self.next[side] += 1;
        item
    }
}

/// Checks a stream that may lack items: those that arrive keep their order.
#[derive(Clone, Default)]
pub struct Rising {
    last: Option<usize>,
}

impl Rising {
    /// Takes the item number `at`.
    ///
    /// # Panics
    ///
    /// Panics if a later item was taken before.
    pub fn take(&mut self, (at, item): (usize, N)) -> N {
        assert!(Some(at) > self.last, "{at} after {:?}", self.last);
        self.last = Some(at);
        item
    }
}

/// Checks `latest`: each pair has exactly one new item.
#[derive(Clone, Default)]
pub struct Newest {
    seen: Option<(usize, usize)>,
}

impl Newest {
    /// Returns the new items of a pair.
    ///
    /// # Panics
    ///
    /// Panics if a pair is missing.
    pub fn take(&mut self, ((a, one), (b, other)): ((usize, N), (usize, N))) -> Vec<N> {
        let Some(seen) = self.seen.replace((a, b)) else {
            assert!(a == 0 || b == 0, "({a}, {b}) is the first pair");
            return vec![one, other];
        };
        if (a, b) == (seen.0 + 1, seen.1) {
            return vec![one];
        }
        assert_eq!((a, b), (seen.0, seen.1 + 1), "after {seen:?}");
        vec![other]
    }
}

/// The largest number of items in a pile before the sender slows down.
const MANY: usize = 50_000;

/// Merges two piles.
#[must_use]
pub fn pile(mut old: Vec<N>, new: Vec<N>) -> Vec<N> {
    if old.len() > MANY {
        // An endless source without a reader must not fill the memory.
        thread::sleep(Duration::from_millis(1));
    }
    old.extend(new);
    old
}
