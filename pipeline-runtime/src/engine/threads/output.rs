//! Pipelines of threads whose tail is a stream, and the ways to read that stream from outside.
//!
//! The run has a thread of its own, named `pipeline`, which starts the stages and joins them. It
//! passes the receiver of the last stream on to the thread that reads the items. The run does not
//! end before the reading thread has dropped the stream.

use std::convert::Infallible;
use std::fmt;
use std::iter::FusedIterator;
use std::panic::{self, AssertUnwindSafe};

use crate::context::Context;
use crate::edge::Receiver;
use crate::engine::header::{Itself, Returned};
use crate::engine::hints::{HasValue, Stream};
use crate::engine::threads::pipeline::{Pipeline, Running};
use crate::engine::threads::run::Run;
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::{Items, Reading};
use crate::report::Report;
use crate::report::counters::Counters;
use crate::report::graph::{Declared, Graph};
use crate::run::current;
use crate::run::current::surrounding;
use crate::run::error::{BoxError, Cause, Error, View};
use crate::run::joins;
use crate::run::trace::Around;
use crate::run::worker::Worker;
use crate::sync::channel::{self, Sender};
use crate::sync::stack::Stack;
use crate::sync::{Arc, thread};

/// Boxed for the same reason as the closure of a [`Pipeline`].
type Wire<'p, T, E> = Box<dyn FnOnce(&Run<E>, Outside<T, E>) -> Result<(), Error<E>> + Send + 'p>;

/// A declared pipeline whose tail is a stream. It does nothing until its stream is read.
///
/// `'p` is the lifetime of its borrows, `T` is the type of the items, and `E` is the error type
/// that `?` in a body converts into. A pipeline that owns what it uses, `pipeline!(move || { … })`,
/// can be read as an iterator: see [`iter`]. A pipeline that borrows can lend its items to a
/// closure: see [`consume`].
///
/// [`iter`]: StreamPipeline::iter
/// [`consume`]: StreamPipeline::consume
///
/// ```
/// use pipeline::{StreamPipeline, pipeline};
///
/// fn squares() -> StreamPipeline<'static, u64> {
///     pipeline!(move || {
///         let numbers = generator(0_u64..);
///         numbers >> stage(|n| n * n)
///     })
/// }
///
/// let first = squares().iter().take(3).collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(first, [0, 1, 4]);
/// # Ok::<(), pipeline::Error>(())
/// ```
#[doc(alias("iterator", "generator", "par_bridge"))]
#[must_use = "a pipeline does nothing until its stream is read, by `iter` or `consume`"]
pub struct StreamPipeline<'p, T, E = BoxError> {
    graph: Declared<Graph>,
    wire: Wire<'p, T, E>,
    view: View<E>,
}

impl<'p, T> StreamPipeline<'p, T> {
    #[doc(hidden)]
    pub fn new(
        wire: impl FnOnce(&Run<BoxError>, Outside<T, BoxError>) -> Result<(), Error> + Send + 'p,
        graph: impl Into<Declared<Graph>>,
    ) -> Self {
        StreamPipeline {
            graph: graph.into(),
            wire: Box::new(wire),
            view: View::BOXED,
        }
    }
}

impl<'p, T, E> StreamPipeline<'p, T, E> {
    /// Makes the pipeline of a header that names its `Result`. The integer selects the impl of
    /// [`Cause`](crate::private::Cause).
    #[doc(hidden)]
    pub fn returning<R: Returned<M, Value = T, Named = W, Error = E>, N, K, M, W>(
        _: N,
        wire: impl FnOnce(&Run<E>, Outside<T, E>) -> Result<(), Error<E>> + Send + 'p,
        graph: impl Into<Declared<Graph>>,
    ) -> Self
    where
        E: Cause<N, K> + Itself<Itself = W>,
    {
        StreamPipeline {
            graph: graph.into(),
            wire: Box::new(wire),
            view: E::VIEW,
        }
    }

    /// Returns the graph of the pipeline: its stages, and the streams between them. The reader of
    /// the tail is the stage `output`.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     words
    /// });
    /// assert_eq!(pipeline.graph().to_string(), "words -> output by `words`: 64 items at first");
    /// ```
    #[must_use]
    pub fn graph(&self) -> &'static Graph {
        self.graph.whole()
    }

    /// Cannot be called. Its bound makes rustc say that only a pipeline whose tail is a value can
    /// be run.
    #[doc(hidden)]
    pub fn run<V>(self) -> Result<V, Error<E>>
    where
        for<'l> Stream<'l>: HasValue,
    {
        crate::private::never()
    }

    /// See [`run`](StreamPipeline::run).
    #[doc(hidden)]
    pub fn run_with<V>(self, _: &Context) -> Result<V, Error<E>>
    where
        for<'l> Stream<'l>: HasValue,
    {
        crate::private::never()
    }

    /// See [`run`](StreamPipeline::run).
    #[doc(hidden)]
    pub fn run_reported<V>(self) -> (Result<V, Error<E>>, Report)
    where
        for<'l> Stream<'l>: HasValue,
    {
        crate::private::never()
    }

    /// See [`run`](StreamPipeline::run).
    #[doc(hidden)]
    pub fn spawn<V>(self) -> Running<V, E>
    where
        for<'l> Stream<'l>: HasValue,
    {
        crate::private::never()
    }

    /// Splits this into a pipeline without a value, and the channel on which the run passes on the
    /// receiver of its tail.
    fn split(self) -> (Pipeline<'p, (), E>, channel::Receiver<OutputEnd<T, E>>)
    where
        T: Send + 'p,
        E: Send + 'p,
    {
        let (outside, opening) = channel::bounded(1);
        let wire = self.wire;
        let outside = Outside(outside);
        let pipeline = Pipeline::of(self.graph, move |run| wire(run, outside), self.view);
        (pipeline, opening)
    }
}

impl<T: Send, E: Send> StreamPipeline<'_, T, E> {
    /// Runs the pipeline, and calls `body` with its items on the current thread.
    ///
    /// The closure gets the items as an iterator, like that of a `sink`. The closure need not be
    /// `Send`. The iterator ends when the stages have ended, for whatever reason. If the closure
    /// returns before the end of the stream, the stages that make the stream stop. When `consume`
    /// returns, every thread that the pipeline started has ended.
    ///
    /// A pipeline that runs inside the closure is a child of this one.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let words = ["to".to_owned(), "not".to_owned()];
    /// let longest = pipeline!({
    ///     let words = generator(&words);
    ///     words >> fan_out(2, |word| word.len())
    /// })
    /// .consume(|lengths| lengths.max())?;
    /// assert_eq!(longest, Some(3));
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`Pipeline::run`]. The closure may then have seen only some of the items, and
    /// its result is dropped.
    ///
    /// # Panics
    ///
    /// If the closure panics. The panic resumes after every thread has ended.
    #[doc(alias = "for_each")]
    pub fn consume<R, F>(self, body: F) -> Result<R, Error<E>>
    where
        F: for<'w> FnOnce(Items<'w, Reading<T>, E>) -> R,
    {
        self.consume_below(&surrounding(None), body).0
    }

    /// Like [`consume`](StreamPipeline::consume), but also stops when `context` is cancelled.
    ///
    /// ```
    /// use pipeline::{Context, pipeline};
    ///
    /// let context = Context::new();
    /// let words = ["to".to_owned(), "not".to_owned()];
    /// let longest = pipeline!({
    ///     let words = generator(&words);
    ///     words >> fan_out(2, |word| word.len())
    /// })
    /// .consume_with(&context, |lengths| lengths.max())?;
    /// assert_eq!(longest, Some(3));
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`Pipeline::run_with`].
    ///
    /// # Panics
    ///
    /// Under the same conditions as [`consume`](StreamPipeline::consume).
    pub fn consume_with<R, F>(self, context: &Context, body: F) -> Result<R, Error<E>>
    where
        F: for<'w> FnOnce(Items<'w, Reading<T>, E>) -> R,
    {
        self.consume_below(&surrounding(Some(context)), body).0
    }

    /// Like [`consume`](StreamPipeline::consume), but also returns a report of what each stage did,
    /// even if the run fails.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let words = ["to".to_owned(), "not".to_owned()];
    /// let (longest, report) = pipeline!({
    ///     let words = generator(&words);
    ///     words >> fan_out(2, |word| word.len())
    /// })
    /// .consume_reported(|lengths| lengths.max());
    /// println!("{report}");
    /// assert_eq!(longest?, Some(3));
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    ///
    /// # Panics
    ///
    /// Under the same conditions as [`consume`](StreamPipeline::consume).
    pub fn consume_reported<R, F>(self, body: F) -> (Result<R, Error<E>>, Report)
    where
        F: for<'w> FnOnce(Items<'w, Reading<T>, E>) -> R,
    {
        self.consume_below(&surrounding(None), body)
    }

    /// Like [`consume_with`](StreamPipeline::consume_with), but also returns a report of what each
    /// stage did, even if the run fails.
    ///
    /// ```
    /// use pipeline::{Context, pipeline};
    ///
    /// let words = ["to".to_owned(), "not".to_owned()];
    /// let (longest, report) = pipeline!({
    ///     let words = generator(&words);
    ///     words >> fan_out(2, |word| word.len())
    /// })
    /// .consume_reported_with(&Context::new(), |lengths| lengths.max());
    /// println!("{report}");
    /// assert_eq!(longest?, Some(3));
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    ///
    /// # Panics
    ///
    /// Under the same conditions as [`consume`](StreamPipeline::consume).
    pub fn consume_reported_with<R, F>(
        self,
        context: &Context,
        body: F,
    ) -> (Result<R, Error<E>>, Report)
    where
        F: for<'w> FnOnce(Items<'w, Reading<T>, E>) -> R,
    {
        self.consume_below(&surrounding(Some(context)), body)
    }

    fn consume_below<R, F>(self, context: &Context, body: F) -> (Result<R, Error<E>>, Report)
    where
        F: for<'w> FnOnce(Items<'w, Reading<T>, E>) -> R,
    {
        let (pipeline, opening) = self.split();
        // The body runs on this thread. Register that the surrounding runs wait for this one, so
        // that a join that would wait for itself is detected.
        let _joining = joins::join(context);
        thread::scope(|threads| {
            let around = Around::here();
            let run = move || {
                let _around = around.enter();
                current::settle(context);
                pipeline.report_below(context)
            };
            let running =
                match thread::spawn_scoped(threads, NAME.to_owned(), Stack::for_run(), run) {
                    Ok(running) => running,
                    Err(error) => {
                        let report = Report::new(&[], std::time::Duration::ZERO);
                        return (Err(Error::spawn(NAME, error)), report);
                    }
                };
            let opened = opening.into_iter().next().map(Opened::new);
            let made = opened.map(|opened| {
                let made = panic::catch_unwind(AssertUnwindSafe(|| opened.lend(body)));
                made.inspect_err(|_| context.cancel())
            });
            let (outcome, report) = running
                .join()
                .expect("a run catches the panics of its stages");
            let made = made
                .transpose()
                .unwrap_or_else(|payload| panic::resume_unwind(payload));
            let outcome =
                outcome.map(|()| made.expect("a run that ended well has opened its stream"));
            (outcome, report)
        })
    }
}

/// Name of the run's own thread.
const NAME: &str = "pipeline";

impl<T: Send + 'static, E: Send + 'static> StreamPipeline<'static, T, E> {
    /// Starts the pipeline, and returns an iterator over its items.
    ///
    /// The pipeline must own what it uses: `pipeline!(move || { … })`. While no items are read, its
    /// edges fill up, and then its stages wait.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let squares = pipeline!(move || {
    ///     let numbers = generator(0_u64..);
    ///     numbers >> stage(|n| n * n)
    /// });
    /// for square in squares.iter().take(3) {
    ///     println!("{}", square?);
    /// }
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    pub fn iter(self) -> Output<T, E> {
        self.iter_below(surrounding(None))
    }

    /// Like [`iter`](StreamPipeline::iter), but also stops when `context` is cancelled.
    ///
    /// ```
    /// use pipeline::{Context, pipeline};
    ///
    /// let context = Context::new();
    /// let squares = pipeline!(move || {
    ///     let numbers = generator(0_u64..);
    ///     numbers >> stage(|n| n * n)
    /// });
    /// let mut squares = squares.iter_with(&context);
    /// assert_eq!(squares.next().transpose()?, Some(0));
    /// context.cancel();
    /// assert!(squares.any(|square| square.is_err_and(|error| error.is_cancelled())));
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    pub fn iter_with(self, context: &Context) -> Output<T, E> {
        self.iter_below(surrounding(Some(context)))
    }

    fn iter_below(self, context: Context) -> Output<T, E> {
        let (pipeline, opening) = self.split();
        Output {
            opening: Some(opening),
            opened: None,
            running: Some(pipeline.spawn_below(context)),
            report: None,
        }
    }
}

impl<T: Send + 'static, E: Send + 'static> IntoIterator for StreamPipeline<'static, T, E> {
    type Item = Result<T, Error<E>>;
    type IntoIter = Output<T, E>;

    fn into_iter(self) -> Output<T, E> {
        self.iter()
    }
}

/// An iterator over the items of a pipeline that runs concurrently with its reader.
///
/// If the run fails or is cancelled, the error is the last item. Items that were made but not read
/// by then are dropped.
///
/// Dropping the iterator cancels the run and waits until its threads have ended, wherever its
/// stages wait. As with a [`Running`], the drop waits for bodies too, except [in a body of its own
/// run](Running#in-a-body-of-its-own).
///
/// ```
/// use pipeline::pipeline;
///
/// let words = pipeline!(move || {
///     let lines = generator(["to be", "or not"]);
///     lines >> stage(|line| for word in line.split(' ') { yield word; })
/// });
/// let words = words.iter().collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(words, ["to", "be", "or", "not"]);
/// # Ok::<(), pipeline::Error>(())
/// ```
#[must_use = "dropping it cancels the pipeline"]
pub struct Output<T, E = BoxError> {
    /// Channel on which the receiver of the tail arrives. `None` once it has been asked for.
    opening: Option<channel::Receiver<OutputEnd<T, E>>>,
    /// The tail, until its end has been read.
    opened: Option<Opened<T, E>>,
    /// `None` once the run is joined.
    running: Option<Running<(), E>>,
    /// Report of the run, once it is joined.
    report: Option<Report>,
}

impl<T, E> Output<T, E> {
    /// Stops the run as a drop does, and returns a report of what each stage did. After the last
    /// item, this is the report of the whole run.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let squares = pipeline!(move || {
    ///     let numbers = generator(0_u64..);
    ///     numbers >> stage(|n| n * n)
    /// });
    /// let mut squares = squares.iter();
    /// assert_eq!(squares.nth(2).transpose()?, Some(4));
    /// println!("{}", squares.into_report());
    /// # Ok::<(), pipeline::Error>(())
    /// ```
    #[must_use]
    #[expect(
        clippy::missing_panics_doc,
        reason = "either there is a handle to join, or it was joined and left its report"
    )]
    pub fn into_report(mut self) -> Report {
        self.stop();
        let report = self.running.take().map(|running| running.join_reported().1);
        let report = report.or_else(|| self.report.take());
        report.expect("a run that is not joined has its handle")
    }

    /// Cancels the run, and drops the stream.
    fn stop(&mut self) {
        self.running.iter().for_each(Running::cancel);
        self.opening = None;
        self.opened = None;
    }

    /// Returns the next item, or `None` at the end of the stream.
    fn next_item(&mut self) -> Option<T> {
        if let Some(opening) = self.opening.take() {
            self.opened = opening.into_iter().next().map(Opened::new);
        }
        let item = self.opened.as_mut()?.items.next();
        if item.is_none() {
            self.opened = None;
        }
        item
    }

    /// Joins the run, if it is not joined yet. Returns the error of the run.
    fn join(&mut self) -> Option<Error<E>> {
        let (outcome, report) = self.running.take()?.join_reported();
        self.report = Some(report);
        outcome.err()
    }
}

impl<T, E> Iterator for Output<T, E> {
    type Item = Result<T, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.next_item() {
            Some(item) => Some(Ok(item)),
            None => self.join().map(Err),
        }
    }
}

impl<T, E> FusedIterator for Output<T, E> {}

impl<T, E> Drop for Output<T, E> {
    /// Stops the stages. The drop of `running` then joins the run.
    fn drop(&mut self) {
        self.stop();
    }
}

impl<T, E> fmt::Debug for Output<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has_ended = self.running.is_none();
        f.debug_struct("Output")
            .field("has_ended", &has_ended)
            .finish_non_exhaustive()
    }
}

/// The sending half of the channel on which a run passes on the receiver of its tail.
pub struct Outside<T, E>(Sender<OutputEnd<T, E>>);

/// The receiver of a tail, on its way to the thread that reads it.
struct OutputEnd<T, E> {
    from: Receiver<T>,
    worker: Worker<E>,
    /// The run waits while a clone of this sender exists.
    alive: Option<Sender<Infallible>>,
}

/// A tail, on the thread that reads it. Fields are dropped in order of declaration: `_alive` comes
/// last, because its drop lets the run end.
struct Opened<T, E> {
    items: Items<'static, Reading<T>, E>,
    worker: Worker<E>,
    _lived: LivedGuard,
    _alive: Option<Sender<Infallible>>,
}

/// Measures how long the code outside reads. Stops the clock when dropped.
struct LivedGuard(Arc<Counters>);

impl Drop for LivedGuard {
    fn drop(&mut self) {
        self.0.lived.stop();
    }
}

impl<T, E> Opened<T, E> {
    fn new(opening: OutputEnd<T, E>) -> Self {
        let worker = opening.worker;
        worker.counters().lived.start();
        Opened {
            items: Items::of_edge(opening.from, &worker),
            _lived: LivedGuard(Arc::clone(worker.counters())),
            worker,
            _alive: opening.alive,
        }
    }

    /// Calls `body` with the items. Meanwhile, the current thread counts as the worker `output`.
    fn lend<R>(self, body: impl for<'w> FnOnce(Items<'w, Reading<T>, E>) -> R) -> R {
        let current = self.worker.current();
        let _current = current.enter(None);
        body(self.items)
    }
}

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// Passes `from` on to the code outside the pipeline.
    pub fn output<T>(&self, name: &'static str, from: Receiver<T>, outside: Outside<T, E>) {
        let reads = vec![Arc::clone(from.edge())];
        let opening = OutputEnd {
            from,
            worker: self.worker(name, reads, Vec::new()),
            alive: self.alive(),
        };
        let Outside(reader) = outside;
        // The channel has room for one item. If the code outside has dropped its end already,
        // `from` is dropped here, and the stages stop.
        let _ = reader.try_send(opening);
    }
}
