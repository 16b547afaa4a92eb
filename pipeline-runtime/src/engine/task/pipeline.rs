//! [`AsyncPipeline`], the value of `pipeline!(async { … })`.

use std::future::poll_fn;
use std::panic::{self, AssertUnwindSafe};
use std::task::Context as Task;
use std::time::Duration;

use super::local_executor::LocalExecutor;
use super::run::{Get, Run};
use super::watch::Watch;
use super::worker_task::WorkerTask;
use crate::cluster::Role;
use crate::context::Context;
use crate::context::clock::{Clock, MakeSleep};
use crate::edge::Ends;
use crate::engine::header::{Itself, Returned};
use crate::report::Report;
use crate::report::graph::{Declared, Graph};
use crate::run::current::Current;
use crate::run::current::surrounding;
use crate::run::error::{BoxError, Cause, Error, View};
use crate::run::foreign;
#[cfg(feature = "tokio")]
use crate::run::registry::WorkerRegistry;
use crate::run::worker::State;
use crate::sync::Arc;
use crate::sync::thread::Instant;

/// Boxed here for the same reason as the closure of a [`Pipeline`](crate::Pipeline).
type Wire<'p, T, E> = Box<dyn FnOnce(&Run<'p, E>) -> Get<'p, T> + Send + 'p>;

/// A declared pipeline of futures. It does nothing until the future of [`run`](AsyncPipeline::run)
/// is awaited.
///
/// `'p` is the lifetime of its borrows, `T` is the type of its value, and `E` is the error type
/// that `?` in a body converts into. Its futures are `Send`, so a task of any executor can await
/// it.
///
/// Deadlines, backoffs, throttles and timed batches wait as
/// [`with_sleep`](AsyncPipeline::with_sleep) says. Without it, they use tokio's timer, if the
/// feature `tokio` is on and the tokio runtime has a timer. Otherwise a thread waits. That thread
/// also waits for [quit channels](Context::quit_on). All runs of futures in the process share the
/// thread, which ends with the last run that needs it.
///
/// Tokio panics if its runtime has no timer. The panic is caught, but the panic hook prints it,
/// once for each runtime.
///
/// ```
/// # pollster::block_on(async {
/// use pipeline::{AsyncPipeline, pipeline};
///
/// fn total(prices: &[u32]) -> AsyncPipeline<'_, u32> {
///     pipeline!(async {
///         let prices = generator(prices.iter());
///         prices >> stage(async |price| price * 2) >> sum::<u32>()
///     })
/// }
///
/// assert_eq!(total(&[1, 2]).run().await?, 6);
/// # Ok::<(), pipeline::Error>(())
/// # }).unwrap();
/// ```
#[doc(alias("future", "Stream"))]
#[must_use = "a pipeline does nothing until its `run` is awaited"]
pub struct AsyncPipeline<'p, T, E = BoxError> {
    graph: Declared<Graph>,
    wire: Wire<'p, T, E>,
    view: View<E>,
    sleep: Option<MakeSleep>,
    /// The part of the run that this process does.
    role: Role,
}

impl<'p, T> AsyncPipeline<'p, T> {
    #[doc(hidden)]
    pub fn new(
        wire: impl FnOnce(&Run<'p, BoxError>) -> Get<'p, T> + Send + 'p,
        graph: impl Into<Declared<Graph>>,
    ) -> Self {
        AsyncPipeline::of(graph, Box::new(wire), View::BOXED, None)
    }
}

impl<'p, T, E> AsyncPipeline<'p, T, E> {
    pub(super) fn of(
        graph: impl Into<Declared<Graph>>,
        wire: Wire<'p, T, E>,
        view: View<E>,
        sleep: Option<MakeSleep>,
    ) -> Self {
        AsyncPipeline {
            graph: graph.into(),
            wire,
            view,
            sleep,
            role: Role::Alone,
        }
    }

    /// Returns the same pipeline, of which this process runs the part that `role` names.
    #[cfg(feature = "cluster")]
    pub(crate) fn in_role(self, role: Role) -> Self {
        AsyncPipeline { role, ..self }
    }

    /// Returns the graph of the pipeline: its stages, and the streams between them.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!(async {
    ///     let words = generator(["to", "be"]);
    ///     words >> fan_out(2, async |word| word.len()) >> sum::<usize>()
    /// });
    /// assert_eq!(
    ///     pipeline.graph().to_string(),
    ///     "words -> output.fan_out by `words`: 64 items at first\n\
    ///      output.fan_out -> output by `output_fan_out`: 64 items at first"
    /// );
    /// ```
    #[must_use]
    pub fn graph(&self) -> &'static Graph {
        self.graph.whole()
    }
}

impl<'p, T, E: Send + 'p> AsyncPipeline<'p, T, E> {
    /// Makes the pipeline of a header that names its `Result`. The integer selects the impl of
    /// [`Cause`](crate::private::Cause).
    #[doc(hidden)]
    pub fn returning<R: Returned<M, Value = T, Named = W, Error = E>, N, K, M, W>(
        _: N,
        wire: impl FnOnce(&Run<'p, E>) -> Get<'p, T> + Send + 'p,
        graph: impl Into<Declared<Graph>>,
    ) -> Self
    where
        E: Cause<N, K> + Itself<Itself = W>,
    {
        AsyncPipeline::of(graph, Box::new(wire), E::VIEW, None)
    }

    /// Makes every timed wait of the run use `sleep(time).await`.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use pipeline::AsyncPipeline;
    /// # fn example(pipeline: AsyncPipeline<'_, ()>, sleep: impl Fn(Duration) -> std::future::Ready<()> + Send + Sync + 'static) {
    /// let pipeline = pipeline.with_sleep(sleep); // such as `tokio::time::sleep`
    /// # drop(pipeline);
    /// # }
    /// ```
    pub fn with_sleep<F, S>(mut self, sleep: F) -> Self
    where
        F: Fn(Duration) -> S + Send + Sync + 'static,
        S: Future<Output = ()> + Send + 'static,
    {
        self.sleep = Some(Arc::new(move |time| Box::pin(sleep(time))));
        self
    }

    /// Runs the pipeline in the task that awaits the returned future.
    ///
    /// This one future polls all stages. When it is ready, every stage has ended. Dropping it at
    /// any time ends all stages at once, except that the drop waits for a `blocking` body at work.
    /// If `run` is called in a body of another pipeline, a cancel of that pipeline also stops this
    /// one.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let letters = pipeline!(async {
    ///     let words = generator(["to", "not"]);
    ///     let lengths = words >> stage(async |word| word.len());
    ///     lengths >> sum::<usize>()
    /// })
    /// .run()
    /// .await?;
    /// assert_eq!(letters, 5);
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The [first failure](Error), as with [`Pipeline::run`](crate::Pipeline::run).
    #[doc(alias("await", "join_all"))]
    pub fn run(self) -> impl Future<Output = Result<T, Error<E>>> + Send + use<'p, T, E> {
        let reported = self.run_below(surrounding(None));
        async { reported.await.0 }
    }

    /// Like [`run`](AsyncPipeline::run), but also stops when `context` is cancelled.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use std::time::Duration;
    ///
    /// use pipeline::{Context, pipeline};
    ///
    /// let soon = Context::new().with_deadline(Duration::from_millis(10));
    /// let outcome = pipeline!(async {
    ///     let never = generator([1]) >> stage(async |_| std::future::pending::<u32>().await);
    ///     never >> count()
    /// })
    /// .run_with(&soon)
    /// .await;
    /// assert!(outcome.unwrap_err().is_deadline_exceeded());
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`run`](AsyncPipeline::run). [`Error::Cancelled`] if `context` was cancelled,
    /// [`Error::DeadlineExceeded`] if its deadline has passed.
    pub fn run_with(
        self,
        context: &Context,
    ) -> impl Future<Output = Result<T, Error<E>>> + Send + use<'p, T, E> {
        let reported = self.run_below(surrounding(Some(context)));
        async { reported.await.0 }
    }

    /// Like [`run`](AsyncPipeline::run), but also returns a report of what each stage did, even if
    /// the run fails.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let (outcome, report) = pipeline!(async {
    ///     let words = generator(["to", "not"]);
    ///     let lengths = words >> stage(async |word| word.len());
    ///     lengths >> sum::<usize>()
    /// })
    /// .run_reported()
    /// .await;
    /// println!("{report}");
    /// assert_eq!(outcome?, 5);
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn run_reported(
        self,
    ) -> impl Future<Output = (Result<T, Error<E>>, Report)> + Send + use<'p, T, E> {
        self.run_below(surrounding(None))
    }

    /// Like [`run_with`](AsyncPipeline::run_with), but also returns a report of what each stage
    /// did, even if the run fails.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use pipeline::{Context, pipeline};
    ///
    /// let (outcome, report) = pipeline!(async {
    ///     let words = generator(["to", "not"]);
    ///     let lengths = words >> stage(async |word| word.len());
    ///     lengths >> sum::<usize>()
    /// })
    /// .run_reported_with(&Context::new())
    /// .await;
    /// println!("{report}");
    /// assert_eq!(outcome?, 5);
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn run_reported_with(
        self,
        context: &Context,
    ) -> impl Future<Output = (Result<T, Error<E>>, Report)> + Send + use<'p, T, E> {
        self.run_below(surrounding(Some(context)))
    }

    pub(crate) async fn run_below(self, context: Context) -> (Result<T, Error<E>>, Report) {
        let (mut wired, workers) = self.wire(context.clone(), Ends::OneTask);
        let mut executor = LocalExecutor::new(workers);
        let guard = DropGuard::new(context);
        poll_fn(|cx| {
            wired.poll_watch(cx);
            executor.poll(cx)
        })
        .await;
        guard.disarm();
        drop(executor);
        wired.outcome()
    }

    /// Makes the workers of a run. `ends` says whether they will share one task or have a task
    /// each.
    pub(crate) fn wire(
        self,
        context: Context,
        ends: Ends,
    ) -> (Wired<'p, T, E>, Vec<WorkerTask<'p, E>>) {
        // If a deadline has passed or a quit channel is closed already, this call cancels the run.
        // Then no worker starts its work.
        let _ = context.is_cancelled();
        let clock = Clock::new(context.time(), self.sleep);
        let state = State::new(context, self.view, Some(Arc::clone(&clock)), self.role);
        let run = Run::new(&state, &clock, ends);
        let wire = self.wire;
        // The expressions of options run here, and may panic. Bodies do not run yet.
        let wired = panic::catch_unwind(AssertUnwindSafe(|| wire(&run)));
        let get = wired.map_err(|payload| state.fail(Error::panicked("pipeline", payload)));
        state.all_started();
        let wired = Wired {
            watch: Watch::new(state.context(), &clock),
            clock,
            get: get.ok(),
            started: Instant::now(),
            state,
        };
        (wired, run.into_workers())
    }
}

/// A run whose workers have been made.
pub(crate) struct Wired<'p, T, E> {
    state: Arc<State<E>>,
    clock: Arc<Clock>,
    watch: Watch,
    /// Returns the value of the run.
    get: Option<Get<'p, T>>,
    started: Instant,
}

impl<T, E> Wired<'_, T, E> {
    /// Applies the deadlines and quit channels of the run's context.
    pub(crate) fn poll_watch(&mut self, cx: &mut Task<'_>) {
        // The user's sleep function may panic.
        let polled = panic::catch_unwind(AssertUnwindSafe(|| self.watch.poll(cx)));
        match polled {
            Ok(Ok(())) => {}
            Ok(Err(error)) => self.state.fail(Error::spawn("pipeline", error)),
            Err(payload) => self.state.fail(Error::panicked("pipeline", payload)),
        }
    }

    /// Returns the registry of the run's workers.
    #[cfg(feature = "tokio")]
    pub(super) fn registry(&self) -> Arc<WorkerRegistry> {
        Arc::clone(self.state.registry())
    }

    /// Returns the outcome of the run. To be called when all workers have ended.
    pub(crate) fn outcome(mut self) -> (Result<T, Error<E>>, Report) {
        self.state.end_orphans();
        self.state.tell_of_last_drops();
        let get = self.get.take();
        let value = panic::catch_unwind(AssertUnwindSafe(|| {
            let get = get.filter(|_| self.state.has_ended_well());
            get.map(|get| get())
        }));
        let value = value.unwrap_or_else(|payload| {
            // The drop of a value that no caller takes has panicked.
            self.state.fail(Error::panicked("pipeline", payload));
            None
        });
        let outcome = self.state.outcome();
        let outcome = outcome.and_then(|()| value.ok_or_else(|| self.state.stopped()));
        let report = Report::new(&self.state.members(), self.started.elapsed());
        (outcome, report)
    }
}

impl<T, E> Drop for Wired<'_, T, E> {
    fn drop(&mut self) {
        // As on threads, code that holds the run's context learns of the end of the run, however
        // the run ended.
        self.state.context().cancel();
        let orphans = self.state.stop_token().orphans();
        match Current::get() {
            Some(current) => current.orphans().adopt(orphans),
            None => self.state.end_orphans(),
        }
        self.clock.close();
        // A value that was not asked for belongs to the user. Its drop may panic.
        foreign::drop_quietly(self.get.take());
        self.state.drop_causes();
    }
}

/// Cancels a run that is dropped, before its workers are dropped. Whatever their bodies run under
/// the run's context ends then too.
pub(super) struct DropGuard(Option<Context>);

impl DropGuard {
    pub(super) fn new(context: Context) -> Self {
        DropGuard(Some(context))
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.0.as_ref().is_some_and(Context::is_stopped)
    }

    pub(super) fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for DropGuard {
    fn drop(&mut self) {
        self.0.iter().for_each(Context::cancel);
    }
}
