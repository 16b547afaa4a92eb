//! A pipeline of threads that yields a stream, and how code outside reads it.
//!
//! The run has a thread of its own, `pipeline`, which starts the stages and joins them. It hands the end of the last
//! stream to the thread that reads the items, and the run does not end before that thread has done with the stream.

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
use crate::error::{BoxError, Cause, Error, View};
use crate::report::Report;
use crate::report::counters::Counters;
use crate::report::graph::{Declared, Graph};
use crate::run::current;
use crate::run::current::surrounding;
use crate::run::joins;
use crate::run::trace::Around;
use crate::run::worker::Worker;
use crate::sync::channel::{self, Sender};
use crate::sync::stack::Stack;
use crate::sync::{Arc, thread};

/// Boxed as that of a [`Pipeline`].
type Wire<'p, T, E> = Box<dyn FnOnce(&Run<E>, Outside<T, E>) -> Result<(), Error<E>> + Send + 'p>;

/// A declared pipeline whose tail is a stream. Nothing runs before the stream is read.
///
/// `'p` is the lifetime of its borrows, `T` is the type of the items, and `E` is the error type that `?` in a body
/// converts into. A pipeline that owns what it uses, `pipeline!(move || { … })`, gives an iterator: [`iter`]. One that
/// borrows lends the items to a closure: [`consume`].
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
    /// For a header that names its `Result`; the integer is for [`Cause`](crate::private::Cause).
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

    /// What it declares: its stages, and the streams between them. The reader of its stream is the stage `output`.
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

    /// Only a pipeline whose tail is a value has this.
    #[doc(hidden)]
    pub fn run<V>(self) -> Result<V, Error<E>>
    where
        for<'l> Stream<'l>: HasValue,
    {
        crate::private::never()
    }

    /// [`run`](StreamPipeline::run)
    #[doc(hidden)]
    pub fn run_with<V>(self, _: &Context) -> Result<V, Error<E>>
    where
        for<'l> Stream<'l>: HasValue,
    {
        crate::private::never()
    }

    /// [`run`](StreamPipeline::run)
    #[doc(hidden)]
    pub fn run_reported<V>(self) -> (Result<V, Error<E>>, Report)
    where
        for<'l> Stream<'l>: HasValue,
    {
        crate::private::never()
    }

    /// [`run`](StreamPipeline::run)
    #[doc(hidden)]
    pub fn spawn<V>(self) -> Running<V, E>
    where
        for<'l> Stream<'l>: HasValue,
    {
        crate::private::never()
    }

    /// The same as a pipeline without a value, and where the end of its stream comes out.
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
    /// Runs the pipeline, and calls `body` with its items on this thread.
    ///
    /// The closure gets the items as an iterator, like that of a `sink`. It need not be `Send`. When the stages have
    /// ended, for whatever reason, the iterator ends. A closure that returns before the end of the stream ends the
    /// stages that made it. When `consume` returns, every thread that the pipeline started has ended.
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
    /// As [`Pipeline::run`]. Then the closure saw only some of the items, and its result is dropped.
    ///
    /// # Panics
    ///
    /// If the closure panics, when every thread has ended.
    #[doc(alias = "for_each")]
    pub fn consume<R, F>(self, body: F) -> Result<R, Error<E>>
    where
        F: for<'w> FnOnce(Items<'w, Reading<T>, E>) -> R,
    {
        self.consume_below(&surrounding(None), body).0
    }

    /// [`consume`](StreamPipeline::consume), stopped also by a cancel of `context`.
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
    /// As [`Pipeline::run_with`].
    ///
    /// # Panics
    ///
    /// As [`consume`](StreamPipeline::consume).
    pub fn consume_with<R, F>(self, context: &Context, body: F) -> Result<R, Error<E>>
    where
        F: for<'w> FnOnce(Items<'w, Reading<T>, E>) -> R,
    {
        self.consume_below(&surrounding(Some(context)), body).0
    }

    /// [`consume`](StreamPipeline::consume), with a report of what each stage did, however it ended.
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
    /// As [`consume`](StreamPipeline::consume).
    pub fn consume_reported<R, F>(self, body: F) -> (Result<R, Error<E>>, Report)
    where
        F: for<'w> FnOnce(Items<'w, Reading<T>, E>) -> R,
    {
        self.consume_below(&surrounding(None), body)
    }

    /// [`consume_with`](StreamPipeline::consume_with), with a report of what each stage did, however it ended.
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
    /// As [`consume`](StreamPipeline::consume).
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
        // Its body works on this thread. Whoever joins the run around that body waits for it.
        let _joining = joins::join(context);
        thread::scope(|threads| {
            let around = Around::here();
            let run = move || {
                let _around = around.enter();
                current::settle(context);
                pipeline.report_below(context)
            };
            let running =
                match thread::spawn_scoped(threads, NAME.to_owned(), Stack::default(), run) {
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

/// The name of the run's own thread.
const NAME: &str = "pipeline";

impl<T: Send + 'static, E: Send + 'static> StreamPipeline<'static, T, E> {
    /// Starts the pipeline, and gives its items as an iterator.
    ///
    /// The pipeline must own what it uses: `pipeline!(move || { … })`. While nobody asks for items, its streams fill,
    /// and then its stages wait.
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

    /// [`iter`](StreamPipeline::iter), stopped also by a cancel of `context`.
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

/// The items of a pipeline that runs beside its reader.
///
/// If the run fails or is cancelled, the error comes once, as the last item. Items that were made and not read
/// before are dropped then.
///
/// Dropping it ends the run and waits until its threads have ended, wherever its stages wait. As with a
/// [`Running`], the drop waits for bodies too, but not [in a body of its own run](Running#in-a-body-of-its-own).
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
    /// Where the end of the stream comes from. None if it was asked for.
    opening: Option<channel::Receiver<OutputEnd<T, E>>>,
    /// The end of the stream, until it is read to its end.
    opened: Option<Opened<T, E>>,
    /// None if the run was joined.
    running: Option<Running<(), E>>,
    /// That of a run that was joined.
    report: Option<Report>,
}

impl<T, E> Output<T, E> {
    /// Ends the run as a drop does, and gives a report of what each stage did. After the last item, it is the report
    /// of the whole run.
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

    /// Stops the stages, and reads no more.
    fn stop(&mut self) {
        self.running.iter().for_each(Running::cancel);
        self.opening = None;
        self.opened = None;
    }

    /// The next item, if the stream has one.
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

    /// The end of the run.
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
    /// The handle's drop joins, after this.
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

/// Where a run puts the end of the stream that it yields.
pub struct Outside<T, E>(Sender<OutputEnd<T, E>>);

/// The end of a stream, for the thread that reads it.
struct OutputEnd<T, E> {
    from: Receiver<T>,
    worker: Worker<E>,
    /// While there is a copy, the run waits.
    alive: Option<Sender<Infallible>>,
}

/// The end of a stream, on the thread that reads it. Fields are dropped in order: the run ends last.
struct Opened<T, E> {
    items: Items<'static, Reading<T>, E>,
    worker: Worker<E>,
    _lives: Lives,
    _alive: Option<Sender<Infallible>>,
}

/// Times how long the code outside reads.
struct Lives(Arc<Counters>);

impl Drop for Lives {
    fn drop(&mut self) {
        self.0.lived.stop();
    }
}

impl<T, E> Opened<T, E> {
    fn new(opening: OutputEnd<T, E>) -> Self {
        let OutputEnd {
            from,
            worker,
            alive,
        } = opening;
        worker.counters().lived.start();
        Opened {
            items: Items::of_edge(from, &worker),
            _lives: Lives(Arc::clone(worker.counters())),
            worker,
            _alive: alive,
        }
    }

    /// Calls `body` with the items.
    fn lend<R>(self, body: impl for<'w> FnOnce(Items<'w, Reading<T>, E>) -> R) -> R {
        let current = self.worker.current();
        let _current = current.enter(None);
        body(self.items)
    }
}

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// The code outside reads `from`.
    pub fn output<T>(&self, name: &'static str, from: Receiver<T>, outside: Outside<T, E>) {
        let reads = vec![Arc::clone(from.edge())];
        let opening = OutputEnd {
            from,
            worker: self.worker(name, reads, Vec::new()),
            alive: self.alive(),
        };
        let Outside(reader) = outside;
        // Nobody may want it any more. The stages then end as those whose reader has left.
        // There is room for one.
        let _ = reader.try_send(opening);
    }
}
