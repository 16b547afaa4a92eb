//! What there was before a run, and must be after it.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::bounded;
use pipeline::{Error, Report, testing};

use super::faults::probe::Probe;
use super::memory::Counting;
use super::watchdog::forget_context;

/// Allocations. Threads, open files and tasks are what `testing::assert_no_leaks` looks at.
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

    /// To be called when all that the caller got of the run is dropped.
    ///
    /// # Panics
    ///
    /// If there are more allocations, or fewer.
    pub fn check_memory(&self) {
        assert_eq!(
            self.memory.live(),
            self.allocations,
            "memory outlives its pipeline"
        );
    }
}

/// Allocates what a thread's first wait at a channel allocates, and the thread keeps: that is no leak.
pub fn wait_once() {
    let (_silent, silent) = bounded::<()>(0);
    let _ = silent.recv_timeout(Duration::from_nanos(1));
}

/// How a run ended, for who got to know it: how many items its sinks took.
pub type Outcome = Result<usize, Error>;

pub type Reported = (Outcome, Report);

/// Gives `run` what `make` makes for a probe, and holds that nothing of it is left but its report,
/// which tells of every item, and its outcome, which is for `check` to judge.
///
/// Memory is not counted when an item's drop panics where it will: if that is at the end of a body
/// which has just failed, rustc leaks the body's error (rust-lang/rust#47949).
///
/// # Panics
///
/// If something is left.
pub fn leaves_nothing<P>(
    memory: &'static Counting,
    probe: impl FnOnce() -> Probe,
    make: impl FnOnce(Arc<Probe>) -> P,
    run: impl FnOnce(P, &Probe) -> Option<Reported>,
    check: impl FnOnce(Outcome, &Report),
) {
    // One that failed left it.
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
