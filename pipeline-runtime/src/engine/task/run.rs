//! The run of futures that an expansion is given.

use std::cell::RefCell;
use std::ops::Deref;

use super::worker_task::{Held, WorkerTask};
use crate::context::clock::Clock;
use crate::edge::Ends;
use crate::edge::wait::SharedWait;
use crate::run::wiring::Wiring;
use crate::run::worker::{State, Worker};
use crate::sync::Arc;

/// One run of a pipeline. An expansion makes edges from it and starts workers on it.
///
/// A worker is a future that may borrow anything that lives for `'p`. No worker runs before all are
/// started.
pub struct Run<'p, E> {
    wiring: Wiring<E>,
    clock: Arc<Clock>,
    workers: RefCell<Vec<WorkerTask<'p, E>>>,
}

impl<E> Deref for Run<'_, E> {
    type Target = Wiring<E>;

    fn deref(&self) -> &Wiring<E> {
        &self.wiring
    }
}

/// The function that returns a run's value, called once the workers have ended without a failure.
pub type Get<'p, T> = Box<dyn FnOnce() -> T + Send + 'p>;

impl<'p, E> Run<'p, E> {
    pub(crate) fn new(state: &Arc<State<E>>, clock: &Arc<Clock>, ends: Ends) -> Self {
        Run {
            wiring: Wiring::new(state, ends),
            clock: Arc::clone(clock),
            workers: RefCell::default(),
        }
    }

    /// Returns the same run, for the stages of a segment.
    pub(super) fn of_segment(around: &Run<'_, E>, wiring: Wiring<E>) -> Self {
        Run {
            wiring,
            clock: Arc::clone(&around.clock),
            workers: RefCell::default(),
        }
    }

    pub(crate) fn into_workers(self) -> Vec<WorkerTask<'p, E>> {
        self.workers.into_inner()
    }

    pub(crate) fn clock(&self) -> &Arc<Clock> {
        &self.clock
    }

    /// Boxes `get`, which returns the run's value after all workers have ended without a failure.
    pub fn value<T>(&self, get: impl FnOnce() -> T + Send + 'p) -> Get<'p, T> {
        Box::new(get)
    }

    /// Adds the workers of a segment to this run.
    pub(super) fn adopt(&self, workers: Vec<WorkerTask<'p, E>>) {
        self.workers.borrow_mut().extend(workers);
    }

    /// Starts `worker`, whose work is the future `work`. Keeps `outputs` until that future has
    /// ended.
    pub(crate) fn start(
        &self,
        worker: Worker<E>,
        outputs: impl Held + 'p,
        work: impl Future<Output = Result<(), E>> + Send + 'p,
    ) {
        self.start_sharing(worker, outputs, work, None);
    }

    /// Starts a worker of which other workers wait for the same items. `wait` is its wait for them.
    pub(super) fn start_sharing(
        &self,
        worker: Worker<E>,
        outputs: impl Held + 'p,
        work: impl Future<Output = Result<(), E>> + Send + 'p,
        wait: Option<Box<dyn SharedWait + 'p>>,
    ) {
        if !self.wiring.state().has_work_for(&worker) {
            return;
        }
        let task = WorkerTask::new(worker, outputs, work, wait);
        self.workers.borrow_mut().push(task);
    }
}
