//! The states of a worker.

use std::fmt;

use crate::report::counters::Counters;
use crate::sync::{AtomicU8, Ordering};

/// State of a worker at the moment of a report.
///
/// ```
/// use pipeline::{WorkerState, pipeline};
///
/// let running = pipeline!(move || { generator(0..10) >> stage(|n| n) >> count() }).spawn();
/// for stage in running.report().stages {
///     println!("{}: {} workers wait for an item", stage.name, stage.workers_in(WorkerState::WaitingForInput));
/// }
/// assert_eq!(running.join()?, 10);
/// # Ok::<(), pipeline::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum WorkerState {
    /// The worker has not begun.
    Starting,
    /// The worker runs its code: the body, or a method. An async body at an `.await` of its own
    /// counts as running.
    Working,
    /// The worker waits for an item.
    WaitingForInput,
    /// The worker waits for room in its output, or for the turn of its item in an ordered fan-out.
    WaitingForRoom,
    /// The worker waits before it calls its body again for an item that failed.
    BackingOff,
    /// The worker holds an item back because of a `throttle`.
    Throttled,
    /// The worker has ended.
    Done,
}

impl WorkerState {
    /// Returns whether the worker has an item in hand or is making one. It may be waiting with that
    /// item.
    ///
    /// ```
    /// use pipeline::WorkerState;
    ///
    /// assert!(WorkerState::Working.is_busy() && WorkerState::WaitingForRoom.is_busy());
    /// assert!(!WorkerState::WaitingForInput.is_busy());
    /// ```
    #[must_use]
    pub fn is_busy(self) -> bool {
        !matches!(
            self,
            WorkerState::Starting | WorkerState::WaitingForInput | WorkerState::Done
        )
    }
}

impl fmt::Display for WorkerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            WorkerState::Starting => "starting",
            WorkerState::Working => "working",
            WorkerState::WaitingForInput => "waiting for input",
            WorkerState::WaitingForRoom => "waiting for room",
            WorkerState::BackingOff => "backing off",
            WorkerState::Throttled => "throttled",
            WorkerState::Done => "done",
        })
    }
}

/// Why a worker with an item in hand lets time pass. Only the worker's thread or task writes it.
#[derive(Default)]
pub(crate) struct Pausing(AtomicU8);

/// A value of [`Pausing`].
#[derive(Clone, Copy)]
pub(crate) enum Pause {
    /// The worker will call its body again.
    Backoff = 1,
    /// A throttle holds the item back.
    Throttle = 2,
}

impl Pausing {
    // Relaxed is enough: a report reads the value, and orders nothing by it.
    fn set(&self, why: u8) {
        self.0.store(why, Ordering::Relaxed);
    }

    pub(super) fn state(&self) -> WorkerState {
        match self.0.load(Ordering::Relaxed) {
            1 => WorkerState::BackingOff,
            2 => WorkerState::Throttled,
            _ => WorkerState::WaitingForRoom,
        }
    }
}

impl Counters {
    /// Begins a wait for a time. It is counted as a wait for room, because it is neither a wait for
    /// an item nor work.
    pub(crate) fn begin_pause(&self, why: Pause) {
        self.waited_for_output.pausing.set(why as u8);
        self.waited_for_output.start();
    }

    /// Ends a wait for a time.
    pub(crate) fn end_pause(&self) {
        self.waited_for_output.stop();
        self.waited_for_output.pausing.set(0);
    }

    /// Returns what the worker is doing now.
    pub(crate) fn state(&self) -> WorkerState {
        if self.lived.has_stopped() {
            WorkerState::Done
        } else if !self.lived.runs() {
            WorkerState::Starting
        } else if self.waited_for_input.runs() {
            WorkerState::WaitingForInput
        } else if self.waited_for_output.runs() {
            self.waited_for_output.pausing.state()
        } else {
            WorkerState::Working
        }
    }
}
