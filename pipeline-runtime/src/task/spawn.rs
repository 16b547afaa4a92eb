//! Each worker as a task of tokio's, and the handle that owns them.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use tokio::task::JoinHandle;

use super::job::Job;
use super::pipeline::{AsyncPipeline, Wired};
use crate::context::Context;
use crate::current;
use crate::error::{BoxError, Error};
use crate::pipeline::surrounding;
use crate::report::Report;
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock};

impl<T: Send + 'static, E: Send + 'static> AsyncPipeline<'static, T, E> {
    /// Starts each worker as a task of its own on the current tokio runtime, so that they run in
    /// parallel, and lets the caller go on.
    ///
    /// For a pipeline that owns what it uses: `pipeline!(async move { … })`.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub fn spawn(self) -> AsyncRunning<T, E> {
        self.spawn_below(surrounding(None))
    }

    /// [`spawn`](AsyncPipeline::spawn), stopped also with `context`, as
    /// [`run_with`](AsyncPipeline::run_with).
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub fn spawn_with(self, context: &Context) -> AsyncRunning<T, E> {
        self.spawn_below(surrounding(Some(context)))
    }

    fn spawn_below(self, context: Context) -> AsyncRunning<T, E> {
        let (wired, jobs) = self.wire(context.clone());
        let wired = Arc::new(Mutex::new(Some(wired)));
        let jobs: Vec<_> = jobs.into_iter().map(Shell::new).collect();
        let live = |job: &Arc<Shell<E>>| tokio::spawn(live(Arc::clone(job)));
        let tasks = jobs.iter().map(live).collect();
        let lead = tokio::spawn(lead(Arc::clone(&wired), tasks));
        AsyncRunning {
            context,
            jobs,
            wired,
            lead: Some(lead),
        }
    }
}

type Reported<T, E> = (Result<T, Error<E>>, Report);

/// A run that its lead looks after, and that a handle which is dropped takes with it.
type Owned<T, E> = Arc<Mutex<Option<Wired<'static, T, E>>>>;

/// A job that its task polls, and that the handle can end.
struct Shell<E> {
    job: Mutex<Job<'static, E>>,
    /// The handle is gone, and could not wait for the poll that goes on.
    is_over: AtomicBool,
}

impl<E> Shell<E> {
    fn new(job: Job<'static, E>) -> Arc<Self> {
        Arc::new(Shell {
            job: Mutex::new(job),
            is_over: AtomicBool::new(false),
        })
    }

    fn poll(&self, cx: &mut Task<'_>) -> Poll<()> {
        let polled = lock(&self.job).poll(cx);
        // Looked at without the lock: whoever sets it then takes the lock, or finds it taken before.
        if self.is_over.load(Ordering::SeqCst) {
            lock(&self.job).stop();
            return Poll::Ready(());
        }
        polled
    }

    /// Ends the job; one that is being polled at the end of that, unless `waits` says to wait for it.
    fn stop(&self, waits: bool) {
        self.is_over.store(true, Ordering::SeqCst);
        if waits {
            lock(&self.job).stop();
        } else if let Ok(mut job) = self.job.try_lock() {
            job.stop();
        }
    }
}

async fn live<E>(job: Arc<Shell<E>>) {
    poll_fn(|cx| job.poll(cx)).await;
}

/// Waits for the tasks of a run, lets its deadlines and quit channels act meanwhile, and says how it
/// ended.
async fn lead<T, E>(wired: Owned<T, E>, mut tasks: Vec<JoinHandle<()>>) -> Reported<T, E> {
    let wired = poll_fn(|cx| {
        let mut wired = lock(&wired);
        if let Some(wired) = &mut *wired {
            wired.poll_watch(cx);
        }
        while let Some(task) = tasks.last_mut() {
            if Pin::new(task).poll(cx).is_pending() {
                return Poll::Pending;
            }
            tasks.pop();
        }
        Poll::Ready(wired.take())
    });
    wired.await.map_or_else(unknown, Wired::outcome)
}

/// The outcome of a run that was dropped.
fn unknown<T, E>() -> Reported<T, E> {
    let report = Report::new(&[], Duration::ZERO);
    (Err(Error::cancelled()), report)
}

/// A pipeline whose workers are tasks of a tokio runtime.
///
/// Dropping the handle ends them: when the drop returns, none of their futures is left, nor a thread
/// that the run had. It waits for the polls that other threads are in, and for `blocking` bodies at
/// work. Dropped in a body of a pipeline, where such waits could be for each other, it leaves the
/// futures that are being polled to the end of that poll.
#[must_use = "dropping the handle ends the pipeline"]
pub struct AsyncRunning<T, E = BoxError> {
    context: Context,
    jobs: Vec<Arc<Shell<E>>>,
    wired: Owned<T, E>,
    /// The task that waits for the others.
    lead: Option<JoinHandle<Reported<T, E>>>,
}

impl<T, E> AsyncRunning<T, E> {
    /// Tells it to stop where each stage waits, or at the next item. Returns at once.
    pub fn cancel(&self) {
        self.context.cancel();
    }

    /// Tells it to make nothing more, and to finish what it has: see [`Context::drain`]. Returns at
    /// once.
    pub fn drain(&self) {
        self.context.drain();
    }

    /// [`drain`](AsyncRunning::drain), and a cancel if it has not ended when `time` has passed: see
    /// [`Context::drain_within`].
    pub fn drain_within(&self, time: Duration) {
        self.context.drain_within(time);
    }

    /// The stages that are inside their bodies now: see [`Context::busy_stages`].
    #[must_use]
    pub fn busy_stages(&self) -> Vec<&'static str> {
        self.context.busy_stages()
    }

    /// Whether [`join`](AsyncRunning::join) would not wait.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.lead.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Waits for the pipeline's end, and that of its tasks, and gives its value.
    ///
    /// # Errors
    ///
    /// As [`AsyncPipeline::run`]; [`Error::Cancelled`] too if the runtime was shut down before.
    pub async fn join(self) -> Result<T, Error<E>> {
        self.join_reported().await.0
    }

    /// [`join`](AsyncRunning::join), with a report of what each stage did, however it ended.
    pub async fn join_reported(mut self) -> (Result<T, Error<E>>, Report) {
        let joined = match &mut self.lead {
            Some(lead) => lead.await.ok(),
            None => None,
        };
        // The lead catches what panics: it can only have been dropped, with its runtime.
        joined.unwrap_or_else(unknown)
    }
}

impl<T, E> Drop for AsyncRunning<T, E> {
    fn drop(&mut self) {
        let Some(lead) = self.lead.take().filter(|lead| !lead.is_finished()) else {
            return;
        };
        self.context.cancel();
        let waits = current::context().is_none();
        for job in &self.jobs {
            job.stop(waits);
        }
        // Taken under the lock, dropped outside of it: its value is foreign code.
        let wired = if waits {
            lock(&self.wired).take()
        } else {
            self.wired
                .try_lock()
                .ok()
                .and_then(|mut wired| wired.take())
        };
        drop(wired);
        // The tasks end by themselves, as their jobs have; so does the one that waits for them.
        drop(lead);
    }
}
