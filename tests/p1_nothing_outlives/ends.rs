//! The ways to end, one function each.

use std::any::Any;
use std::error::Error as _;
use std::panic::{self, AssertUnwindSafe};
use std::thread;

use pipeline::{Context, Error};
use pipeline_tests::{Item, wait_until};

use crate::baseline::leaves_nothing;
use crate::declared::Outcome;
use crate::probe::{
    Armed, FINITE, Fault, Injected, PLENTY, Probe, When, is_payload_of, message_of,
};
use crate::shapes::{Role, Shape, Stage};

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

/// The outcome tells what was injected, and no consequence of it.
fn check_cause(outcome: Outcome, fault: Fault, stage: &'static str) {
    if fault == Fault::EarlyEnd {
        outcome.expect("an early end is a good one");
        return;
    }
    let error = outcome.expect_err("a fault was injected");
    if fault == Fault::CancelInside {
        assert!(error.is_cancelled(), "{error:#}");
        return;
    }
    check_others(&error);
    if stage == "inner" {
        assert_eq!(error.stage(), Some("passed"));
        check_failure(inner_of(&error), fault, stage);
        return;
    }
    check_failure(&error, fault, stage);
    if fault.is_panic() {
        let resumed = panic::catch_unwind(AssertUnwindSafe(|| error.resume_panic()));
        let payload = resumed.expect_err("the panic goes on");
        assert!(is_payload_of(fault, number_in(&*payload), &*payload));
    }
}

/// One fault has one cause. What a body hands on of an inner pipeline that was cancelled with it is
/// kept, as every later failure is.
fn check_others(error: &Error) {
    for other in error.others() {
        let source = other.source().and_then(|source| source.downcast_ref());
        let inner: &Error = source.unwrap_or_else(|| panic!("a second cause: {error:?}"));
        assert!(inner.is_cancelled(), "a second cause: {error:?}");
    }
}

fn inner_of(error: &Error) -> &Error {
    let source = error.source().and_then(|source| source.downcast_ref());
    source.expect("the outer error's source is the inner pipeline's")
}

fn check_failure(error: &Error, fault: Fault, stage: &'static str) {
    assert_eq!(error.stage(), Some(stage), "{error:#}");
    match error {
        Error::Failed { source, .. } => {
            assert_eq!(fault, Fault::Error);
            assert_eq!(source.downcast_ref(), Some(&Injected));
        }
        Error::Panicked { message, .. } => {
            assert_eq!(*message, message_of(fault, number_at_end(message)));
        }
        other => panic!("the cause is {other:?}"),
    }
}

/// The item's number that a panic's text ends in, where it does.
fn number_in(payload: &(dyn Any + Send)) -> usize {
    let text = payload.downcast_ref::<String>();
    text.map_or(0, |text| number_at_end(text))
}

fn number_at_end(text: &str) -> usize {
    let word = text.rsplit(' ').next();
    word.and_then(|word| word.parse().ok()).unwrap_or(0)
}

fn check_cancelled(outcome: Outcome) {
    let error = outcome.expect_err("it was cancelled");
    assert!(error.is_cancelled(), "{error:#}");
}

/// Waits until a pipeline that nothing inside ends is where it is to be struck.
fn wait_until_ready(probe: &Probe) {
    match probe.when {
        When::Never => {}
        When::At(number) => wait_until(|| probe.ledger.made() > number),
        When::Full { live, .. } => wait_until(|| probe.ledger.live() >= live),
        When::Waiting { .. } => wait_until(|| probe.waits()),
    }
}

pub fn cancelled_by_handle(shape: &Shape, capacity: usize, when: When, armed: Armed) {
    leaves_nothing(
        shape,
        capacity,
        || Probe::new(Fault::FromOutside, "", when).armed(armed),
        |pipeline, probe| {
            let running = pipeline.spawn();
            wait_until_ready(probe);
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
                wait_until_ready(probe);
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
            wait_until_ready(probe);
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
        |outcome, _| {
            let error = outcome.expect_err("a drop panicked");
            for error in error.others().iter().chain([&error]) {
                check_drop(error);
            }
        },
    );
}

fn check_drop(error: &Error) {
    match error {
        Error::Panicked { message, .. } => assert_eq!(message, Item::DROP_PANICKED),
        Error::Failed { .. } => {
            let inner = inner_of(error);
            if !inner.is_cancelled() {
                check_drop(inner);
            }
        }
        other => panic!("the cause is {other:?}"),
    }
}
