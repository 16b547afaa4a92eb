//! What there was before a run, and must be after it.

use std::sync::Arc;

use pipeline::Report;
use pipeline_tests::{Counting, conserves, threads};

use crate::declared::{Declared, Outcome, Reported};
use crate::probe::Probe;
use crate::shapes::Shape;

#[global_allocator]
static MEMORY: Counting = Counting::new();

/// Threads and allocations.
pub struct Baseline {
    threads: Vec<String>,
    allocations: isize,
}

impl Baseline {
    pub fn take() -> Self {
        let threads = threads();
        let allocations = MEMORY.live();
        Baseline {
            threads,
            allocations,
        }
    }

    /// To be called first of all when a run has ended.
    pub fn check_threads(&self) {
        assert_eq!(threads(), self.threads, "threads outlive their pipeline");
    }

    /// To be called when all that the caller got of the run is dropped.
    pub fn check_memory(&self) {
        assert_eq!(
            MEMORY.live(),
            self.allocations,
            "memory outlives its pipeline"
        );
    }
}

/// Gives `run` a pipeline of that shape, and holds that nothing of it is left but its report, which
/// tells of every item, and its outcome, which is for `check` to judge.
///
/// Memory is not counted when an item's drop panics where it will: if that is at the end of a body
/// which has just failed, rustc leaks the body's error (rust-lang/rust#47949).
pub fn leaves_nothing(
    shape: &Shape,
    capacity: usize,
    probe: impl FnOnce() -> Probe,
    run: impl FnOnce(Box<dyn Declared>, &Probe) -> Option<Reported>,
    check: impl FnOnce(Outcome, &Report),
) {
    let baseline = Baseline::take();
    let probe = Arc::new(probe());
    let pipeline = (shape.make)(Arc::clone(&probe), capacity);
    let reported = run(pipeline, &probe);
    baseline.check_threads();
    assert_eq!(probe.ledger.live(), 0, "items outlive their pipeline");
    if let Some((outcome, report)) = reported {
        conserves(&report);
        check(outcome, &report);
    }
    let is_armed = probe.is_armed();
    drop(probe);
    if !is_armed {
        baseline.check_memory();
    }
}
