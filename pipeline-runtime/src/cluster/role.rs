//! What a process does for a run.

use super::home::HomeRun;
use super::job::Job;
use super::place::PlaceRun;
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

    /// The run has ended so. Gives how it has ended with what other processes say; `text` writes an error.
    pub(crate) fn end<T, E>(
        &self,
        outcome: Result<T, Error<E>>,
        text: impl FnOnce(&Error<E>) -> String,
    ) -> Result<T, Error<E>> {
        let trouble = match self {
            Role::Alone => None,
            Role::Home(home) => {
                let failure = outcome.as_ref().err().map(text);
                home.close(failure.as_deref());
                home.take_trouble()
            }
            Role::Place(place) => {
                let own = outcome.as_ref().err().filter(|error| !is_stop(error));
                place.close(own.map(|error| (error.stage(), text(error))));
                place.take_trouble()
            }
        };
        match (outcome, trouble) {
            // It was cancelled because of that.
            (Err(error), Some(trouble)) if is_stop(&error) => Err(trouble.into_error()),
            (outcome, _) => outcome,
        }
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
