//! What a process does for a run.

use super::home::HomeRun;
use super::job::Job;
use super::place::PlaceRun;
use super::trouble::Trouble;
use crate::context::Context;
use crate::error::Error;
use crate::report::graph::Graph;
use crate::sync::Arc;

/// What a process does for a run.
#[derive(Clone)]
pub(crate) enum Role {
    /// All of it.
    Alone,
    /// All but what is at a place.
    Home(Arc<HomeRun>),
    /// Only what is at a place.
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

    /// Whether it does only the work of stages at a place.
    pub(crate) fn is_of_a_place(&self) -> bool {
        matches!(self, Role::Place(_))
    }

    /// To be called when all stages are started.
    pub(crate) fn begin(&self) {
        match self {
            Role::Alone => {}
            Role::Home(home) => home.begin(),
            Role::Place(place) => place.begin(),
        }
    }

    /// The run has ended so. Gives how it has ended with what other processes say; `text` writes an error for them.
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
        // Trouble cancels the run.
        let trouble = trouble.filter(|_| outcome.as_ref().is_err_and(is_stop));
        let failed = |error: &Error<E>| match &trouble {
            Some(trouble) => trouble.text(),
            None => text(error),
        };
        match self {
            Role::Alone => {}
            Role::Home(home) => home.close(outcome.as_ref().err().map(failed).as_deref()),
            Role::Place(place) => {
                // An item that cannot be sent is the same in every process. A broker that fails concerns this one only.
                let is_own = match &trouble {
                    Some(trouble) => matches!(trouble, Trouble::Item { .. }),
                    None => outcome.as_ref().is_err_and(|error| !is_stop(error)),
                };
                let own = outcome.as_ref().err().filter(|_| is_own);
                place.close(own.map(|error| (error.stage(), failed(error))));
            }
        }
        match trouble {
            Some(trouble) => Err(trouble.into_error()),
            None => outcome,
        }
    }

    /// Whether the process has left the job with nothing undone.
    pub(crate) fn has_answered_all(&self) -> bool {
        matches!(self, Role::Place(place) if place.has_answered_all())
    }

    /// Whether the home has ended the job well.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self, Role::Place(place) if place.is_done())
    }
}

/// Whether the run was stopped, and did not fail.
fn is_stop<E>(error: &Error<E>) -> bool {
    error.is_cancelled() || error.is_deadline_exceeded()
}

/// Ends the role of a run that is dropped.
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
