//! Runs each worker as a task of tokio. The handle owns these tasks.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context as Task, Poll, ready};
use std::time::Duration;

use super::pipeline::{AsyncPipeline, DropGuard, Wired};
use super::worker_task::WorkerTask;
use crate::context::Context;
use crate::edge::Ends;
use crate::engine::outcome::Outcome;
use crate::report::Report;
use crate::run::budget::TURN;
use crate::run::current::{Current, settle_for_now, surrounding};
use crate::run::error::{BoxError, Error};
use crate::run::foreign;
use crate::run::joins;
use crate::run::orphans::Orphan;
use crate::run::registry::WorkerRegistry;
use crate::sync::task::{JoinHandle, spawn};
use crate::sync::thread::Instant;
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock, try_lock};

impl<T: Send + 'static, E: Send + 'static> AsyncPipeline<'static, T, E> {
    /// Starts each worker as a task of its own on the current tokio runtime, so that the workers
    /// run in parallel. Returns at once with a handle to the run.
    ///
    /// The pipeline must own what it uses: `pipeline!(async move { … })`.
    ///
    /// Needs the feature `tokio`.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(async move {
    ///     let words = generator(["to", "not"]);
    ///     let lengths = words >> stage(async |word| word.len());
    ///     lengths >> sum::<usize>()
    /// })
    /// .spawn();
    /// assert_eq!(running.join().await?, 5);
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// If called outside of a tokio runtime.
    #[doc(alias("tokio::spawn", "JoinSet", "parallel"))]
    pub fn spawn(self) -> AsyncRunning<T, E> {
        self.spawn_below(surrounding(None))
    }

    /// Like [`spawn`](AsyncPipeline::spawn), but also stops when `context` is cancelled, as with
    /// [`run_with`](AsyncPipeline::run_with).
    ///
    /// Needs the feature `tokio`.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use pipeline::{Context, pipeline};
    ///
    /// let context = Context::new();
    /// let running = pipeline!(async move {
    ///     let never = generator([1]) >> stage(async |_| std::future::pending::<u32>().await);
    ///     never >> count()
    /// })
    /// .spawn_with(&context);
    /// context.cancel();
    /// assert!(running.join().await.unwrap_err().is_cancelled());
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// If called outside of a tokio runtime.
    pub fn spawn_with(self, context: &Context) -> AsyncRunning<T, E> {
        self.spawn_below(surrounding(Some(context)))
    }

    fn spawn_below(self, context: Context) -> AsyncRunning<T, E> {
        let (wired, workers) = self.wire(context.clone(), Ends::Tasks);
        let registry = wired.registry();
        let shell = |worker| Shell::new(worker, &context);
        let workers: Vec<_> = workers.into_iter().map(shell).collect();
        let live = |worker: &Arc<Shell<E>>| spawn(live(Arc::clone(worker)));
        let tasks = workers.iter().map(live).collect();
        let end = Arc::new(TaskEnd {
            context: context.clone(),
            workers: workers.clone(),
            open: Mutex::new(Open {
                wired: Some(wired),
                tasks,
            }),
            outcome: Outcome::open(),
        });
        let lead = spawn(lead(Arc::clone(&end)));
        let mut parts: Vec<Arc<dyn Orphan>> = Vec::with_capacity(workers.len() + 1);
        parts.extend(workers.into_iter().map(|worker| worker as Arc<dyn Orphan>));
        parts.push(Arc::clone(&end) as Arc<dyn Orphan>);
        AsyncRunning {
            context,
            registry,
            parts,
            end,
            lead,
        }
    }
}

/// A worker that its task polls, and that the handle can end.
struct Shell<E> {
    context: Context,
    worker: Mutex<WorkerTask<'static, E>>,
    /// Whether the handle was dropped. If a poll was under way then, the task ends the worker after
    /// that poll.
    is_over: AtomicBool,
}

impl<E> Shell<E> {
    fn new(worker: WorkerTask<'static, E>, context: &Context) -> Arc<Self> {
        Arc::new(Shell {
            context: context.clone(),
            worker: Mutex::new(worker),
            is_over: AtomicBool::new(false),
        })
    }

    fn poll(&self, cx: &mut Task<'_>) -> Poll<()> {
        let start = Instant::now();
        let mut worker = lock(&self.worker);
        let polled = worker.poll(cx, start);
        if start.elapsed() >= TURN {
            // The runtime checks its timers only once in many polls, and each poll may be as long
            // as this one. So make the run check its deadlines now.
            worker.remind_run();
        }
        drop(worker);
        // Load `is_over` after the lock is released. `end_now` stores `is_over` and then tries the
        // lock. Either it gets the lock and stops the worker, or it finds the lock held by this
        // poll, and then this load sees the store. A load before the release could miss the store,
        // and the worker would not be stopped.
        if self.is_over.load(Ordering::SeqCst) {
            lock(&self.worker).stop();
            return Poll::Ready(());
        }
        polled
    }

    /// Ends a worker whose task the runtime has dropped. Waits for a `blocking` body at work.
    fn end_without_task(&self) {
        let mut worker = lock(&self.worker);
        if !worker.has_ended() {
            self.context.cancel();
            worker.stop();
        }
    }

    /// Returns whether a poll or a `blocking` body is under way.
    fn is_at_work(&self) -> bool {
        try_lock(&self.worker).is_none_or(|worker| worker.body_is_at_work())
    }
}

impl<E: Send> Orphan for Shell<E> {
    fn context(&self) -> &Context {
        &self.context
    }

    fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
        lock(&self.worker).stop();
    }

    fn end_now(&self) -> bool {
        self.is_over.store(true, Ordering::SeqCst);
        try_lock(&self.worker).is_some_and(|mut worker| {
            worker.stop();
            true
        })
    }
}

async fn live<E>(worker: Arc<Shell<E>>) {
    poll_fn(|cx| worker.poll(cx)).await;
}

/// The end of a run. [`poll_end`](TaskEnd::poll_end) is the only place that says that the run has
/// ended.
struct TaskEnd<T, E> {
    context: Context,
    workers: Vec<Arc<Shell<E>>>,
    /// Locked while code of the user runs, and while the run waits for its orphans. So nothing that
    /// must not wait locks this.
    open: Mutex<Open<T, E>>,
    outcome: Outcome<T, E>,
}

/// What is left of a run that has not ended.
struct Open<T, E> {
    /// `None` once the run has ended or its handle was dropped.
    wired: Option<Wired<'static, T, E>>,
    /// The tasks of the workers that have not ended.
    tasks: Vec<JoinHandle<()>>,
}

impl<T, E> TaskEnd<T, E> {
    /// Applies the deadlines and quit channels of the run.
    fn poll_watch(&self, cx: &mut Task<'_>) {
        let _settled = settle_for_now(&self.context);
        if let Some(wired) = &mut lock(&self.open).wired {
            wired.poll_watch(cx);
        }
    }

    /// Returns whether [`poll_end`](TaskEnd::poll_end) would not wait for a body, or was ready. To
    /// be called once the lead has ended. If the runtime was shut down, bodies may be at work then.
    fn needs_no_wait(&self) -> bool {
        self.outcome.is_set() || !self.workers.iter().any(|worker| worker.is_at_work())
    }

    /// Waits for the tasks of the run, and then records the outcome, unless the handle was dropped.
    fn poll_end(&self, cx: &mut Task<'_>) -> Poll<()> {
        let _settled = settle_for_now(&self.context);
        let mut open = lock(&self.open);
        while let Some(task) = open.tasks.last_mut() {
            // The task catches its panics. An error here means that the runtime dropped the task.
            let _ = ready!(Pin::new(task).poll(cx));
            open.tasks.pop();
        }
        self.workers
            .iter()
            .for_each(|worker| worker.end_without_task());
        if let Some(wired) = open.wired.take() {
            self.outcome.set(wired.outcome());
        }
        Poll::Ready(())
    }
}

impl<T: Send, E: Send> Orphan for TaskEnd<T, E> {
    fn context(&self) -> &Context {
        &self.context
    }

    fn end(&self) {
        let wired = lock(&self.open).wired.take();
        foreign::drop_quietly(wired);
        self.outcome.drop_quietly();
    }

    fn end_now(&self) -> bool {
        let Some(mut open) = try_lock(&self.open) else {
            return false;
        };
        let wired = open.wired.take();
        drop(open);
        foreign::drop_quietly(wired);
        self.outcome.drop_quietly();
        true
    }
}

/// Polls the end of a run. A runtime that shuts down drops this task, which cancels the run. Then
/// the handle polls the end.
fn lead<T, E>(end: Arc<TaskEnd<T, E>>) -> impl Future<Output = ()> {
    let guard = DropGuard::new(end.context.clone());
    async move {
        poll_fn(|cx| {
            end.poll_watch(cx);
            end.poll_end(cx)
        })
        .await;
        guard.disarm();
    }
}

/// The handle of a pipeline whose workers are tasks of a tokio runtime.
///
/// Dropping the handle ends the tasks. When the drop returns, none of their futures and no thread
/// of the run is left. The drop waits for polls that are under way on other threads, and for
/// `blocking` bodies at work. In a body of another pipeline, such waits could be for each other. So
/// there the drop does not wait, and the run of that other pipeline waits at its end. If two runs
/// would wait for each other so, one of them does not. In a body of its own run, the drop only
/// cancels, and the run ends after that body. The same holds where the run drops values, and in the
/// sleep of [`with_sleep`](AsyncPipeline::with_sleep).
///
/// If the runtime is shut down, the run is cancelled.
///
/// Needs the feature `tokio`.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// use pipeline::pipeline;
///
/// let running = pipeline!(async move {
///     let words = generator(["to", "not"]);
///     let lengths = words >> stage(async |word| word.len());
///     lengths >> sum::<usize>()
/// })
/// .spawn();
/// println!("{}", running.report()); // at any time
/// assert_eq!(running.join().await?, 5);
/// # Ok::<(), pipeline::Error>(())
/// # }).unwrap();
/// ```
#[doc(alias("JoinHandle", "JoinSet", "task"))]
#[must_use = "dropping the handle ends the pipeline"]
pub struct AsyncRunning<T, E = BoxError> {
    context: Context,
    registry: Arc<WorkerRegistry>,
    /// The workers, then the end of the run.
    parts: Vec<Arc<dyn Orphan>>,
    end: Arc<TaskEnd<T, E>>,
    /// The task that waits for the others.
    lead: JoinHandle<()>,
}

impl<T, E> AsyncRunning<T, E> {
    /// Cancels the run: each stage stops where it waits, or at its next item. Returns at once.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(async move {
    ///     let never = generator([1]) >> stage(async |_| std::future::pending::<u32>().await);
    ///     never >> count()
    /// })
    /// .spawn();
    /// running.cancel();
    /// assert!(running.join().await.unwrap_err().is_cancelled());
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    #[doc(alias("abort", "stop"))]
    pub fn cancel(&self) {
        self.context.cancel();
    }

    /// Drains the run: it makes no more items, and finishes those already made. See
    /// [`Context::drain`]. Returns at once.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(async move {
    ///     let numbers = generator(0_u64..);
    ///     numbers >> stage(async |n| n) >> count()
    /// })
    /// .spawn();
    /// running.drain();
    /// println!("{} numbers were made, and all of them were counted", running.join().await?);
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    #[doc(alias = "graceful shutdown")]
    pub fn drain(&self) {
        self.context.drain();
    }

    /// Like [`drain`](AsyncRunning::drain), but cancels the run if it has not ended after `time`.
    /// See [`Context::drain_within`].
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use std::time::Duration;
    ///
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(async move {
    ///     let numbers = generator(0_u64..);
    ///     numbers >> stage(async |n| n) >> count()
    /// })
    /// .spawn();
    /// running.drain_within(Duration::from_secs(10));
    /// println!("{} numbers were made, and all of them were counted", running.join().await?);
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn drain_within(&self, time: Duration) {
        self.context.drain_within(time);
    }

    /// Returns a report of what the run has done so far and of what its workers are doing now: see
    /// [`Report`]. Once the run has ended, returns the report of the whole run.
    ///
    /// This may be called at any time and from any thread. The run does not wait for the report.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(async move {
    ///     let words = generator(["to", "not"]);
    ///     let lengths = words >> stage(async |word| word.len());
    ///     lengths >> sum::<usize>()
    /// })
    /// .spawn();
    /// for stage in running.report().stages {
    ///     println!("{} took {} items, and has {} in hand", stage.name, stage.taken, stage.in_hand);
    /// }
    /// running.join().await?;
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    #[must_use]
    pub fn report(&self) -> Report {
        let outcome = &self.end.outcome;
        outcome.report().unwrap_or_else(|| self.registry.report())
    }

    /// Returns the stages that are inside their bodies now: see [`Context::busy_stages`].
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(async move {
    ///     let words = generator(["to", "not"]);
    ///     let lengths = words >> stage(async |word| word.len());
    ///     lengths >> sum::<usize>()
    /// })
    /// .spawn();
    /// println!("at work: {:?}", running.busy_stages());
    /// running.join().await?;
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    #[must_use]
    pub fn busy_stages(&self) -> Vec<&'static str> {
        self.context.busy_stages()
    }

    /// Returns whether the run has ended, so that [`join`](AsyncRunning::join) would not wait. If the
    /// runtime was shut down, the run ends when no body is at work any more.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(async move {
    ///     let words = generator(["to", "not"]);
    ///     let lengths = words >> stage(async |word| word.len());
    ///     lengths >> sum::<usize>()
    /// })
    /// .spawn();
    /// while !running.is_finished() {
    ///     tokio::task::yield_now().await;
    /// }
    /// assert_eq!(running.join().await?, 5);
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.lead.is_finished() && self.end.needs_no_wait()
    }

    /// Waits until the pipeline and its tasks have ended, and returns the pipeline's value.
    ///
    /// If the runtime of these tasks was shut down, the join waits for the polls that are still under
    /// way there, and then ends the run itself. In that case, a `blocking` body at work blocks the
    /// thread that polls the join.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(async move {
    ///     let numbers = generator(["1", "two"]) >> stage(name = "parse", |word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .spawn();
    /// assert_eq!(running.join().await.unwrap_err().stage(), Some("parse"));
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`AsyncPipeline::run`]. Also [`Error::Cancelled`] if the runtime was shut down
    /// before the run ended, and [`Error::Deadlock`] if this is awaited in a body of the run
    /// itself, or of a pipeline inside such a body. Two runs whose bodies join each other's handles
    /// wait until one of them is cancelled.
    pub async fn join(self) -> Result<T, Error<E>> {
        self.join_reported().await.0
    }

    /// Like [`join`](AsyncRunning::join), but also returns a report of what each stage did, even if
    /// the run fails.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(async move {
    ///     let words = generator(["to", "not"]);
    ///     let lengths = words >> stage(async |word| word.len());
    ///     lengths >> sum::<usize>()
    /// })
    /// .spawn();
    /// let (outcome, report) = running.join_reported().await;
    /// println!("{report}");
    /// assert_eq!(outcome?, 5);
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn join_reported(mut self) -> (Result<T, Error<E>>, Report) {
        if joins::is_own(&self.context) {
            return (Err(Error::deadlock()), Report::new(&[], Duration::ZERO));
        }
        if (&mut self.lead).await.is_err() {
            // The runtime was shut down, and has dropped the task.
            poll_fn(|cx| self.end.poll_end(cx)).await;
        }
        // There is no outcome if the end of the run has panicked.
        let outcome = self.end.outcome.take();
        outcome.unwrap_or_else(|| (Err(Error::cancelled()), self.registry.report()))
    }
}

impl<T, E> Drop for AsyncRunning<T, E> {
    fn drop(&mut self) {
        self.context.cancel();
        if joins::is_own(&self.context) {
            // The cancel ends the tasks, each after its current poll.
            return;
        }
        match Current::get() {
            // The wait is registered, because this may be the drop of the value of another run.
            None => {
                if let Ok(_joining) = joins::join(&self.context) {
                    self.parts.iter().for_each(|part| part.end());
                }
            }
            // A body must not wait for a task that may wait for that body. Tasks that cannot be
            // ended now are ended by the run of this body, at its end.
            Some(current) => {
                let left = self.parts.iter().filter(|part| !part.end_now());
                left.for_each(|part| current.orphans().add(part));
            }
        }
    }
}
