//! What is checked while a run goes on, where what comes next is up to the stages.

use std::thread;
use std::time::Duration;

use crate::item::N;

/// The items of two streams in one: those of each stream come in their order, and none is left out.
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

    /// Takes the `at`-th item of the stream `side`.
    ///
    /// # Panics
    ///
    /// If it is not its turn.
    pub fn take(&mut self, (side, at, item): (usize, usize, N)) -> N {
        assert_eq!(at, self.next[side], "of stream {side}");
        let is_late = self.one_by_one && side == 0 && self.next[1] > 0;
        assert!(!is_late, "item {at} of the first stream after the second");
        self.next[side] += 1;
        item
    }
}

/// Some items of one stream, in their order.
#[derive(Clone, Default)]
pub struct Rising {
    last: Option<usize>,
}

impl Rising {
    /// Takes the `at`-th item.
    ///
    /// # Panics
    ///
    /// If a later one was taken before.
    pub fn take(&mut self, (at, item): (usize, N)) -> N {
        assert!(Some(at) > self.last, "{at} after {:?}", self.last);
        self.last = Some(at);
        item
    }
}

/// The newest of two streams: with each pair one of them goes on by one item.
#[derive(Clone, Default)]
pub struct Newest {
    seen: Option<(usize, usize)>,
}

impl Newest {
    /// The items of a pair that are new.
    ///
    /// # Panics
    ///
    /// If it is not the next pair.
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

/// So many items no reader that goes on leaves behind.
const MANY: usize = 50_000;

/// Makes one pile of two.
#[must_use]
pub fn pile(mut old: Vec<N>, new: Vec<N>) -> Vec<N> {
    if old.len() > MANY {
        // A source without an end would fill the memory.
        thread::sleep(Duration::from_millis(1));
    }
    old.extend(new);
    old
}
