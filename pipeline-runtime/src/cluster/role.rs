//! The part of a run that a process does.

use super::home::HomeRun;
use super::job::Job;
use super::place::PlaceRun;
use crate::context::Context;
use crate::report::graph::Graph;
use crate::run::error::Error;
use crate::sync::Arc;

/// The part of a run that this process does.
#[derive(Clone)]
pub(crate) enum Role {
    /// All stages.
    Alone,
    /// All stages that are not at a place.
    Home(Arc<HomeRun>),
    /// Only the stages at its place.
    Place(Arc<PlaceRun>),
}

impl Role {
    pub(crate) fn home(job: &Job, graph: &Graph, context: &Context) -> Self {
        Role::Home(HomeRun::new(job, graph.to_string(), context))
    }

    pub(crate) fn place(job: &Job, name: &str, graph: &Graph, context: &Context) -> Self {
        Role::Place(PlaceRun::new(
            job,
            name.to_owned(),
            graph.to_string(),
            context,
        ))
    }

    /// Returns whether the process does only the work of stages at a place.
    pub(crate) fn is_of_a_place(&self) -> bool {
        matches!(self, Role::Place(_))
    }

    /// Begins the process's part of the job. Called when all stages are started.
    pub(crate) fn begin(&self) {
        match self {
            Role::Alone => {}
            Role::Home(home) => home.begin(),
            Role::Place(place) => place.begin(),
        }
    }

    /// Ends the process's part of the job. Returns the outcome of the run, which may be due to
    /// trouble in other processes. `text` formats an error for them.
    pub(crate) fn end<T, E>(
        &self,
        outcome: Result<T, Error<E>>,
        text: impl FnOnce(&Error<E>) -> String,
    ) -> Result<T, Error<E>> {
        let trouble = match self {
            Role::Alone => None,
            Role::Home(home) => home.take_trouble(),
            Role::Place(place) => place.take_trouble(),
        };
        // Trouble cancels the run, so it is not the cause of any other outcome.
        let trouble = trouble.filter(|_| outcome.as_ref().is_err_and(is_stop));
        let failed = |error: &Error<E>| match &trouble {
            Some(trouble) => trouble.text(),
            None => text(error),
        };
        match self {
            Role::Alone => {}
            Role::Home(home) => home.close(outcome.as_ref().err().map(failed).as_deref()),
            Role::Place(place) => {
                // An item that cannot be sent fails in every process. A broker that is out of reach
                // concerns only this process.
                let (is_own, stage) = match &trouble {
                    Some(trouble) => (trouble.stage().is_some(), trouble.stage()),
                    None => (
                        outcome.as_ref().is_err_and(|error| !is_stop(error)),
                        outcome.as_ref().err().and_then(Error::stage),
                    ),
                };
                let own = outcome.as_ref().err().filter(|_| is_own);
                place.close(own.map(|error| (stage, failed(error))));
            }
        }
        match trouble {
            Some(trouble) => Err(trouble.into_error()),
            None => outcome,
        }
    }

    /// Returns whether the process has answered all chunks that it claimed.
    pub(crate) fn has_answered_all(&self) -> bool {
        matches!(self, Role::Place(place) if place.has_answered_all())
    }

    /// Returns whether the home has ended the job well.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self, Role::Place(place) if place.is_done())
    }
}

/// Returns whether the run was stopped, rather than failed.
fn is_stop<E>(error: &Error<E>) -> bool {
    error.is_cancelled() || error.is_deadline_exceeded()
}

/// Ends the process's part of a job when the run is dropped.
pub(crate) struct EndOfRole(pub(crate) Role);

impl Drop for EndOfRole {
    fn drop(&mut self) {
        match &self.0 {
            Role::Alone => {}
            Role::Home(home) => home.close(Some("its run was dropped")),
            Role::Place(place) => place.close(None),
        }
    }
}
