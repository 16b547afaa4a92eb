//! What the workers of a run know: its context, its causes of failure, and their own stage.

use std::panic::{self, AssertUnwindSafe};

use crate::context::Context;
use crate::edge::Edge;
use crate::error::Error;
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock};

/// What all workers of a run share.
pub(crate) struct State<E> {
    context: Context,
    /// A worker ended because of a cancel, so there is no whole value.
    interrupted: AtomicBool,
    /// In order of time; the first is the run's error.
    causes: Mutex<Vec<Error<E>>>,
}

impl<E> State<E> {
    pub(crate) fn new(context: Context) -> Arc<Self> {
        Arc::new(State {
            context,
            interrupted: AtomicBool::new(false),
            causes: Mutex::new(Vec::new()),
        })
    }

    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

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

    /// Whether there is a value; asked after the last join.
    pub(crate) fn has_ended_well(&self) -> bool {
        lock(&self.causes).is_empty() && !self.interrupted.load(Ordering::Relaxed)
    }

    /// How the run ended; asked once, at its very end.
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
    ///
    /// `outputs` are senders to what it fills: its streams end only after its failure is known, or a
    /// stage behind could take it for a good end.
    pub(crate) fn run<H>(&self, outputs: H, work: impl FnOnce(&Self) -> Result<(), E>) {
        let _current = self.context().enter();
        match panic::catch_unwind(AssertUnwindSafe(|| work(self))) {
            Ok(Ok(())) => {}
            Ok(Err(source)) => self.fail(source),
            Err(payload) => self.state.fail(Error::panicked(self.stage, payload)),
        }
        drop(outputs);
    }
}

impl<E> Clone for Worker<E> {
    fn clone(&self) -> Self {
        Worker::new(self.stage, &self.state, self.output.clone())
    }
}
