//! What goes wrong outside of the stages of a process, as its run tells it.

use super::message::RemoteFailure;
use crate::error::{BoxError, Error};

/// Why a run cannot go on, with nothing wrong in the bodies of its own stages.
pub(crate) enum Trouble {
    /// A process of a place failed.
    Elsewhere(RemoteFailure),
    /// An item of this stage could not become bytes, or come back. It is the same in every process.
    Item { stage: String, error: BoxError },
    /// The broker failed, or the processes do not fit.
    Broker(BoxError),
}

impl Trouble {
    pub(super) fn of_broker(error: impl Into<BoxError>) -> Self {
        Trouble::Broker(error.into())
    }

    /// What other processes are told.
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
