//! The ways to end, one function each.

use std::thread;

use pipeline::Context;
use pipeline_tests::cause::{check_cancelled, check_cause, check_drops};
use pipeline_tests::probe::{Armed, FINITE, Fault, PLENTY, Probe, When};
use pipeline_tests::shape::{Role, Stage};
use pipeline_tests::wait_until;

use crate::baseline::leaves_nothing;
use crate::shapes::Shape;

pub fn normal_end(shape: &Shape, capacity: usize) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::None, "", When::Never),
        |pipeline, _| Some(pipeline.run()),
        |outcome, report| {
            assert_eq!(outcome.expect("it ends well"), (shape.delivers)(FINITE));
            assert!(report.streams.iter().all(|stream| stream.left == 0));
            // Not that nothing was dropped: see `policies.rs` on items that are given on.
            let sinks = shape.stages.iter().filter(|stage| stage.is_sink());
            let taken = sinks.filter_map(|sink| report.stage(sink.name));
            let taken: u64 = taken.map(|sink| sink.taken).sum();
            assert_eq!(taken, (shape.delivers)(FINITE) as u64);
        },
    );
}

pub fn struck(shape: &Shape, capacity: usize, fault: Fault, stage: &Stage, when: When) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(fault, stage.name, when),
        |pipeline, _| Some(pipeline.run()),
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

pub fn cancelled_by_handle(shape: &Shape, capacity: usize, when: When, armed: Armed) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::FromOutside, "", when).armed(armed),
        |pipeline, probe| {
            let running = pipeline.spawn();
            wait_until(|| probe.is_ready());
            running.cancel();
            Some(running.join())
        },
        // The drop of an item that the cancel left somewhere is a consequence.
        |outcome, _| check_cancelled(outcome),
    );
}

pub fn cancelled_by_context(shape: &Shape, capacity: usize, when: When) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::FromOutside, "", when),
        |pipeline, probe| {
            let context = Context::new();
            thread::scope(|threads| {
                let run = threads.spawn(|| pipeline.run_with(&context));
                wait_until(|| probe.is_ready());
                context.cancel();
                Some(run.join().expect("run does not panic"))
            })
        },
        |outcome, _| check_cancelled(outcome),
    );
}

pub fn handle_dropped(shape: &Shape, capacity: usize, when: When, armed: Armed) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::FromOutside, "", when).armed(armed),
        |pipeline, probe| {
            let running = pipeline.spawn();
            wait_until(|| probe.is_ready());
            drop(running);
            None
        },
        |_, _| unreachable!("nobody is told how it ended"),
    );
}

/// A drop that panics while the rest is cleared away is the only thing that went wrong.
pub fn ended_early_with(armed: Armed, shape: &Shape, capacity: usize, sink: &Stage) {
    let live = (shape.full)(capacity);
    let when = When::Full { item: 0, live };
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::EarlyEnd, sink.name, when).armed(armed),
        |pipeline, _| Some(pipeline.run()),
        |outcome, _| check_drops(outcome),
    );
}
