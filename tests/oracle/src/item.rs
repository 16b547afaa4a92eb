//! The items of all pipelines: numbers that are counted while they live.

use std::cell::Cell;
use std::cmp::Ordering;
use std::fmt::{self, Debug};
use std::hash::{Hash, Hasher};
use std::iter::{Product, Sum};
use std::panic::panic_any;
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicU64, Ordering::SeqCst};

use crate::dice::mixed;

static LIVE: AtomicIsize = AtomicIsize::new(0);
static MADE: AtomicU64 = AtomicU64::new(0);
/// The sum of the marks of all live items. If one item is dropped twice and another never, the
/// count is right, but this sum is not.
static MARKS: AtomicU64 = AtomicU64::new(0);

/// Returns the number of live items, and the sum of their marks.
#[must_use]
pub fn living() -> (isize, u64) {
    (LIVE.load(SeqCst), MARKS.load(SeqCst))
}

/// The panic payload that ends a plain evaluation with too many steps.
pub struct OutOfFuel;

thread_local! {
    /// Number of steps that this thread may still take, if there is a limit. Workers of pipelines
    /// have none.
    static FUEL: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Calls `evaluate`, which may take at most `fuel` steps.
pub fn with_fuel<T>(fuel: u64, evaluate: impl FnOnce() -> T) -> T {
    FUEL.set(Some(fuel));
    let value = evaluate();
    FUEL.set(None);
    value
}

/// Whether an endless source or method was used.
static IS_ENDLESS: AtomicBool = AtomicBool::new(false);

/// Records that an endless source or method is used.
pub fn note_endless() {
    IS_ENDLESS.store(true, SeqCst);
}

/// Returns whether one was used since the last [`forget_endless`].
#[must_use]
pub fn is_endless() -> bool {
    IS_ENDLESS.load(SeqCst)
}

pub fn forget_endless() {
    IS_ENDLESS.store(false, SeqCst);
}

/// Removes the limit after an evaluation that panicked.
pub fn without_fuel() {
    FUEL.set(None);
}

/// Takes a step of a plain evaluation. Ends the evaluation if it has taken too many.
pub fn burn() {
    if let Some(left) = FUEL.get() {
        FUEL.set(left.checked_sub(1));
        if left == 0 {
            panic_any(OutOfFuel);
        }
    }
}

/// A counted number.
pub struct N {
    pub number: u64,
    mark: u64,
}

impl N {
    #[must_use]
    pub fn new(number: u64) -> Self {
        burn();
        LIVE.fetch_add(1, SeqCst);
        let mark = mixed(MADE.fetch_add(1, SeqCst));
        MARKS.fetch_add(mark, SeqCst);
        N { number, mark }
    }
}

impl Clone for N {
    fn clone(&self) -> Self {
        N::new(self.number)
    }
}

impl Drop for N {
    fn drop(&mut self) {
        MARKS.fetch_sub(self.mark, SeqCst);
        LIVE.fetch_sub(1, SeqCst);
    }
}

impl Debug for N {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number.fmt(f)
    }
}

impl Hash for N {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl PartialEq for N {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for N {}

impl PartialOrd for N {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for N {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}

impl Sum for N {
    fn sum<I: Iterator<Item = N>>(items: I) -> N {
        N::new(items.fold(0, |sum: u64, item| sum.wrapping_add(item.number)))
    }
}

impl Product for N {
    fn product<I: Iterator<Item = N>>(items: I) -> N {
        N::new(items.fold(1, |product: u64, item| {
            product.wrapping_mul(item.number | 1)
        }))
    }
}
