//! Each worker as a task of tokio's, and the handle that owns them.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use tokio::task::JoinHandle;

use super::job::Job;
use super::pipeline::AsyncPipeline;
use crate::context::Context;
use crate::current;
use crate::error::{BoxError, Error};
use crate::pipeline::surrounding;
use crate::report::Report;
use crate::sync::{Arc, Mutex, lock};

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
        let (mut wired, jobs) = self.wire(context.clone());
        let jobs: Vec<Shared<E>> = jobs
            .into_iter()
            .map(|job| Arc::new(Mutex::new(job)))
            .collect();
        let mut tasks: Vec<_> = jobs
            .iter()
            .map(|job| tokio::spawn(live(Arc::clone(job))))
            .collect();
        let lead = tokio::spawn(async move {
            poll_fn(|cx| {
                wired.poll_watch(cx);
                tasks.retain_mut(|task| Pin::new(task).poll(cx).is_pending());
                if tasks.is_empty() {
                    std::task::Poll::Ready(())
                } else {
                    std::task::Poll::Pending
                }
            })
            .await;
            wired.outcome()
        });
        AsyncRunning {
            context,
            jobs,
            lead: Some(lead),
        }
    }
}

type Reported<T, E> = (Result<T, Error<E>>, Report);

/// A job that its task polls, and that the handle can end.
type Shared<E> = Arc<Mutex<Job<'static, E>>>;

async fn live<E>(job: Shared<E>) {
    poll_fn(|cx| lock(&job).poll(cx)).await;
}

/// A pipeline whose workers are tasks of a tokio runtime.
///
/// Dropping the handle ends them: when the drop returns, none of their futures is left. It waits for
/// no more than the polls that other threads are in, and `blocking` bodies at work.
#[must_use = "dropping the handle ends the pipeline"]
pub struct AsyncRunning<T, E = BoxError> {
    context: Context,
    jobs: Vec<Shared<E>>,
    /// The task that waits for the others, and watches deadlines and quit channels.
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
        joined.unwrap_or_else(|| {
            let report = Report::new(&[], Duration::ZERO);
            (Err(Error::cancelled()), report)
        })
    }
}

impl<T, E> Drop for AsyncRunning<T, E> {
    fn drop(&mut self) {
        let Some(lead) = self.lead.take().filter(|lead| !lead.is_finished()) else {
            return;
        };
        self.context.cancel();
        // A body that drops its own pipeline's handle is polled right now: it ends when it waits.
        let is_inside = current::context().is_some_and(|current| current.is_within(&self.context));
        if !is_inside {
            for job in &self.jobs {
                lock(job).stop();
            }
        }
        // The tasks end by themselves, as their jobs have; so does the one that waits for them.
        drop(lead);
    }
}
