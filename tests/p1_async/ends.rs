//! The ways to end, one function each.

use std::thread;

use pipeline::{Context, Report};
use pipeline_tests::cause::{check_cancelled, check_cause, check_drops};
use pipeline_tests::probe::{Armed, FINITE, Fault, PLENTY, Probe, When};
use pipeline_tests::shape::{Role, Stage};
use pipeline_tests::{Counting, Outcome, Reported, baseline, panics, wait_until};

use crate::declared::Declared;
use crate::engine::Engine;
use crate::shapes::Shape;

#[global_allocator]
pub static MEMORY: Counting = Counting::new();

/// A shape whose streams have a capacity, and who runs it.
#[derive(Clone, Copy)]
pub struct Case {
    pub shape: &'static Shape,
    pub capacity: usize,
    pub engine: Engine,
}

impl Case {
    pub fn name(self, what: &str) -> String {
        let Case {
            shape,
            capacity,
            engine,
        } = self;
        format!(
            "{} of capacity {capacity} as {engine:?}: {what}",
            shape.name
        )
    }

    pub fn leaves_nothing(
        self,
        probe: impl FnOnce() -> Probe,
        run: impl FnOnce(Box<dyn Declared>, &Probe) -> Option<Reported>,
        check: impl FnOnce(Outcome, &Report),
    ) {
        let make = |probe| (self.shape.make)(probe, self.capacity);
        baseline::leaves_nothing(&MEMORY, probe, make, run, check);
    }

    fn live(self) -> usize {
        (self.shape.full)(self.capacity)
    }

    pub fn ends(self) {
        self.leaves_nothing(
            || Probe::new(Fault::None, "", When::Never),
            |pipeline, _| Some(self.engine.run(pipeline, &Context::new())),
            |outcome, report| {
                let delivered = (self.shape.delivers)(FINITE);
                assert_eq!(outcome.expect("it ends well"), delivered);
                assert!(report.streams.iter().all(|stream| stream.left == 0));
                let sinks = self.shape.stages.iter().filter(|stage| stage.is_sink());
                let taken = sinks.filter_map(|sink| report.stage(sink.name));
                let taken: u64 = taken.map(|sink| sink.taken).sum();
                assert_eq!(taken, delivered as u64);
            },
        );
    }

    pub fn is_struck(self, fault: Fault, stage: &Stage, when: When) {
        self.leaves_nothing(
            || Probe::new(fault, stage.name, when),
            |pipeline, _| Some(self.engine.run(pipeline, &Context::new())),
            |outcome, _| match (fault, stage.role) {
                (Fault::OneEnds, Role::OneSink(others_take)) => {
                    let own = match when {
                        When::At(at) => at + 1,
                        _ => 1,
                    };
                    let taken = outcome.expect("an early end is a good one");
                    assert_eq!(taken, own + others_take(PLENTY));
                }
                _ => check_cause(outcome, fault, stage.name),
            },
        );
    }

    /// By its handle, if it has one, else by who polls it.
    pub fn is_cancelled(self, when: When, armed: Armed) {
        self.leaves_nothing(
            || Probe::new(Fault::FromOutside, "", when).armed(armed),
            |pipeline, probe| Some(self.engine.cancel(pipeline, || probe.is_ready())),
            |outcome, _| check_cancelled(outcome),
        );
    }

    pub fn is_cancelled_by_another_thread(self, when: When) {
        self.leaves_nothing(
            || Probe::new(Fault::FromOutside, "", when),
            |pipeline, probe| {
                let context = Context::new();
                thread::scope(|threads| {
                    let canceller = threads.spawn(|| {
                        wait_until(|| probe.is_ready());
                        context.cancel();
                    });
                    let reported = self.engine.run(pipeline, &context);
                    canceller.join().expect("it does not panic");
                    Some(reported)
                })
            },
            |outcome, _| check_cancelled(outcome),
        );
    }

    pub fn is_dropped(self, when: When, armed: Armed) {
        let panics_before = panics();
        self.leaves_nothing(
            || Probe::new(Fault::FromOutside, "", when).armed(armed),
            |pipeline, probe| {
                let check = || assert_eq!(probe.ledger.live(), 0, "items outlive the drop");
                self.engine.drop(pipeline, || probe.is_ready(), check);
                None
            },
            |_, _| unreachable!("nobody is told how it ended"),
        );
        if armed == Armed::None {
            assert_eq!(
                panics(),
                panics_before,
                "something panics, and nobody is told"
            );
        }
    }

    /// A drop that panics while the rest is cleared away is the only thing that went wrong.
    pub fn ends_early_with(self, armed: Armed, sink: &Stage) {
        let when = When::Full {
            item: 0,
            live: self.live(),
        };
        self.leaves_nothing(
            || Probe::new(Fault::EarlyEnd, sink.name, when).armed(armed),
            |pipeline, _| Some(self.engine.run(pipeline, &Context::new())),
            |outcome, _| check_drops(outcome),
        );
    }
}
