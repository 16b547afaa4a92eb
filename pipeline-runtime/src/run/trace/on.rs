//! What is traced.

use std::error::Error as StdError;

use tracing::span::EnteredSpan;
use tracing::{Span, debug, error, info, info_span, warn};

use crate::error::Error;

/// The span in which a run is started, for the thread that runs it.
pub(crate) struct Around(Span);

/// The current thread is in a span until this is dropped.
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

    /// That of a worker of the stage `name`, which has the number `worker` there.
    pub(crate) fn worker(&self, name: &'static str, worker: usize) -> WorkerSpan {
        WorkerSpan(info_span!(parent: &self.0, "stage", name, worker))
    }

    /// Something ends the run, or comes after that.
    pub(crate) fn fail<E>(&self, cause: &Error<E>) {
        let stage = cause.stage();
        match cause {
            // An error that is no `std` error cannot be told.
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
            // Told at the end of the run.
            Error::Cancelled { .. } | Error::DeadlineExceeded { .. } => {}
            Error::Deadlock { .. } => {
                error!(parent: &self.0, "the run was joined in one of its own bodies");
            }
            Error::FeedbackFull {
                feedback, bound, ..
            } => {
                error!(parent: &self.0, stage, feedback, bound, "a loop has no room");
            }
            // The run is only cancelled for these, and gives them at its end.
            #[cfg(feature = "cluster")]
            Error::Elsewhere { .. } | Error::Broker { .. } => {}
        }
    }

    /// The run has ended.
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

    /// The body is called again for an item that failed.
    pub(crate) fn retry(&self) {
        debug!(parent: &self.0, "the body is called again for an item that failed");
    }

    /// An item failed, and its policy lets the run go on.
    pub(crate) fn fail_item(&self) {
        warn!(parent: &self.0, "an item failed, and the run goes on");
    }
}
