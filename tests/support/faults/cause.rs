//! Checks that the error of a run names the injected fault.

use std::any::Any;
use std::error::Error as _;
use std::panic::{self, AssertUnwindSafe};

use pipeline::Error;

use super::probe::{Fault, Injected, is_payload_of, message_of};
use crate::{Item, Outcome};

/// Checks that the outcome is that of the injected fault, and not of one of its consequences.
pub fn check_cause(outcome: Outcome, fault: Fault, stage: &'static str) {
    let error = match (fault, outcome) {
        (Fault::EarlyEnd, outcome) => {
            outcome.expect("an early end is a good one");
            return;
        }
        (Fault::CancelInside | Fault::Stuck, outcome) => return check_cancelled(outcome),
        (Fault::DeadlineInside, outcome) => return check_deadline(outcome),
        (_, outcome) => outcome.expect_err("a fault was injected"),
    };
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

/// Checks that there is no second cause. An error that a body returns because the pipeline inside
/// it was cancelled is not a cause.
fn check_others(error: &Error) {
    let all_follow = error.others().iter().all(is_inner_cancel);
    assert!(all_follow, "a second cause: {error:?}");
}

/// Returns whether a body returned the cancellation of a pipeline inside it.
fn is_inner_cancel(error: &Error) -> bool {
    let source = error.source().and_then(|source| source.downcast_ref());
    source.is_some_and(|inner: &Error| inner.is_cancelled())
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

/// Returns the item's number at the end of a panic's text, or 0.
fn number_in(payload: &(dyn Any + Send)) -> usize {
    let text = payload.downcast_ref::<String>();
    text.map_or(0, |text| number_at_end(text))
}

fn number_at_end(text: &str) -> usize {
    let word = text.rsplit(' ').next();
    word.and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// Checks the outcome of two faults that were injected at the same time: the error is one of them,
/// and the other is in its `others`. With `must_tell` false, the other may be missing, because a
/// future can be dropped before its fault strikes.
pub fn check_two(outcome: Outcome, faults: [(Fault, &'static str); 2], must_tell: bool) {
    let error = outcome.expect_err("two faults were injected");
    let first = faults.iter().position(|&fault| is_of(&error, fault));
    let first = first.unwrap_or_else(|| panic!("neither fault: {error:?}"));
    let second = faults[1 - first];
    let others: Vec<&Error> = error
        .others()
        .iter()
        .filter(|other| !is_inner_cancel(other))
        .collect();
    match others[..] {
        // A stage that is cancelled after the first failure adds no error.
        [] if !must_tell || second.0 == Fault::CancelInside => {}
        [other] => assert!(is_of(other, second), "another fault: {other:?}"),
        _ => panic!("not the other fault: {others:?}"),
    }
}

/// Returns whether `error` is that fault in that stage.
fn is_of(error: &Error, (fault, stage): (Fault, &'static str)) -> bool {
    match error {
        Error::Cancelled { .. } => fault == Fault::CancelInside,
        Error::Failed { source, .. } => {
            fault == Fault::Error
                && error.stage() == Some(stage)
                && source.downcast_ref() == Some(&Injected)
        }
        Error::Panicked { message, .. } => {
            fault.is_panic()
                && error.stage() == Some(stage)
                && *message == message_of(fault, number_at_end(message))
        }
        _ => false,
    }
}

pub fn check_deadline(outcome: Outcome) {
    let error = outcome.expect_err("its deadline has passed");
    assert!(error.is_deadline_exceeded(), "{error:#}");
}

pub fn check_cancelled(outcome: Outcome) {
    let error = outcome.expect_err("it was cancelled");
    assert!(error.is_cancelled(), "{error:#}");
}

/// Checks that the drops of armed items are the only failures.
pub fn check_drops(outcome: Outcome) {
    let error = outcome.expect_err("a drop panicked");
    for error in error.others().iter().chain([&error]) {
        check_drop(error);
    }
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
