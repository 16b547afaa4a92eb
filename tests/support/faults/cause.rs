//! Whether a run ended by what struck it.

use std::any::Any;
use std::error::Error as _;
use std::panic::{self, AssertUnwindSafe};

use pipeline::Error;

use super::probe::{Fault, Injected, is_payload_of, message_of};
use crate::{Item, Outcome};

/// The outcome tells what was injected, and no consequence of it.
pub fn check_cause(outcome: Outcome, fault: Fault, stage: &'static str) {
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

pub fn check_cancelled(outcome: Outcome) {
    let error = outcome.expect_err("it was cancelled");
    assert!(error.is_cancelled(), "{error:#}");
}

/// The drops of armed items are all that went wrong.
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
