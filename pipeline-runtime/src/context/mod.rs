//! Cancellation: a tree of contexts. A pipeline and everything inside it checks its context, and
//! stops when the context says so.

pub(crate) mod alarm;
pub(crate) mod clock;
mod in_force;
mod node;
mod quit;
mod raised;
pub(crate) mod time;

use std::any::Any;
use std::convert::Infallible;
use std::fmt;
use std::task::Waker;
use std::time::Duration;

use self::node::{Node, Own};
use self::quit::{Ask, Quit, QuitChannel};
use self::raised::Raised;
use crate::context::time::Time;
use crate::report::Report;
use crate::report::timeline::Timeline;
use crate::run::registry::WorkerRegistry;
use crate::sync::channel::Receiver;
use crate::sync::thread::Instant;
use crate::sync::{Arc, Signal, Weak};
#[cfg(feature = "testing")]
use crate::testing::Clock;

pub(crate) use self::node::{Callers, RunId, Why};
pub(crate) use self::quit::AwaitedQuit;

/// Tells a pipeline, and every pipeline inside it, to stop. Also carries values to their bodies.
///
/// A context is cheap to clone, and can be shared between threads: all clones are one context. A
/// context's [children](Context::child) are cancelled together with it. Cancelling a child does not
/// cancel its parent.
///
/// Every run has a context of its own. It is a child of the context that
/// [`Pipeline::run_with`](crate::Pipeline::run_with) was given, and of the context of the pipeline
/// that the run is inside. This context is cancelled when the run has ended, successfully or not.
/// So a thread or a task that got a clone of it from a body sees the end of the run. This changes
/// neither the run's result nor the contexts above it. Pipelines that a body has
/// [spawned](crate::Pipeline::spawn) are inside the run. If their handles outlive the run, these
/// pipelines are cancelled, too.
///
/// ```
/// use pipeline::Context;
///
/// let all = Context::new();
/// let part = all.child();
/// part.cancel();
/// assert!(part.is_cancelled() && !all.is_cancelled());
///
/// let other = all.child();
/// all.cancel();
/// assert!(other.check().is_err());
/// ```
///
/// There are two ways to stop. [`cancel`](Context::cancel) stops now, and drops the items in
/// flight. [`drain`](Context::drain) stops making items, and finishes the items that were already
/// made.
#[doc(alias("CancellationToken", "context", "scope", "StopToken"))]
#[derive(Clone)]
pub struct Context {
    node: Arc<Node>,
}

/// The error of [`Context::check`]: the context is cancelled.
///
/// ```
/// use pipeline::Context;
///
/// let context = Context::new();
/// context.cancel();
/// assert_eq!(context.check().unwrap_err().to_string(), "the pipeline was cancelled");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the pipeline was cancelled")
    }
}

impl std::error::Error for Cancelled {}

impl Context {
    /// Returns a context without a parent.
    ///
    /// ```
    /// use pipeline::Context;
    ///
    /// let context = Context::new();
    /// assert!(!context.is_cancelled() && !context.is_draining());
    /// ```
    #[doc(alias = "Background")]
    #[must_use]
    pub fn new() -> Self {
        Context::below(&[], Own::default())
    }

    /// Returns a child. It is stopped together with this context, and can also be stopped alone.
    ///
    /// ```
    /// use pipeline::Context;
    ///
    /// let server = Context::new();
    /// let request = server.child();
    /// request.cancel();
    /// assert!(!server.is_cancelled());
    /// ```
    #[doc(alias("child_token", "WithCancel", "subtask"))]
    #[must_use]
    pub fn child(&self) -> Self {
        Context::below(&[self], Own::default())
    }

    /// Returns a child that is cancelled when `time` has passed from now.
    ///
    /// Its pipelines, and those inside their bodies, then end with
    /// [`Error::DeadlineExceeded`](crate::Error::DeadlineExceeded). If a context above has an
    /// earlier deadline, the earlier one stays in force.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use pipeline::Context;
    ///
    /// let soon = Context::new().with_deadline(Duration::from_secs(5));
    /// assert!(!soon.is_cancelled());
    /// let over = soon.with_deadline(Duration::ZERO);
    /// assert!(over.is_cancelled() && !soon.is_cancelled());
    /// ```
    #[doc(alias("WithTimeout", "WithDeadline", "timeout"))]
    #[must_use]
    pub fn with_deadline(&self, time: Duration) -> Self {
        let deadline = self.node.time.now().checked_add(time);
        self.child_with(|own| own.deadline = deadline)
    }

    /// Returns a child that is [drained](Context::drain) when `time` has passed from now. From then
    /// on, its pipelines make no more items. They finish the items that were already made.
    ///
    /// A [deadline](Context::with_deadline) of a context below or above it still cancels, so it
    /// limits how long the drain may take.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use pipeline::Context;
    ///
    /// // 50 seconds for whatever comes, and ten more to finish it.
    /// let minute = Context::new().with_deadline(Duration::from_mins(1));
    /// let shift = minute.with_drain_deadline(Duration::from_secs(50));
    /// assert!(!shift.is_draining());
    /// let over = shift.with_drain_deadline(Duration::ZERO);
    /// assert!(over.is_draining() && !over.is_cancelled() && !shift.is_draining());
    /// ```
    #[must_use]
    pub fn with_drain_deadline(&self, time: Duration) -> Self {
        let drain_deadline = self.node.time.now().checked_add(time);
        self.child_with(|own| own.drain_deadline = drain_deadline)
    }

    /// Returns a child whose runs are recorded in `timeline`: see [`Timeline`].
    ///
    /// ```
    /// use pipeline::{Context, Timeline, pipeline};
    ///
    /// let timeline = Timeline::new();
    /// let sum = pipeline!({ generator(1..=3) >> stage(|n| n * n) >> sum::<i32>() })
    ///     .run_with(&Context::new().with_timeline(&timeline))?;
    /// assert_eq!(sum, 14);
    /// assert!(!timeline.workers().is_empty());
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    pub fn with_timeline(&self, timeline: &Timeline) -> Self {
        self.with(timeline.clone())
    }

    /// Returns a child that carries `value`. [`get`](Context::get) finds the value in the child and
    /// in all contexts below it.
    ///
    /// ```
    /// use pipeline::Context;
    ///
    /// struct User(&'static str);
    ///
    /// let session = Context::new().with(User("ada"));
    /// let user = session.child().get::<User>().map(|user| user.0);
    /// assert_eq!(user, Some("ada"));
    /// ```
    #[doc(alias("WithValue", "task local"))]
    #[must_use]
    pub fn with<T: Any + Send + Sync>(&self, value: T) -> Self {
        self.child_with(|own| own.value = Some(Box::new(value)))
    }

    /// Returns the value of type `T` that this context carries. If it carries none, returns the
    /// value of the nearest context above it that does.
    ///
    /// ```
    /// use pipeline::Context;
    ///
    /// struct User(&'static str);
    ///
    /// let session = Context::new().with(User("ada"));
    /// assert!(session.get::<User>().is_some_and(|user| user.0 == "ada"));
    /// assert!(session.get::<u32>().is_none());
    /// ```
    #[doc(alias = "Value")]
    #[must_use]
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.node
            .up()
            .find_map(|node| node.value.as_ref()?.downcast_ref())
    }

    /// Returns a child that uses `clock`, as do all contexts below it. The clock stands still until
    /// a test [advances](Clock::advance) it.
    ///
    /// A deadline uses the clock of the context on which it was set. So a deadline of a context
    /// above this one uses the system's time, unless that context has a clock, too.
    ///
    /// Needs the feature `testing`.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::{Context, testing::Clock};
    ///
    /// let clock = Clock::new();
    /// let context = Context::new().with_clock(&clock).with_deadline(Duration::from_secs(60));
    /// assert!(!context.is_cancelled());
    /// clock.advance(Duration::from_secs(60));
    /// assert!(context.is_cancelled());
    /// ```
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn with_clock(&self, clock: &Clock) -> Self {
        self.child_with(|own| own.time = Time::of(clock))
    }

    /// Returns the context of one run inside `parents`.
    pub(crate) fn of_run(parents: &[&Context]) -> Self {
        let own = Own {
            is_run: true,
            ..Own::default()
        };
        Context::below(parents, own)
    }

    fn child_with(&self, set: impl FnOnce(&mut Own)) -> Self {
        let mut own = Own::default();
        set(&mut own);
        Context::below(&[self], own)
    }

    fn below(parents: &[&Context], own: Own) -> Self {
        let parents: Vec<&Arc<Node>> = parents.iter().map(|parent| &parent.node).collect();
        let node = Node::below(&parents, own);
        Context { node }
    }

    /// Cancels this context and its children: all pipelines that run with them stop at their next
    /// item.
    ///
    /// Returns at once. [`run`](crate::Pipeline::run) returns
    /// [`Error::Cancelled`](crate::Error::Cancelled) when the last thread has ended. A second call
    /// does nothing.
    ///
    /// ```
    /// use pipeline::{Context, pipeline};
    ///
    /// let context = Context::new();
    /// let outcome = pipeline!({
    ///     let numbers = generator(0_u64..) >> stage(|n| if n == 10 { context.cancel(); } else { yield n; });
    ///     numbers >> for_each(drop)
    /// })
    /// .run_with(&context);
    /// assert!(outcome.unwrap_err().is_cancelled());
    /// ```
    #[doc(alias("CancellationToken", "abort", "stop"))]
    pub fn cancel(&self) {
        self.node.cancel(Why::Asked);
    }

    /// Drains this context and its children: all pipelines that run with them stop making items.
    ///
    /// Their generators and `receive`s end, the items that were already made are processed to the
    /// end, and [`run`](crate::Pipeline::run) returns its value. A pipeline inside a body works on
    /// one of these items, so it is not drained. Returns at once.
    ///
    /// ```
    /// use pipeline::{Context, pipeline};
    ///
    /// let context = Context::new();
    /// let most = pipeline!({
    ///     let numbers = generator(0_u64..);
    ///     let seen = numbers >> stage(|n| {
    ///         if n == 10 {
    ///             context.drain();
    ///         }
    ///         n
    ///     });
    ///     seen >> max()
    /// })
    /// .run_with(&context)?;
    /// assert!(most >= Some(10)); // some more were made already
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[doc(alias("graceful shutdown", "close"))]
    pub fn drain(&self) {
        self.node.drain();
    }

    /// [Drains](Context::drain) this context. A pipeline that has not ended when `time` has passed
    /// from now is cancelled, with [`Error::DeadlineExceeded`](crate::Error::DeadlineExceeded).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use pipeline::{Context, pipeline};
    ///
    /// let context = Context::new();
    /// context.drain_within(Duration::from_secs(10));
    /// let count = pipeline!({ generator(0_u64..) >> stage(|n| n) >> count() }).run_with(&context)?;
    /// assert_eq!(count, 0); // nothing is made after a drain
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    pub fn drain_within(&self, time: Duration) {
        self.drain();
        if let Some(deadline) = self.node.time.now().checked_add(time) {
            self.node.end_at(deadline);
        }
    }

    /// [Cancels](Context::cancel) this context when a message arrives on `channel`, or when the
    /// channel is disconnected.
    ///
    /// The channel is read while a pipeline runs with this context or one below it, and by
    /// [`is_cancelled`](Context::is_cancelled) and [`is_draining`](Context::is_draining). A
    /// disconnected channel counts as a message, so keep a sender alive for as long as the
    /// pipelines must run. If the channel has no capacity (`bounded(0)`), use `send`: `try_send`
    /// succeeds only if the channel is being read at that moment.
    ///
    /// ```
    /// use pipeline::Context;
    ///
    /// let (quit, channel) = crossbeam_channel::bounded::<()>(1);
    /// let context = Context::new();
    /// context.quit_on(channel);
    /// assert!(!context.is_cancelled());
    /// drop(quit);
    /// assert!(context.is_cancelled());
    /// ```
    #[doc(alias("signal", "done channel", "ctrl-c"))]
    pub fn quit_on<T: Send + 'static>(&self, channel: crossbeam_channel::Receiver<T>) {
        self.stop_on(channel, Ask::Cancel);
    }

    /// [Drains](Context::drain) this context when a message arrives on `channel`, or when the
    /// channel is disconnected. [`quit_on`](Context::quit_on) does the same with a cancel, and says
    /// more.
    ///
    /// ```
    /// use pipeline::Context;
    ///
    /// let (quit, channel) = crossbeam_channel::bounded(1);
    /// let context = Context::new();
    /// context.drain_on(channel);
    /// quit.send("enough").unwrap();
    /// assert!(context.is_draining() && !context.is_cancelled());
    /// ```
    pub fn drain_on<T: Send + 'static>(&self, channel: crossbeam_channel::Receiver<T>) {
        self.stop_on(channel, Ask::Drain);
    }

    fn stop_on<T: Send + 'static>(&self, messages: crossbeam_channel::Receiver<T>, ask: Ask) {
        let quit: Arc<dyn Quit> = Arc::new(QuitChannel::new(messages, ask));
        self.node.add_quit(&quit);
    }

    /// Returns whether this context, or one above it, was cancelled or is past its deadline.
    ///
    /// ```
    /// use pipeline::Context;
    ///
    /// let context = Context::new();
    /// context.cancel();
    /// assert!(context.is_cancelled() && context.child().is_cancelled());
    /// ```
    #[must_use]
    #[inline]
    pub fn is_cancelled(&self) -> bool {
        if !self.is_stopped() && self.node.is_due() {
            self.node.look(Instant::now());
        }
        self.is_stopped()
    }

    /// Returns whether the pipelines of this context must make no more items. Call it in a body
    /// that decides whether to begin something new, such as following a link.
    ///
    /// ```
    /// use pipeline::{Context, pipeline};
    ///
    /// // Each number leads to two more, until the run is drained.
    /// let context = Context::new();
    /// let count = pipeline!(|ctx| {
    ///     let open = generator([1_u64]) >> feedback(more, bound = 100_000, full = fail);
    ///     let (seen, next) = open >> tee();
    ///     let more = next >> stage(|n| {
    ///         if n > 100 {
    ///             ctx.drain();
    ///         }
    ///         if !ctx.is_draining() {
    ///             yield 2 * n;
    ///             yield 2 * n + 1;
    ///         }
    ///     });
    ///     seen >> count()
    /// })
    /// .run_with(&context)?;
    /// assert!(count > 50);
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn is_draining(&self) -> bool {
        if !self.is_drained() && self.node.is_due() {
            self.node.look(Instant::now());
        }
        self.is_drained()
    }

    /// Returns an error once the context is cancelled. In a body that works long on one item,
    /// `ctx.check()?` ends the body after a cancel.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let sum = pipeline!(|ctx| {
    ///     let sums = generator([1_000_u64, 2_000]) >> stage(|most| {
    ///         let mut sum = 0;
    ///         for n in 0..most {
    ///             ctx.check()?; // a cancel ends a long body here
    ///             sum += n;
    ///         }
    ///         sum
    ///     });
    ///     sums >> max()
    /// })
    /// .run()?;
    /// assert_eq!(sum, Some(1_999_000));
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Cancelled`], once the context is cancelled.
    #[doc(alias("throw_if_cancelled", "checkpoint"))]
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }

    /// Waits until this context, or one above it, is cancelled. A cancel drops the future of a
    /// body, but not the tasks that the body has started. Such a task can wait for the cancel here.
    ///
    /// Deadlines and quit channels take effect only while a pipeline runs with this context or one
    /// below it.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use pipeline::Context;
    ///
    /// let context = Context::new();
    /// let cancelled = context.cancelled(); // for a task that outlives a body
    /// context.cancel();
    /// cancelled.await;
    /// # });
    /// ```
    #[doc(alias = "Done")]
    pub fn cancelled(&self) -> impl Future<Output = ()> + Send + Sync + 'static {
        Raised::new(&self.node, |node| &node.cancelled)
    }

    /// Waits until the pipelines of this context must make no more items. Use it in a body of an
    /// async pipeline that waits for something that may never come, such as the next line of a
    /// client.
    ///
    /// ```
    /// use pipeline::Context;
    /// # pollster::block_on(async {
    /// let context = Context::new();
    /// let drained = context.child().drained();
    /// context.drain();
    /// drained.await;
    /// # });
    /// ```
    pub fn drained(&self) -> impl Future<Output = ()> + Send + Sync + 'static {
        Raised::new(&self.node, |node| &node.draining)
    }

    /// Returns the moment at which this context will be cancelled by a deadline: the earliest
    /// deadline of this context and of all contexts above it.
    ///
    /// ```
    /// use std::time::{Duration, Instant};
    ///
    /// use pipeline::Context;
    ///
    /// let minute = Context::new().with_deadline(Duration::from_secs(60));
    /// let left = minute.deadline().map(|deadline| deadline.saturating_duration_since(Instant::now()));
    /// assert!(left.is_some_and(|left| left <= Duration::from_secs(60)));
    /// ```
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.node.deadline()
    }

    /// Returns what all pipelines that run with this context, or one below it, have done so far.
    /// The report has the rows of all these runs. Runs that have ended are not in it. If there are
    /// several runs, names of stages may repeat, and `elapsed` is the time since the first of them
    /// began.
    ///
    /// It may be called at any moment, from any thread: see [`Report`].
    ///
    /// ```
    /// use pipeline::Context;
    /// let context = Context::new();
    /// // … `pipeline.run_with(&context)` on another thread …
    /// for stream in context.report().streams {
    ///     println!("{} items wait for `{}`", stream.waiting, stream.reader);
    /// }
    /// ```
    #[must_use]
    pub fn report(&self) -> Report {
        let mut report = Report::new(&[], Duration::ZERO);
        self.node.each_down(|node| {
            if let Some(registry) = node.registry.get().and_then(Weak::upgrade) {
                report.add(registry.report());
            }
            true
        });
        report
    }

    /// Returns the stages that are inside their bodies now, of every pipeline that runs with this
    /// context or one below it.
    ///
    /// After a cancel, these are the stages that [`run`](crate::Pipeline::run) waits for. A stage
    /// that waits for an item or for room is woken, and ends.
    ///
    /// ```
    /// use std::sync::mpsc;
    /// use std::thread;
    ///
    /// use pipeline::{Context, pipeline};
    ///
    /// let context = Context::new();
    /// let (begin, begun) = mpsc::channel();
    /// let (gate, opened) = mpsc::channel::<()>();
    /// let slow = pipeline!({
    ///     let slow = generator([7]) >> stage(name = "slow", move |n| {
    ///         let _ = begin.send(n);
    ///         let _ = opened.recv();
    ///         n
    ///     });
    ///     slow >> for_each(drop)
    /// });
    /// thread::scope(|threads| {
    ///     threads.spawn(|| slow.run_with(&context));
    ///     begun.recv().unwrap();
    ///     let busy = context.busy_stages();
    ///     drop(gate); // the body continues
    ///     assert!(busy.contains(&"slow"));
    /// });
    /// ```
    #[must_use]
    pub fn busy_stages(&self) -> Vec<&'static str> {
        let mut stages = Vec::new();
        self.node.each_down(|node| {
            if let Some(registry) = node.registry.get().and_then(Weak::upgrade) {
                stages.extend(registry.busy());
            }
            true
        });
        stages
    }

    /// Like [`is_cancelled`](Context::is_cancelled), but without a look at deadlines and quit
    /// channels, because the run watches these elsewhere. Called for each item.
    #[inline]
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop_flag().is_raised()
    }

    /// The signal that a cancel raises.
    #[inline]
    pub(crate) fn stop_flag(&self) -> &Signal {
        &self.node.cancelled
    }

    /// The signal that a drain raises.
    #[inline]
    pub(crate) fn drain_flag(&self) -> &Signal {
        &self.node.draining
    }

    /// Like [`is_draining`](Context::is_draining), but without a look at deadlines and quit
    /// channels. Called for each item.
    #[inline]
    pub(crate) fn is_drained(&self) -> bool {
        self.drain_flag().is_raised()
    }

    /// The clock that the context uses.
    pub(crate) fn time(&self) -> &Time {
        &self.node.time
    }

    /// Returns why the context was cancelled, if it was.
    pub(crate) fn why(&self) -> Option<Why> {
        self.node.why()
    }

    /// Makes the workers of a run known to [`busy_stages`](Context::busy_stages).
    ///
    /// Returns the registry of the run, which may already exist.
    pub(crate) fn register(&self) -> Arc<WorkerRegistry> {
        let known = self.node.registry.get().and_then(Weak::upgrade);
        known.unwrap_or_else(|| {
            let registry = Arc::new(WorkerRegistry::new());
            let _ = self.node.registry.set(Arc::downgrade(&registry));
            registry
        })
    }

    /// Returns a channel that disconnects at the cancel, for a `select!`.
    pub(crate) fn quit(&self) -> &Receiver<Infallible> {
        self.node.cancelled.waiter()
    }

    /// Has `task` woken at the cancel.
    pub(crate) fn wake_at_cancel(&self, task: &Waker) {
        let _ = self.node.cancelled.wake(task);
    }

    /// Has `task` woken at the drain.
    pub(crate) fn wake_at_drain(&self, task: &Waker) {
        let _ = self.node.draining.wake(task);
    }

    /// Returns a channel that disconnects at the drain.
    pub(crate) fn drain_signal(&self) -> &Receiver<Infallible> {
        self.node.draining.waiter()
    }

    /// The number of the run, if this is a run's own context. Otherwise 0.
    pub(crate) fn run_id(&self) -> RunId {
        self.node.id
    }

    /// Sets the runs that wait for the end of this context's run.
    pub(crate) fn set_callers(&self, callers: Callers) {
        let _ = self.node.callers.set(callers);
    }

    pub(crate) fn callers(&self) -> impl Iterator<Item = &RunId> {
        self.node.callers.get().into_iter().flatten()
    }

    /// Returns the callers of `run`, if that is this context's run or one below it.
    pub(crate) fn callers_below(&self, run: RunId) -> Callers {
        let mut callers = Callers::new();
        self.node.each_down(|node| {
            if node.id == run {
                callers.extend(node.callers.get().into_iter().flatten());
            }
            true
        });
        callers
    }

    pub(crate) fn is(&self, other: &Context) -> bool {
        Arc::ptr_eq(&self.node, &other.node)
    }
}

impl Default for Context {
    fn default() -> Self {
        Context::new()
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("cancelled", &self.is_stopped())
            .field("draining", &self.is_drained())
            .finish_non_exhaustive()
    }
}
