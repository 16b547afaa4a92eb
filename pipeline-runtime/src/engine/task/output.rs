//! Pipelines of futures whose tail is a stream. The task that polls the stream drives the run.
//!
//! The last worker of the run puts items into an [`OutputSlot`]. A poll of the stream takes items
//! out of the slot, and polls the workers of the run when the slot is empty.

use std::collections::VecDeque;
use std::future::{Ready, poll_fn};
use std::pin::Pin;
use std::task::{Context as Task, Poll, Waker, ready};
use std::time::Duration;

use futures_core::Stream;
use futures_core::stream::FusedStream;

use super::feed::Reading;
use super::items::Items;
use super::local_executor::LocalExecutor;
use super::pipeline::{AsyncPipeline, DropGuard, Wired};
use super::run::{Get, Run};
use super::source::Source;
use crate::context::Context;
use crate::context::clock::MakeSleep;
use crate::edge::Ends;
use crate::edge::Receiver;
use crate::engine::header::{Itself, Returned};
use crate::engine::hints::{HasAwaitedValue, Stream as Any};
use crate::report::Report;
use crate::report::counters::Counters;
use crate::report::graph::{Declared, Graph};
use crate::run::current::surrounding;
use crate::run::error::{BoxError, Cause, Error, View};
use crate::sync::{Arc, Mutex, lock};

/// Boxed for the same reason as the closure of a [`Pipeline`](crate::Pipeline).
type Wire<'p, T, E> = Box<dyn FnOnce(&Run<'p, E>, Outside<T>) -> Get<'p, ()> + Send + 'p>;

/// A declared pipeline of futures whose tail is a stream. It does nothing until the stream is
/// polled.
///
/// `'p` is the lifetime of its borrows, `T` is the type of the items, and `E` is the error type
/// that `?` in a body converts into. Its timed waits are those of an [`AsyncPipeline`].
///
/// ```
/// # pollster::block_on(async {
/// use pipeline::{AsyncStreamPipeline, pipeline};
///
/// fn squares() -> AsyncStreamPipeline<'static, u64> {
///     pipeline!(async {
///         let numbers = generator(0_u64..);
///         numbers >> stage(async |n| n * n)
///     })
/// }
///
/// let mut squares = squares().stream();
/// assert_eq!(squares.next().await.transpose()?, Some(0));
/// assert_eq!(squares.next().await.transpose()?, Some(1));
/// # Ok::<(), pipeline::Error>(())
/// # }).unwrap();
/// ```
#[doc(alias = "Stream")]
#[must_use = "a pipeline does nothing until its `stream` is polled"]
pub struct AsyncStreamPipeline<'p, T, E = BoxError> {
    graph: Declared<Graph>,
    wire: Wire<'p, T, E>,
    view: View<E>,
    sleep: Option<MakeSleep>,
}

impl<'p, T> AsyncStreamPipeline<'p, T> {
    #[doc(hidden)]
    pub fn new(
        wire: impl FnOnce(&Run<'p, BoxError>, Outside<T>) -> Get<'p, ()> + Send + 'p,
        graph: impl Into<Declared<Graph>>,
    ) -> Self {
        AsyncStreamPipeline::with(graph.into(), Box::new(wire), View::BOXED)
    }
}

impl<'p, T, E> AsyncStreamPipeline<'p, T, E> {
    fn with(graph: Declared<Graph>, wire: Wire<'p, T, E>, view: View<E>) -> Self {
        AsyncStreamPipeline {
            graph,
            wire,
            view,
            sleep: None,
        }
    }

    /// Makes the pipeline of a header that names its `Result`. The integer selects the impl of
    /// [`Cause`](crate::private::Cause).
    #[doc(hidden)]
    pub fn returning<R: Returned<M, Value = T, Named = W, Error = E>, N, K, M, W>(
        _: N,
        wire: impl FnOnce(&Run<'p, E>, Outside<T>) -> Get<'p, ()> + Send + 'p,
        graph: impl Into<Declared<Graph>>,
    ) -> Self
    where
        E: Cause<N, K> + Itself<Itself = W>,
    {
        AsyncStreamPipeline::with(graph.into(), Box::new(wire), E::VIEW)
    }

    /// Returns the graph of the pipeline: its stages, and the streams between them. The reader of
    /// the tail is the stage `output`.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!(async {
    ///     let words = generator(["to", "be"]);
    ///     words
    /// });
    /// assert_eq!(pipeline.graph().to_string(), "words -> output by `words`: 64 items at first");
    /// ```
    #[must_use]
    pub fn graph(&self) -> &'static Graph {
        self.graph.whole()
    }

    /// Makes every timed wait of the run use `sleep(time).await`, as [`AsyncPipeline::with_sleep`]
    /// does.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use pipeline::AsyncStreamPipeline;
    /// # fn example(
    /// #     squares: AsyncStreamPipeline<'_, u64>,
    /// #     sleep: impl Fn(Duration) -> std::future::Ready<()> + Send + Sync + 'static,
    /// # ) {
    /// let squares = squares.with_sleep(sleep); // such as `tokio::time::sleep`
    /// # drop(squares);
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

    /// Cannot be called. Its bound makes rustc say that only a pipeline whose tail is a value can
    /// be run.
    #[doc(hidden)]
    pub fn run<V>(self) -> Ready<Result<V, Error<E>>>
    where
        for<'l> Any<'l>: HasAwaitedValue,
    {
        crate::private::never()
    }

    /// See [`run`](AsyncStreamPipeline::run).
    #[doc(hidden)]
    pub fn run_with<V>(self, _: &Context) -> Ready<Result<V, Error<E>>>
    where
        for<'l> Any<'l>: HasAwaitedValue,
    {
        crate::private::never()
    }

    /// See [`run`](AsyncStreamPipeline::run).
    #[doc(hidden)]
    pub fn run_reported<V>(self) -> Ready<(Result<V, Error<E>>, Report)>
    where
        for<'l> Any<'l>: HasAwaitedValue,
    {
        crate::private::never()
    }
}

impl<'p, T: Send + 'p, E: Send + 'p> AsyncStreamPipeline<'p, T, E> {
    /// Returns the items of the pipeline as a stream.
    ///
    /// The task that polls the stream also polls all stages: between two polls, nothing runs.
    /// Dropping the stream at any time ends all stages at once, except that the drop waits for a
    /// `blocking` body at work.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let mut squares = pipeline!(async {
    ///     let numbers = generator(0_u64..);
    ///     numbers >> stage(async |n| n * n)
    /// })
    /// .stream();
    /// while let Some(square) = squares.next().await {
    ///     if square? > 100 {
    ///         break; // and `squares` is dropped, which ends the run
    ///     }
    /// }
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn stream(self) -> OutputStream<'p, T, E> {
        self.stream_below(surrounding(None))
    }

    /// Like [`stream`](AsyncStreamPipeline::stream), but also stops when `context` is cancelled.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use pipeline::{Context, pipeline};
    ///
    /// let context = Context::new();
    /// let mut squares = pipeline!(async {
    ///     let numbers = generator(0_u64..);
    ///     numbers >> stage(async |n| n * n)
    /// })
    /// .stream_with(&context);
    /// assert_eq!(squares.next().await.transpose()?, Some(0));
    /// context.cancel();
    /// while let Some(square) = squares.next().await {
    ///     assert!(square.is_ok_and(|square| square > 0) || context.is_cancelled());
    /// }
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn stream_with(self, context: &Context) -> OutputStream<'p, T, E> {
        self.stream_below(surrounding(Some(context)))
    }

    fn stream_below(self, context: Context) -> OutputStream<'p, T, E> {
        let slot = Arc::<OutputSlot<T>>::default();
        let (wire, outside) = (self.wire, Outside(Arc::clone(&slot)));
        let wire = Box::new(move |run: &Run<'p, E>| wire(run, outside));
        let pipeline = AsyncPipeline::of(self.graph, wire, self.view, self.sleep);
        let (wired, workers) = pipeline.wire(context.clone(), Ends::OneTask);
        OutputStream {
            running: Some(PolledRun {
                guard: DropGuard::new(context),
                executor: LocalExecutor::new(workers),
                wired,
            }),
            slot,
            report: None,
        }
    }
}

/// The items of a pipeline of futures, as a stream. The pipeline runs while the stream is polled.
///
/// If the run fails or is cancelled, the error is the last item. Dropping the stream ends the run.
///
/// ```
/// # pollster::block_on(async {
/// use pipeline::pipeline;
///
/// let mut words = pipeline!(async {
///     let lines = generator(["to be", "or not"]);
///     lines >> stage(|line| for word in line.split(' ') { yield word; })
/// })
/// .stream();
/// assert_eq!(words.next().await.transpose()?, Some("to"));
/// # Ok::<(), pipeline::Error>(())
/// # }).unwrap();
/// ```
#[doc(alias("Stream", "AsyncIterator"))]
#[must_use = "a stream does nothing until it is polled"]
pub struct OutputStream<'p, T, E: Send + 'p = BoxError> {
    /// `None` once the run has ended.
    running: Option<PolledRun<'p, E>>,
    slot: Arc<OutputSlot<T>>,
    /// Report of the run, once it has ended.
    report: Option<Report>,
}

/// A run that is polled. Fields are dropped in order of declaration: `guard` comes first, because
/// the run is cancelled before its workers are dropped.
struct PolledRun<'p, E> {
    guard: DropGuard,
    executor: LocalExecutor<'p, E>,
    wired: Wired<'p, (), E>,
}

impl<E> PolledRun<'_, E> {
    /// Polls the workers until `is_enough`. Ready if all workers have ended.
    fn poll(&mut self, cx: &mut Task<'_>, is_enough: impl Fn() -> bool) -> Poll<()> {
        self.wired.poll_watch(cx);
        self.executor.poll_until(cx, is_enough)
    }

    fn is_stopped(&self) -> bool {
        self.guard.is_stopped()
    }

    /// Ends the run and returns its outcome. Workers that have not ended are dropped.
    fn end(self) -> (Result<(), Error<E>>, Report) {
        self.guard.disarm();
        drop(self.executor);
        self.wired.outcome()
    }
}

impl<'p, T, E: Send + 'p> OutputStream<'p, T, E> {
    /// Waits for the next item. An error that ends the run is the last item. Returns `None` after
    /// the last item.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let mut numbers = pipeline!(async {
    ///     let numbers = generator(["1", "two"]) >> stage(name = "parse", |word| word.parse::<u32>()?);
    ///     numbers
    /// })
    /// .stream();
    /// while let Some(number) = numbers.next().await {
    ///     match number {
    ///         Ok(number) => println!("{number}"),
    ///         Err(error) => assert_eq!(error.stage(), Some("parse")), // the last
    ///     }
    /// }
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Stops the run as a drop does, and returns a report of what each stage did. After the last
    /// item, this is the report of the whole run.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use pipeline::pipeline;
    ///
    /// let mut squares = pipeline!(async {
    ///     let numbers = generator(0_u64..);
    ///     numbers >> stage(async |n| n * n)
    /// })
    /// .stream();
    /// assert_eq!(squares.next().await.transpose()?, Some(0));
    /// println!("{}", squares.into_report());
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    #[must_use]
    #[expect(
        clippy::missing_panics_doc,
        reason = "either there is a run to end, or it has ended and left its report"
    )]
    pub fn into_report(mut self) -> Report {
        let report = self.running.take().map(|running| running.end().1);
        let report = report.or_else(|| self.report.take());
        report.expect("a run that has not ended is kept")
    }
}

impl<'p, T, E: Send + 'p> Stream for OutputStream<'p, T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(running) = &mut this.running else {
            return Poll::Ready(None);
        };
        // After a cancel, items stay in the slot, and the worker that put them there drops them.
        let is_stopped = running.is_stopped();
        if !is_stopped && let Some(item) = this.slot.take() {
            return Poll::Ready(Some(Ok(item)));
        }
        let polled = running.poll(cx, || !is_stopped && !this.slot.is_empty());
        if !is_stopped && let Some(item) = this.slot.take() {
            return Poll::Ready(Some(Ok(item)));
        }
        if polled.is_pending() {
            return Poll::Pending;
        }
        let ended = this.running.take().map(PolledRun::end);
        let Some((outcome, report)) = ended else {
            return Poll::Ready(None);
        };
        this.report = Some(report);
        Poll::Ready(outcome.err().map(Err))
    }
}

impl<'p, T, E: Send + 'p> FusedStream for OutputStream<'p, T, E> {
    fn is_terminated(&self) -> bool {
        self.running.is_none()
    }
}

/// The slot into which a run puts the items that it yields.
pub struct Outside<T>(Arc<OutputSlot<T>>);

/// Maximum number of items in an [`OutputSlot`].
const MOST: usize = 64;

/// Buffer between the run and the task that polls the stream. The last worker fills it when it is
/// empty, with the items that are ready.
struct OutputSlot<T>(Mutex<SlotPlace<T>>);

struct SlotPlace<T> {
    items: VecDeque<T>,
    /// Waker of the last worker, woken when the last item is taken.
    worker: Option<Waker>,
    /// Counters of the last worker, which count these items as held.
    counters: Option<Arc<Counters>>,
}

impl<T> Default for OutputSlot<T> {
    fn default() -> Self {
        OutputSlot(Mutex::new(SlotPlace {
            items: VecDeque::new(),
            worker: None,
            counters: None,
        }))
    }
}

impl<T> OutputSlot<T> {
    fn is_empty(&self) -> bool {
        lock(&self.0).items.is_empty()
    }

    fn put(&self, item: T) {
        let mut place = lock(&self.0);
        place
            .counters
            .iter()
            .for_each(|counters| counters.held.add(1));
        place.items.push_back(item);
    }

    /// Takes the next item, if there is one. The worker no longer holds that item.
    fn take(&self) -> Option<T> {
        let mut place = lock(&self.0);
        let item = place.items.pop_front()?;
        place
            .counters
            .iter()
            .for_each(|counters| counters.held.subtract(1));
        let worker = if place.items.is_empty() {
            place.worker.take()
        } else {
            None
        };
        drop(place);
        worker.into_iter().for_each(Waker::wake);
        Some(item)
    }

    fn poll_empty(&self, cx: &mut Task<'_>) -> Poll<()> {
        if self.is_empty() {
            return Poll::Ready(());
        }
        // A waker's clone and drop run foreign code, so they stay outside of the lock.
        let mut waker = Some(cx.waker().clone());
        std::mem::swap(&mut lock(&self.0).worker, &mut waker);
        Poll::Pending
    }

    /// Puts in the items that are ready. Ready with `false` if there are some, and with `true` if
    /// the stream has ended.
    fn poll_fill<E>(&self, items: &mut Items<Reading<T, E>, E>, cx: &mut Task<'_>) -> Poll<bool> {
        for put in 0..MOST {
            match items.poll(cx) {
                Poll::Ready(Some(item)) => self.put(item),
                Poll::Ready(None) => return Poll::Ready(true),
                Poll::Pending if put == 0 => return Poll::Pending,
                Poll::Pending => break,
            }
        }
        Poll::Ready(false)
    }
}

/// Drops the items that were not taken, together with the worker that put them there.
struct Emptied<T>(Arc<OutputSlot<T>>);

impl<T> Drop for Emptied<T> {
    fn drop(&mut self) {
        let items = std::mem::take(&mut lock(&self.0.0).items);
        drop(items);
    }
}

impl<'p, E: Send + 'p> Run<'p, E> {
    /// Starts the worker that puts the items of `from` into the slot of the code outside.
    pub fn output<T: Send + 'p>(&self, name: &'static str, from: Receiver<T>, outside: Outside<T>) {
        let worker = self.worker(name, Source::<E>::edges(&from), Vec::new());
        let Outside(slot) = outside;
        lock(&slot.0).counters = Some(Arc::clone(worker.counters()));
        let items = from.open(&worker);
        self.start(worker, (), put_all(items, Emptied(slot)));
    }
}

/// Puts all items into the slot. Ends when the last item has been taken.
async fn put_all<T: Send, E: Send>(
    mut items: Items<Reading<T, E>, E>,
    slot: Emptied<T>,
) -> Result<(), E> {
    let Emptied(slot) = &slot;
    let mut has_ended = false;
    poll_fn(|cx| {
        loop {
            ready!(slot.poll_empty(cx));
            if has_ended {
                return Poll::Ready(());
            }
            has_ended = ready!(slot.poll_fill(&mut items, cx));
        }
    })
    .await;
    Ok(())
}
