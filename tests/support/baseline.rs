//! Checks that a run leaves nothing behind.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::bounded;
use pipeline::{Error, Report, testing};

use super::faults::probe::Probe;
use super::memory::Counting;
use super::watchdog::forget_context;

/// The number of allocations before a run. `testing::assert_no_leaks` checks threads, open files
/// and tasks.
pub struct Baseline {
    memory: &'static Counting,
    allocations: isize,
}

impl Baseline {
    #[must_use]
    pub fn take(memory: &'static Counting) -> Self {
        let allocations = memory.live();
        Baseline {
            memory,
            allocations,
        }
    }

    /// Checks that the number of allocations is that of the baseline. Call this when the caller has
    /// dropped everything that it got from the run.
    ///
    /// # Panics
    ///
    /// Panics if there are more or fewer allocations.
    pub fn check_memory(&self) {
        assert_eq!(
            self.memory.live(),
            self.allocations,
            "memory outlives its pipeline"
        );
    }
}

/// Makes the allocations that a thread makes at its first wait for a channel and keeps until it
/// ends. They are not a leak.
pub fn wait_once() {
    let (_silent, silent) = bounded::<()>(0);
    let _ = silent.recv_timeout(Duration::from_nanos(1));
}

/// The result of a run: the number of items that its sinks took.
pub type Outcome = Result<usize, Error>;

pub type Reported = (Outcome, Report);

/// Makes a probe with `probe` and a pipeline with `make`, runs it with `run`, and checks that the
/// run leaves nothing behind: no items, threads, files, tasks or allocations. If there is a report,
/// it must account for every item, and `check` judges it together with the outcome.
///
/// Allocations are not checked if items are armed. If an item's drop panics at the end of a body
/// that has just failed, rustc leaks the body's error (rust-lang/rust#47949).
///
/// # Panics
///
/// Panics if anything is left.
pub fn leaves_nothing<P>(
    memory: &'static Counting,
    probe: impl FnOnce() -> Probe,
    make: impl FnOnce(Arc<Probe>) -> P,
    run: impl FnOnce(P, &Probe) -> Option<Reported>,
    check: impl FnOnce(Outcome, &Report),
) {
    // A case that failed may have left its context.
    forget_context();
    let baseline = Baseline::take(memory);
    let probe = Arc::new(probe());
    let reported = testing::assert_no_leaks(|| run(make(Arc::clone(&probe)), &probe));
    probe.ledger.is_settled();
    if let Some((outcome, report)) = reported {
        testing::assert_conserved(&report);
        check(outcome, &report);
    }
    let is_armed = probe.is_armed();
    drop(probe);
    forget_context();
    if !is_armed {
        baseline.check_memory();
    }
}
