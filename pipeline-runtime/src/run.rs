//! One run: its context, its causes of failure, and what each of its workers knows.

use std::panic::{self, AssertUnwindSafe};

use crate::context::Context;
use crate::edge::{self, Edge, Receiver, Sender};
use crate::error::Error;
use crate::scope::{self, Scope};
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock};

/// The edges a pipeline has where its declaration names no `capacity`.
///
/// Small enough that whole files may be items, large enough that a thread is not switched for each.
const DEFAULT_CAPACITY: usize = 64;

/// One run of a pipeline: what its expansion makes edges from and opens its scope on.
pub struct Run<E> {
    state: Arc<State<E>>,
}

impl<E> Run<E> {
    pub(crate) fn new(context: Context) -> Self {
        let state = Arc::new(State {
            context,
            interrupted: AtomicBool::new(false),
            causes: Mutex::new(Vec::new()),
        });
        Run { state }
    }

    /// The run's own context: `ctx` in the bodies.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.state.context
    }

    /// A stream between two stages, of the default capacity.
    #[must_use]
    pub fn edge<T>(&self) -> (Sender<T>, Receiver<T>) {
        edge::edge(DEFAULT_CAPACITY)
    }

    /// A stream between two stages: at most `capacity` items wait in it. 0 is a rendezvous.
    #[must_use]
    pub fn edge_with_capacity<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
        edge::edge(capacity)
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
        wire: impl for<'scope> FnOnce(&Scope<'scope, 'env, E>) -> Result<T, Error<E>>,
    ) -> Result<T, Error<E>>
    where
        E: Send + 'env,
    {
        scope::scope(&self.state, wire)
    }
}

/// What all workers of a run share.
pub(crate) struct State<E> {
    context: Context,
    /// A worker ended because of a cancel, so there is no whole value.
    interrupted: AtomicBool,
    /// In order of time; the first is the run's error.
    causes: Mutex<Vec<Error<E>>>,
}

impl<E> State<E> {
    pub(crate) fn fail(&self, cause: Error<E>) {
        let mut causes = lock(&self.causes);
        if causes.is_empty() && self.context.is_cancelled() {
            causes.push(Error::cancelled());
        }
        causes.push(cause);
        drop(causes);
        self.context.cancel();
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        let cancelled = self.context.is_cancelled();
        if cancelled {
            self.interrupted.store(true, Ordering::Relaxed);
        }
        cancelled
    }

    /// How the run ended; asked once, after the last join.
    pub(crate) fn outcome(&self) -> Result<(), Error<E>> {
        let mut causes = std::mem::take(&mut *lock(&self.causes)).into_iter();
        match causes.next() {
            Some(first) => Err(first.followed_by(causes.collect())),
            None if self.interrupted.load(Ordering::Relaxed) => Err(Error::cancelled()),
            None => Ok(()),
        }
    }
}

/// One worker of one stage, as the code that runs on its thread sees it.
pub struct Worker<E> {
    stage: &'static str,
    state: Arc<State<E>>,
    /// Where its items go; `None` for a worker that ends in a value.
    output: Option<Arc<Edge>>,
}

impl<E> Worker<E> {
    pub(crate) fn new(
        stage: &'static str,
        state: &Arc<State<E>>,
        output: Option<Arc<Edge>>,
    ) -> Self {
        let state = Arc::clone(state);
        Worker {
            stage,
            state,
            output,
        }
    }

    pub(crate) fn stage(&self) -> &'static str {
        self.stage
    }

    pub(crate) fn state(&self) -> &State<E> {
        &self.state
    }

    pub(crate) fn context(&self) -> &Context {
        &self.state.context
    }

    pub(crate) fn output(&self) -> Option<&Edge> {
        self.output.as_deref()
    }

    /// Whether to begin no further item: the run is cancelled, or nobody wants the output.
    pub(crate) fn must_stop(&self) -> bool {
        self.state.is_cancelled() || self.output().is_some_and(Edge::is_unwanted)
    }

    pub(crate) fn fail(&self, source: E) {
        self.state.fail(Error::failed(self.stage, source));
    }

    /// Runs the worker's whole life on the current thread; its error or panic ends the run.
    pub(crate) fn run(&self, work: impl FnOnce(&Self) -> Result<(), E>) {
        let _current = self.context().enter();
        match panic::catch_unwind(AssertUnwindSafe(|| work(self))) {
            Ok(Ok(())) => {}
            Ok(Err(source)) => self.fail(source),
            Err(payload) => self.state.fail(Error::panicked(self.stage, payload)),
        }
    }
}

impl<E> Clone for Worker<E> {
    fn clone(&self) -> Self {
        Worker::new(self.stage, &self.state, self.output.clone())
    }
}
