//! [`Pipeline`], the value of `pipeline!`, and [`Running`], the handle of a pipeline that was
//! spawned.

use std::panic::{self, AssertUnwindSafe};
use std::time::Duration;

use crate::cluster::Role;
use crate::context::Context;
use crate::engine::header::{Itself, Returned};
use crate::engine::outcome::Outcome;
use crate::engine::threads::run::Run;
use crate::report::Report;
use crate::report::graph::{Declared, Graph};
use crate::run::current;
use crate::run::current::surrounding;
use crate::run::error::{BoxError, Cause, Error, View};
use crate::run::foreign;
use crate::run::joins;
use crate::run::registry::WorkerRegistry;
use crate::run::trace::Around;
use crate::sync::Arc;
use crate::sync::stack::Stack;
use crate::sync::thread::{self, Instant, JoinHandle};

/// The closure that wires a pipeline. It is boxed here and not by the expansion. If the pipeline
/// must be `'static` but borrows, the closure is then the argument of a call, and rustc suggests
/// `move`.
type Wire<'p, T, E> = Box<dyn FnOnce(&Run<E>) -> Result<T, Error<E>> + Send + 'p>;

/// A declared pipeline. It does nothing until [`run`](Pipeline::run) or [`spawn`](Pipeline::spawn)
/// is called.
///
/// `'p` is the lifetime of its borrows, `T` is the type of its value, and `E` is the error type
/// that `?` in a body converts into.
///
/// ```
/// use pipeline::{Pipeline, pipeline};
///
/// /// Counts the lines that contain `word`.
/// fn count<'p>(lines: &'p [&str], word: &'p str) -> Pipeline<'p, usize> {
///     pipeline!(move || {
///         let lines = generator(lines);
///         lines >> filter(|line| line.contains(word)) >> count()
///     })
/// }
///
/// assert_eq!(count(&["to be", "or not"], "be").run()?, 1);
/// # Ok::<(), pipeline::Error>(())
/// ```
#[must_use = "a pipeline does nothing until it is `run` or `spawn`ed"]
pub struct Pipeline<'p, T, E = BoxError> {
    graph: Declared<Graph>,
    wire: Wire<'p, T, E>,
    view: View<E>,
    /// The part of the run that this process does.
    role: Role,
}

impl<'p, T> Pipeline<'p, T> {
    #[doc(hidden)]
    pub fn new(
        wire: impl FnOnce(&Run<BoxError>) -> Result<T, Error> + Send + 'p,
        graph: impl Into<Declared<Graph>>,
    ) -> Self {
        Pipeline::of(graph, wire, View::BOXED)
    }
}

impl<'p, T, E> Pipeline<'p, T, E> {
    /// Makes the pipeline of a header that names its `Result`. The integer selects the impl of
    /// [`Cause`](crate::private::Cause).
    #[doc(hidden)]
    pub fn returning<R: Returned<M, Value = T, Named = W, Error = E>, N, K, M, W>(
        _: N,
        wire: impl FnOnce(&Run<E>) -> Result<T, Error<E>> + Send + 'p,
        graph: impl Into<Declared<Graph>>,
    ) -> Self
    where
        E: Cause<N, K> + Itself<Itself = W>,
    {
        Pipeline::of(graph, wire, E::VIEW)
    }

    pub(crate) fn of(
        graph: impl Into<Declared<Graph>>,
        wire: impl FnOnce(&Run<E>) -> Result<T, Error<E>> + Send + 'p,
        view: View<E>,
    ) -> Self {
        Pipeline {
            graph: graph.into(),
            wire: Box::new(wire),
            view,
            role: Role::Alone,
        }
    }

    /// Returns the same pipeline, of which this process runs the part that `role` names.
    #[cfg(feature = "cluster")]
    pub(crate) fn in_role(self, role: Role) -> Self {
        Pipeline { role, ..self }
    }

    /// Returns the graph of the pipeline: its stages, and the streams between them.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let numbers = generator(0..10);
    ///     numbers >> stage(name = "halves", |n| n / 2) >> sum::<i32>()
    /// });
    /// assert_eq!(pipeline.graph().edges()[0].to, "halves");
    /// assert_eq!(pipeline.run()?, 20);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn graph(&self) -> &'static Graph {
        self.graph.whole()
    }

    /// Runs the pipeline, and returns its value. Blocks until the run has ended.
    ///
    /// When this returns, every thread that the pipeline started has ended. If `run` is called in a
    /// body of another pipeline, a cancel of that pipeline also stops this one.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let words = ["to", "be"];
    /// let letters = pipeline!({
    ///     let lengths = generator(words) >> stage(|word| word.len());
    ///     lengths >> sum::<usize>()
    /// })
    /// .run()?;
    /// assert_eq!(letters, 4);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The [first failure](Error): a body's error or panic, a thread that could not be started, or
    /// a cancel of the surrounding pipeline.
    #[doc(alias("scope", "WaitGroup", "block"))]
    pub fn run(self) -> Result<T, Error<E>> {
        self.run_below(&surrounding(None))
    }

    /// Like [`run`](Pipeline::run), but also stops when `context` is cancelled.
    ///
    /// The run gets a child of `context`, so a failure of the run does not cancel `context` itself.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use pipeline::{Context, pipeline};
    ///
    /// let soon = Context::new().with_deadline(Duration::from_millis(10));
    /// let outcome = pipeline!({
    ///     let numbers = generator(0_u64..) >> stage(|n| n);
    ///     numbers >> for_each(drop)
    /// })
    /// .run_with(&soon);
    /// assert!(outcome.unwrap_err().is_deadline_exceeded());
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`run`](Pipeline::run). [`Error::Cancelled`] if `context` was cancelled,
    /// [`Error::DeadlineExceeded`] if its deadline has passed.
    pub fn run_with(self, context: &Context) -> Result<T, Error<E>> {
        self.run_below(&surrounding(Some(context)))
    }

    /// Like [`run`](Pipeline::run), but also returns a report of what each stage did, even if the
    /// run fails.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let (outcome, report) = pipeline!({
    ///     let words = generator(["1", "two"]);
    ///     let numbers = words >> stage(on_error = skip, |word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .run_reported();
    /// assert_eq!(outcome?, 1);
    /// assert_eq!(report.stage("numbers").unwrap().failed, 1);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    pub fn run_reported(self) -> (Result<T, Error<E>>, Report) {
        self.report_below(&surrounding(None))
    }

    /// Like [`run_with`](Pipeline::run_with), but also returns a report of what each stage did,
    /// even if the run fails.
    ///
    /// ```
    /// use pipeline::{Context, pipeline};
    ///
    /// let (outcome, report) = pipeline!({
    ///     let squares = generator(1..=3) >> stage(|n| n * n);
    ///     squares >> sum::<i32>()
    /// })
    /// .run_reported_with(&Context::new());
    /// println!("{report}");
    /// assert_eq!(outcome?, 14);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    pub fn run_reported_with(self, context: &Context) -> (Result<T, Error<E>>, Report) {
        self.report_below(&surrounding(Some(context)))
    }

    fn run_below(self, context: &Context) -> Result<T, Error<E>> {
        let run = Run::new(context.clone(), self.view, self.role.clone());
        self.outcome(&run)
    }

    pub(crate) fn report_below(self, context: &Context) -> (Result<T, Error<E>>, Report) {
        let start = Instant::now();
        let run = Run::new(context.clone(), self.view, self.role.clone());
        let outcome = self.outcome(&run);
        (outcome, run.report(start.elapsed()))
    }

    fn outcome(self, run: &Run<E>) -> Result<T, Error<E>> {
        let wire = self.wire;
        // The workers catch the panics of their stages. But `wire` also evaluates the expressions
        // of options, which may panic too.
        panic::catch_unwind(AssertUnwindSafe(|| wire(run)))
            .unwrap_or_else(|payload| Err(Error::panicked("pipeline", payload)))
    }
}

impl<T: Send + 'static, E: Send + 'static> Pipeline<'static, T, E> {
    /// Starts the pipeline, and returns at once with a handle to it.
    ///
    /// The pipeline must own what it uses: `pipeline!(move || { … })`. If its thread cannot be
    /// started, [`Running::join`] returns [`Error::Spawn`].
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(move || {
    ///     let squares = generator(1..=3) >> stage(|n| n * n);
    ///     squares >> sum::<i32>()
    /// })
    /// .spawn();
    /// // … other work …
    /// assert_eq!(running.join()?, 14);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[doc(alias("go", "JoinHandle", "background"))]
    pub fn spawn(self) -> Running<T, E> {
        self.spawn_below(surrounding(None))
    }

    /// Like [`spawn`](Pipeline::spawn), but also stops when `context` is cancelled, as with
    /// [`run_with`](Pipeline::run_with).
    ///
    /// ```
    /// use pipeline::{Context, pipeline};
    ///
    /// let context = Context::new();
    /// let (_send, orders) = crossbeam_channel::unbounded::<u32>();
    /// let running = pipeline!(move || {
    ///     let orders = receive(orders);
    ///     orders >> for_each(drop)
    /// })
    /// .spawn_with(&context);
    /// context.cancel();
    /// assert!(running.join().unwrap_err().is_cancelled());
    /// ```
    pub fn spawn_with(self, context: &Context) -> Running<T, E> {
        self.spawn_below(surrounding(Some(context)))
    }

    pub(crate) fn spawn_below(self, context: Context) -> Running<T, E> {
        let outcome = Arc::new(Outcome::open());
        let registry = context.register();
        let run = {
            let (context, outcome) = (context.clone(), Arc::clone(&outcome));
            let around = Around::here();
            move || {
                let _around = around.enter();
                current::settle(&context);
                outcome.set(self.report_below(&context));
            }
        };
        let thread = match thread::spawn("pipeline".to_owned(), Stack::for_run(), run) {
            Ok(thread) => Some(thread),
            Err(error) => {
                let report = Report::new(&[], Duration::ZERO);
                outcome.set((Err(Error::spawn("pipeline", error)), report));
                None
            }
        };
        Running {
            context,
            registry,
            thread,
            outcome,
        }
    }
}

/// The handle of a pipeline that runs concurrently with its owner.
///
/// Dropping the handle cancels the pipeline and waits until its threads have ended. The run's value
/// or error is dropped too. If that drop panics, the panic is swallowed.
///
/// The drop also waits for bodies, so it never returns if a body waits for the caller. For example,
/// a sink may block in a send to a full channel whose receiver the caller holds. Drop that receiver
/// first.
///
/// ```
/// use pipeline::pipeline;
///
/// let running = pipeline!(move || {
///     let squares = generator(1..=3) >> stage(|n| n * n);
///     squares >> sum::<i32>()
/// })
/// .spawn();
/// println!("{}", running.report()); // at any time
/// assert_eq!(running.join()?, 14);
/// # Ok::<(), pipeline::Error>(())
/// ```
///
/// # In a body of its own
///
/// A run waits for its bodies, so a body that waited for its own run would wait for ever. In such a
/// body, dropping the handle cancels the run and returns at once, and [`join`](Running::join)
/// cancels the run and returns [`Error::Deadlock`]. The run then ends after that body has returned,
/// and no caller waits for its last threads.
///
/// The same holds wherever a body would wait for itself indirectly: in a pipeline that runs inside
/// such a body, in the drop of an item or of a thread-local, and if two runs join each other. This
/// crate does not detect a wait that goes through a thread or a channel of the user.
#[doc(alias("JoinHandle", "task"))]
#[must_use = "dropping the handle cancels the pipeline"]
pub struct Running<T, E = BoxError> {
    context: Context,
    registry: Arc<WorkerRegistry>,
    /// `None` if the thread could not be started, or was joined.
    thread: Option<JoinHandle<()>>,
    outcome: Arc<Outcome<T, E>>,
}

impl<T, E> Running<T, E> {
    /// Cancels the run: its stages stop at the next item. Returns at once.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let (_send, orders) = crossbeam_channel::unbounded::<u32>();
    /// let running = pipeline!(move || {
    ///     let orders = receive(orders);
    ///     orders >> for_each(drop)
    /// })
    /// .spawn();
    /// running.cancel();
    /// assert!(running.join().unwrap_err().is_cancelled());
    /// ```
    #[doc(alias("abort", "stop"))]
    pub fn cancel(&self) {
        self.context.cancel();
    }

    /// Drains the run: it makes no more items, and finishes those already made. See
    /// [`Context::drain`]. Returns at once.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(move || {
    ///     let numbers = generator(0_u64..) >> stage(|n| n);
    ///     numbers >> count()
    /// })
    /// .spawn();
    /// running.drain();
    /// println!("{} numbers were made, and all of them were counted", running.join()?);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[doc(alias = "graceful shutdown")]
    pub fn drain(&self) {
        self.context.drain();
    }

    /// Like [`drain`](Running::drain), but cancels the run if it has not ended after `time`. See
    /// [`Context::drain_within`].
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(move || {
    ///     let numbers = generator(0_u64..) >> stage(|n| n);
    ///     numbers >> count()
    /// })
    /// .spawn();
    /// running.drain_within(Duration::from_secs(10));
    /// println!("{} numbers were made, and all of them were counted", running.join()?);
    /// # Ok::<(), pipeline::Error>(())
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
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(move || {
    ///     let squares = generator(1..=3) >> stage(|n| n * n);
    ///     squares >> sum::<i32>()
    /// })
    /// .spawn();
    /// for stage in running.report().stages {
    ///     println!("{} took {} items, and has {} in hand", stage.name, stage.taken, stage.in_hand);
    /// }
    /// assert_eq!(running.join()?, 14);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn report(&self) -> Report {
        self.outcome
            .report()
            .unwrap_or_else(|| self.registry.report())
    }

    /// Returns the stages that are inside their bodies now: see [`Context::busy_stages`].
    ///
    /// ```
    /// use std::sync::mpsc;
    ///
    /// use pipeline::pipeline;
    ///
    /// let (begin, begun) = mpsc::channel();
    /// let (gate, opened) = mpsc::channel::<()>();
    /// let running = pipeline!(move || {
    ///     let slow = generator([7]) >> stage(name = "slow", move |n| {
    ///         let _ = begin.send(n);
    ///         let _ = opened.recv();
    ///         n
    ///     });
    ///     slow >> count()
    /// })
    /// .spawn();
    /// begun.recv().unwrap();
    /// let busy = running.busy_stages();
    /// drop(gate); // the body continues
    /// assert!(busy.contains(&"slow"));
    /// assert_eq!(running.join()?, 1);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn busy_stages(&self) -> Vec<&'static str> {
        self.context.busy_stages()
    }

    /// Returns whether the run has ended, so that [`join`](Running::join) would not wait for a
    /// stage. Always returns `false` in a body of the run itself.
    ///
    /// ```
    /// use std::thread;
    /// use std::time::Duration;
    ///
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(move || {
    ///     let squares = generator(1..=3) >> stage(|n| n * n);
    ///     squares >> sum::<i32>()
    /// })
    /// .spawn();
    /// while !running.is_finished() {
    ///     thread::sleep(Duration::from_millis(1));
    /// }
    /// assert_eq!(running.join()?, 14);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Waits until the run has ended, and returns its value.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(move || {
    ///     let numbers = generator(["1", "two"]) >> stage(name = "parse", |word| word.parse::<u32>()?);
    ///     numbers >> sum::<u32>()
    /// })
    /// .spawn();
    /// assert_eq!(running.join().unwrap_err().stage(), Some("parse"));
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`Pipeline::run`]. [`Error::Deadlock`] [in a body of its
    /// own](Running#in-a-body-of-its-own).
    ///
    /// # Panics
    ///
    /// Never because of a panic in a body: such a panic is returned as [`Error::Panicked`].
    pub fn join(self) -> Result<T, Error<E>> {
        self.join_reported().0
    }

    /// Like [`join`](Running::join), but also returns a report of what each stage did, even if the
    /// run fails.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let running = pipeline!(move || {
    ///     let squares = generator(1..=3) >> stage(|n| n * n);
    ///     squares >> sum::<i32>()
    /// })
    /// .spawn();
    /// let (outcome, report) = running.join_reported();
    /// println!("{report}");
    /// assert_eq!(outcome?, 14);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    pub fn join_reported(mut self) -> (Result<T, Error<E>>, Report) {
        if let Some(thread) = self.thread.take() {
            let Ok(_joining) = joins::join(&self.context) else {
                self.context.cancel();
                return (Err(Error::deadlock()), Report::new(&[], Duration::ZERO));
            };
            if let Err(payload) = thread.join() {
                panic::resume_unwind(payload);
            }
        }
        let Some(outcome) = self.outcome.take() else {
            unreachable!("the thread leaves one, and join takes the handle");
        };
        outcome
    }
}

impl<T, E> Drop for Running<T, E> {
    fn drop(&mut self) {
        let Some(thread) = self.thread.take() else {
            return;
        };
        self.context.cancel();
        let Ok(_joining) = joins::join(&self.context) else {
            // The run ends after this body has returned.
            return;
        };
        if let Err(payload) = thread.join() {
            foreign::discard(payload);
        }
    }
}
