//! Empty stand-ins, used without the feature `tracing`.

#![expect(
    clippy::unused_self,
    reason = "with the feature `tracing` there is something to do"
)]

use crate::run::error::Error;

/// Stand-in for the type of the same name in `on`.
pub(crate) struct Around;

/// Stand-in for the type of the same name in `on`.
pub(crate) struct InSpan;

/// Stand-in for the type of the same name in `on`.
pub(crate) struct RunSpan;

/// Stand-in for the type of the same name in `on`.
#[derive(Clone)]
pub(crate) struct WorkerSpan;

impl Around {
    pub(crate) fn here() -> Self {
        Around
    }

    pub(crate) fn enter(self) -> InSpan {
        InSpan
    }
}

impl RunSpan {
    pub(crate) fn new() -> Self {
        RunSpan
    }

    pub(crate) fn worker(&self, _: &'static str, _: usize) -> WorkerSpan {
        WorkerSpan
    }

    pub(crate) fn fail<E>(&self, _: &Error<E>) {}

    pub(crate) fn end<E>(&self, _: Result<(), &Error<E>>, _: bool) {}
}

impl WorkerSpan {
    #[inline]
    pub(crate) fn enter(&self) -> InSpan {
        InSpan
    }

    #[inline]
    pub(crate) fn retry(&self) {}

    #[inline]
    pub(crate) fn fail_item(&self) {}
}
