//! A cooperative budget: how much a worker of a task does before it lets others run.
//!
//! Each item spends from the budget when it is taken, and again when it has to be handed over. So does each
//! item that a method or a body makes by itself. The budget of a poll is a number of items and a [time](TURN),
//! whichever is used up first. The clock is read once for every [stride](Budget::stride) of items: one item
//! if items take long, up to [`STRIDE`] if they are light, so that reading it costs each of them next to nothing.

use std::cell::Cell;
use std::task::{Context as Task, Poll, Waker};
use std::time::Duration;

use crate::sync::local;
use crate::sync::thread::Instant;

/// How long a worker goes on before it lets others run. All workers of one task together go on for as
/// long. One item may take longer.
pub(crate) const TURN: Duration = Duration::from_micros(200);

/// The most items between two looks at the clock, for items of some ten nanoseconds. If heavy items follow such
/// light ones, as many heavy items may pass before the next look. With 32, looking at the clock took a fifth of such
/// a stage's time.
const STRIDE: u32 = 128;

/// The budget of a thread: without a limit, because the system interrupts threads.
const ENDLESS: u32 = u32::MAX;

local! {
    /// How many items may follow before the next look at the clock.
    static LEFT: Cell<u32> = const { Cell::new(ENDLESS) };
    static BUDGET: Cell<Option<Budget>> = const { Cell::new(None) };
}

/// What one poll may spend.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    /// How many items may follow after the next look at the clock.
    further: u32,
    stride: u32,
    start: Instant,
    looked: Instant,
}

impl Budget {
    /// `items` and a turn's time from `now` on, with a look at the clock for every `stride` items.
    pub(crate) fn new(items: u32, stride: u32, now: Instant) -> Self {
        Budget {
            further: items,
            stride,
            start: now,
            looked: now,
        }
    }

    /// Whether the current budget was used up, and the stride to begin the next budget with.
    pub(crate) fn spent_here() -> (bool, u32) {
        let budget = BUDGET.with(Cell::get);
        let is_spent = LEFT.with(Cell::get) == 0;
        budget.map_or((false, 1), |budget| {
            (is_spent && budget.further == 0, budget.stride)
        })
    }

    /// Takes the items of the next stride out of the budget.
    fn stride(&mut self) -> u32 {
        let stride = self.stride.min(self.further);
        self.further -= stride;
        stride
    }

    /// Looks at the clock.
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

/// Until it is dropped, the thread spends from another budget.
pub(crate) struct Spending {
    left: u32,
    budget: Option<Budget>,
}

impl Spending {
    /// Spends from `budget`; without a limit if it is none.
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

/// How many items can be spent at once now: none, if the budget is used up.
#[inline]
pub(crate) fn left() -> u32 {
    let left = LEFT.with(Cell::get);
    if left == 0 { refill() } else { left }
}

/// Spends so many items, which must be [left].
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

/// To be polled again, when others were.
pub(crate) fn again<T>(cx: &mut Task<'_>) -> Poll<T> {
    look_again(Some(cx.waker()))
}

/// Has whoever waits look again, when others have had their turn.
pub(crate) fn look_again<T>(waker: Option<&Waker>) -> Poll<T> {
    if let Some(waker) = waker {
        waker.wake_by_ref();
    }
    Poll::Pending
}
