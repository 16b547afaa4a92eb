//! One run, as the expansion sees it.

use std::ops::Deref;
use std::time::Duration;

use crate::cluster::Role;
use crate::context::Context;
use crate::edge::Ends;
use crate::engine::threads::scope::{self, Scope, Stopped};
use crate::error::{Error, View};
use crate::report::Report;
use crate::run::current;
use crate::run::wiring::Wiring;
use crate::run::worker::State;

/// One run of a pipeline: what its expansion makes edges from and opens its scope on.
pub struct Run<E> {
    wiring: Wiring<E>,
}

impl<E> Deref for Run<E> {
    type Target = Wiring<E>;

    fn deref(&self) -> &Wiring<E> {
        &self.wiring
    }
}

/// A thread or task to which a body gave the run's context sees the end of the run, however the run
/// ended.
impl<E> Drop for Run<E> {
    fn drop(&mut self) {
        self.context().cancel();
    }
}

impl<E> Run<E> {
    pub(crate) fn new(context: Context, view: View<E>, role: Role) -> Self {
        // What is over already, or to be quit already, starts no thread.
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
    /// No thread started in the scope is alive when this returns, even if `wire` panics.
    ///
    /// # Errors
    ///
    /// The first cause, if a stage failed, panicked, got no thread or was cancelled.
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
