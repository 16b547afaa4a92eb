//! The run that an expansion is given.

use std::ops::Deref;
use std::time::Duration;

use crate::cluster::Role;
use crate::context::Context;
use crate::edge::Ends;
use crate::engine::threads::scope::{self, Scope, Stopped};
use crate::report::Report;
use crate::run::current;
use crate::run::error::{Error, View};
use crate::run::wiring::Wiring;
use crate::run::worker::State;

/// One run of a pipeline. An expansion makes edges from it and opens its scope on it.
pub struct Run<E> {
    wiring: Wiring<E>,
}

impl<E> Deref for Run<E> {
    type Target = Wiring<E>;

    fn deref(&self) -> &Wiring<E> {
        &self.wiring
    }
}

/// Cancels the run's context, however the run ended. So a thread or task that holds the context
/// learns of the end of the run.
impl<E> Drop for Run<E> {
    fn drop(&mut self) {
        self.context().cancel();
    }
}

impl<E> Run<E> {
    pub(crate) fn new(context: Context, view: View<E>, role: Role) -> Self {
        // If a deadline has passed or a quit channel is closed already, this call cancels the run.
        // Then no thread is started for it.
        let _ = context.is_cancelled();
        context.set_callers(current::callers(&context));
        Run {
            wiring: Wiring::new(&State::new(context, view, None, role), Ends::Threads),
        }
    }

    pub(crate) fn report(&self, elapsed: Duration) -> Report {
        Report::new(&self.state().members(), elapsed)
    }

    /// Runs `wire`, which starts the stages and [joins](Scope::join) them.
    ///
    /// Every thread started in the scope has ended when this returns, even if `wire` panics.
    ///
    /// # Errors
    ///
    /// The run's first failure: a stage that failed or panicked, a thread that could not be
    /// started, or a cancel.
    pub fn scope<'env, T>(
        &'env self,
        wire: impl for<'scope> FnOnce(&Scope<'scope, 'env, E>) -> Result<T, Stopped>,
    ) -> Result<T, Error<E>>
    where
        E: Send + 'env,
    {
        scope::scope(&self.wiring, wire)
    }
}
