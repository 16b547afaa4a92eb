//! What there was before a run, and must be after it.

use pipeline::Report;
use pipeline_tests::probe::Probe;
use pipeline_tests::{Baseline, Counting, Outcome, Reported, baseline};

use crate::declared::Declared;
use crate::shapes::Shape;

#[global_allocator]
static MEMORY: Counting = Counting::new();

pub fn take() -> Baseline {
    Baseline::take(&MEMORY)
}

/// Gives `run` a pipeline of that shape, and holds that nothing of it is left: see
/// [`baseline::leaves_nothing`].
pub fn leaves_nothing(
    shape: &Shape,
    capacity: usize,
    probe: impl FnOnce() -> Probe,
    run: impl FnOnce(Box<dyn Declared>, &Probe) -> Option<Reported>,
    check: impl FnOnce(Outcome, &Report),
) {
    let make = |probe| (shape.make)(probe, capacity);
    baseline::leaves_nothing(&MEMORY, probe, make, run, check);
}
