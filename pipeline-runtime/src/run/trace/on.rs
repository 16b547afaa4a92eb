//! The spans and events themselves, with the feature `tracing`.

use std::error::Error as StdError;

use tracing::span::EnteredSpan;
use tracing::{Span, debug, error, info, info_span, warn};

use crate::run::error::Error;

/// The span in which a run is started, to be entered by the thread that runs it.
pub(crate) struct Around(Span);

/// A guard that keeps the current thread in a span until it is dropped.
pub(crate) struct InSpan(#[expect(dead_code, reason = "it is dropped")] EnteredSpan);

/// The span of a run.
pub(crate) struct RunSpan(Span);

/// The span of a worker.
#[derive(Clone)]
pub(crate) struct WorkerSpan(Span);

impl Around {
    pub(crate) fn here() -> Self {
        Around(Span::current())
    }

    pub(crate) fn enter(self) -> InSpan {
        InSpan(self.0.entered())
    }
}

impl RunSpan {
    pub(crate) fn new() -> Self {
        RunSpan(info_span!("pipeline"))
    }

    /// Makes the span of worker number `worker` of the stage `name`.
    pub(crate) fn worker(&self, name: &'static str, worker: usize) -> WorkerSpan {
        WorkerSpan(info_span!(parent: &self.0, "stage", name, worker))
    }

    /// Records a failure, which ends the run or comes after its end.
    pub(crate) fn fail<E>(&self, cause: &Error<E>) {
        let stage = cause.stage();
        match cause {
            // `tracing` can only record an error that implements `std::error::Error`.
            Error::Failed { source, view, .. } => {
                error!(parent: &self.0, stage, error = view.of(source), "a stage failed");
            }
            Error::Panicked { message, .. } => {
                error!(parent: &self.0, stage, message = %format_args!("a stage panicked: {message}"));
            }
            Error::Spawn { source, .. } => {
                let error: &(dyn StdError + 'static) = source;
                error!(parent: &self.0, stage, error, "a stage got no thread");
            }
            // `end` records these.
            Error::Cancelled { .. } | Error::DeadlineExceeded { .. } => {}
            Error::Deadlock { .. } => {
                error!(parent: &self.0, "the run was joined in one of its own bodies");
            }
            Error::FeedbackFull {
                feedback, bound, ..
            } => {
                error!(parent: &self.0, stage, feedback, bound, "a loop has no room");
            }
            // These only cancel the run, and `end` records them.
            #[cfg(feature = "cluster")]
            Error::Elsewhere { .. } | Error::Broker { .. } => {}
        }
    }

    /// Records the end of the run.
    pub(crate) fn end<E>(&self, outcome: Result<(), &Error<E>>, was_drained: bool) {
        match outcome {
            Ok(()) if was_drained => info!(parent: &self.0, "the run was drained"),
            Ok(()) => debug!(parent: &self.0, "the run has ended well"),
            Err(Error::Cancelled { .. }) => info!(parent: &self.0, "the run was cancelled"),
            Err(Error::DeadlineExceeded { .. }) => {
                info!(parent: &self.0, "the deadline of the run has passed");
            }
            Err(_) => debug!(parent: &self.0, "the run has failed"),
        }
    }
}

impl WorkerSpan {
    pub(crate) fn enter(&self) -> InSpan {
        InSpan(self.0.clone().entered())
    }

    /// Records that the body is called again for an item that failed.
    pub(crate) fn retry(&self) {
        debug!(parent: &self.0, "the body is called again for an item that failed");
    }

    /// Records that an item failed, and that its policy lets the run continue.
    pub(crate) fn fail_item(&self) {
        warn!(parent: &self.0, "an item failed, and the run goes on");
    }
}
