//! One run of futures, as the expansion sees it.

use std::cell::RefCell;
use std::ops::Deref;

use super::worker_task::{Held, WorkerTask};
use crate::context::clock::Clock;
use crate::edge::Ends;
use crate::run::wiring::Wiring;
use crate::run::worker::{State, Worker};
use crate::sync::Arc;

/// One run of a pipeline: what its expansion makes edges from and starts workers on.
///
/// A worker is a future that may borrow what lives for `'p`. Started here, none runs before all are.
pub struct Run<'p, E> {
    wiring: Wiring<E>,
    clock: Arc<Clock>,
    jobs: RefCell<Vec<WorkerTask<'p, E>>>,
}

impl<E> Deref for Run<'_, E> {
    type Target = Wiring<E>;

    fn deref(&self) -> &Wiring<E> {
        &self.wiring
    }
}

/// What gives a run's value, once its workers have ended well.
pub type Get<'p, T> = Box<dyn FnOnce() -> T + Send + 'p>;

impl<'p, E> Run<'p, E> {
    pub(crate) fn new(state: &Arc<State<E>>, clock: &Arc<Clock>, ends: Ends) -> Self {
        Run {
            wiring: Wiring::new(state, ends),
            clock: Arc::clone(clock),
            jobs: RefCell::default(),
        }
    }

    /// The same run, for the stages of a segment.
    pub(super) fn of_segment(around: &Run<'_, E>, wiring: Wiring<E>) -> Self {
        Run {
            wiring,
            clock: Arc::clone(&around.clock),
            jobs: RefCell::default(),
        }
    }

    pub(crate) fn into_jobs(self) -> Vec<WorkerTask<'p, E>> {
        self.jobs.into_inner()
    }

    pub(crate) fn clock(&self) -> &Arc<Clock> {
        &self.clock
    }

    /// What is asked for the run's value when all workers have ended well.
    pub fn value<T>(&self, get: impl FnOnce() -> T + Send + 'p) -> Get<'p, T> {
        Box::new(get)
    }

    /// Takes over the workers of a segment.
    pub(super) fn adopt(&self, jobs: Vec<WorkerTask<'p, E>>) {
        self.jobs.borrow_mut().extend(jobs);
    }

    /// Has `worker` live as the future `work`, and keeps `outputs` until that has ended.
    pub(crate) fn start(
        &self,
        worker: Worker<E>,
        outputs: impl Held + 'p,
        work: impl Future<Output = Result<(), E>> + Send + 'p,
    ) {
        if !self.wiring.state().has_work_for(&worker) {
            return;
        }
        let job = WorkerTask::new(worker, outputs, work);
        self.jobs.borrow_mut().push(job);
    }
}
