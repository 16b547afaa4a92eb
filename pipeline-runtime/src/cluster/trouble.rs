//! What goes wrong outside of a process, as its run tells it.

use super::message::RemoteFailure;
use crate::error::{BoxError, Error};

/// Why a run cannot go on, with nothing wrong in its own stages.
pub(crate) enum Trouble {
    /// A process of a place failed.
    Elsewhere(RemoteFailure),
    /// The broker failed, or the processes do not fit.
    Broker(BoxError),
}

impl Trouble {
    pub(super) fn elsewhere(failure: RemoteFailure) -> Self {
        Trouble::Elsewhere(failure)
    }

    pub(super) fn of_broker(error: impl Into<BoxError>) -> Self {
        Trouble::Broker(error.into())
    }

    /// Items of the stage could not become bytes, or come back.
    pub(super) fn of_items(stage: &str, error: &BoxError) -> Self {
        Trouble::Broker(format!("an item of `{stage}` cannot be sent: {error:#}").into())
    }

    pub(crate) fn into_error<E>(self) -> Error<E> {
        match self {
            Trouble::Elsewhere(RemoteFailure {
                stage,
                host,
                message,
            }) => Error::elsewhere(stage.unwrap_or_default(), host, message),
            Trouble::Broker(error) => Error::broker(error),
        }
    }
}
