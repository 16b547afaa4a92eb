//! A cooperative budget: how much a worker of a task does before it lets others run.
//!
//! A worker spends one item from the budget when it takes an item, and one more when it has to hand
//! an item over. An item that a method or a body makes by itself also costs one. The budget of a
//! poll is a number of items and a [time](TURN), whichever is used up first. The clock is read once
//! for every [stride](Budget::stride) of items. A stride is one item if items take long, and up to
//! [`STRIDE`] items if they are light. So the cost of reading the clock is small for each item.

use std::cell::Cell;
use std::task::{Context as Task, Poll, Waker};
use std::time::Duration;

use crate::sync::local;
use crate::sync::thread::Instant;

/// How long a worker runs before it lets others run. All workers of one task share this time. A
/// single item may take longer.
pub(crate) const TURN: Duration = Duration::from_micros(200);

/// The most items between two reads of the clock, for items that take some ten nanoseconds each. If
/// heavy items follow such light ones, as many heavy items may pass before the next read. With 32,
/// reading the clock took a fifth of the time of such a stage.
const STRIDE: u32 = 128;

/// The budget of a thread. It has no limit, because the system preempts threads.
const ENDLESS: u32 = u32::MAX;

local! {
    /// Number of items that may follow before the next read of the clock.
    static LEFT: Cell<u32> = const { Cell::new(ENDLESS) };
    static BUDGET: Cell<Option<Budget>> = const { Cell::new(None) };
}

/// The budget of one poll.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    /// Number of items that may follow after the next read of the clock.
    further: u32,
    stride: u32,
    start: Instant,
    looked: Instant,
}

impl Budget {
    /// A budget of `items` items and the time of one turn from `now` on. The clock is read for
    /// every `stride` items.
    pub(crate) fn new(items: u32, stride: u32, now: Instant) -> Self {
        Budget {
            further: items,
            stride,
            start: now,
            looked: now,
        }
    }

    /// Returns whether the current budget is used up, and the stride to begin the next budget with.
    ///
    /// A worker whose bodies wait may take one item in each poll. Its stride grows here: it does not
    /// use up two strides in one poll.
    pub(crate) fn spent_here() -> (bool, u32) {
        let is_spent = LEFT.with(Cell::get) == 0;
        BUDGET.with(Cell::get).map_or((false, 1), |mut budget| {
            let is_used_up = is_spent && budget.further == 0;
            if is_spent && !is_used_up {
                budget.look();
            }
            (is_used_up, budget.stride)
        })
    }

    /// Takes the items of the next stride out of the budget.
    fn stride(&mut self) -> u32 {
        let stride = self.stride.min(self.further);
        self.further -= stride;
        stride
    }

    /// Reads the clock. Adapts the stride to the time that the last one took, and ends the budget
    /// if its time is over.
    fn look(&mut self) {
        let now = Instant::now();
        let took = now.saturating_duration_since(self.looked);
        self.looked = now;
        if took > TURN / 4 {
            self.stride = 1;
        } else if took < TURN / 64 {
            self.stride = (2 * self.stride).min(STRIDE);
        }
        if now.saturating_duration_since(self.start) >= TURN {
            self.further = 0;
        }
    }
}

/// A guard that makes the thread spend from another budget until it is dropped.
pub(crate) struct Spending {
    left: u32,
    budget: Option<Budget>,
}

impl Spending {
    /// Makes the thread spend from `budget`, or without a limit if it is `None`.
    pub(crate) fn from(mut budget: Option<Budget>) -> Self {
        let left = budget.as_mut().map_or(ENDLESS, Budget::stride);
        Spending {
            left: LEFT.with(|known| known.replace(left)),
            budget: BUDGET.with(|known| known.replace(budget)),
        }
    }
}

impl Drop for Spending {
    fn drop(&mut self) {
        LEFT.with(|left| left.set(self.left));
        BUDGET.with(|budget| budget.set(self.budget));
    }
}

/// Spends one item. Returns false if the budget is used up.
#[inline]
pub(crate) fn spend() -> bool {
    let left = LEFT.with(Cell::get);
    if left == ENDLESS {
        return true;
    }
    let left = if left == 0 { refill() } else { left };
    spend_many(left.min(1));
    left > 0
}

/// Returns the number of items that can be spent at once now. It is 0 if the budget is used up.
#[inline]
pub(crate) fn left() -> u32 {
    let left = LEFT.with(Cell::get);
    if left == 0 { refill() } else { left }
}

/// Spends `items` items. There must be at least as many [left].
#[inline]
pub(crate) fn spend_many(items: u32) {
    let left = LEFT.with(Cell::get);
    if left != ENDLESS {
        LEFT.with(|known| known.set(left.saturating_sub(items)));
    }
}

/// Takes another stride out of the budget, and returns its number of items.
#[cold]
fn refill() -> u32 {
    let Some(mut budget) = BUDGET.with(Cell::get) else {
        return 0;
    };
    if budget.further == 0 {
        return 0;
    }
    budget.look();
    let left = budget.stride();
    BUDGET.with(|known| known.set(Some(budget)));
    LEFT.with(|known| known.set(left));
    left
}

/// Wakes the polled task at once, so that it is polled again after others have run.
pub(crate) fn again<T>(cx: &mut Task<'_>) -> Poll<T> {
    look_again(Some(cx.waker()))
}

/// Wakes `waker`, if there is one, so that its task is polled again after others have run. Returns
/// `Pending`.
pub(crate) fn look_again<T>(waker: Option<&Waker>) -> Poll<T> {
    if let Some(waker) = waker {
        waker.wake_by_ref();
    }
    Poll::Pending
}
