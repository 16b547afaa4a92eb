//! Failures outside of the stages of a process, as its run reports them.

use super::message::RemoteFailure;
use crate::run::error::{BoxError, Error};

/// Why a run cannot continue, although no body of its own stages failed.
pub(crate) enum Trouble {
    /// A process of a place failed.
    Elsewhere(RemoteFailure),
    /// An item of this stage could not be converted to bytes, or back, or the broker refuses its
    /// bytes. The same happens in every process.
    Item { stage: String, error: BoxError },
    /// The broker failed, or the processes do not match.
    Broker(BoxError),
}

impl Trouble {
    pub(super) fn of_broker(error: impl Into<BoxError>) -> Self {
        Trouble::Broker(error.into())
    }

    /// Returns the stage of this process that cannot continue.
    pub(super) fn stage(&self) -> Option<&str> {
        match self {
            Trouble::Item { stage, .. } => Some(stage),
            Trouble::Elsewhere(_) | Trouble::Broker(_) => None,
        }
    }

    /// Returns the text for other processes.
    pub(super) fn text(&self) -> String {
        match self {
            Trouble::Elsewhere(RemoteFailure { host, message, .. }) => {
                format!("on {host}: {message}")
            }
            Trouble::Item { stage, error } => unsent(stage, error),
            Trouble::Broker(error) => format!("{error:#}"),
        }
    }

    pub(crate) fn into_error<E>(self) -> Error<E> {
        match self {
            Trouble::Elsewhere(RemoteFailure {
                stage,
                host,
                message,
            }) => Error::elsewhere(stage.unwrap_or_default(), host, message),
            Trouble::Item { stage, error } => Error::broker(unsent(&stage, &error).into()),
            Trouble::Broker(error) => Error::broker(error),
        }
    }
}

fn unsent(stage: &str, error: &BoxError) -> String {
    format!("an item of `{stage}` cannot go to another process: {error:#}")
}
