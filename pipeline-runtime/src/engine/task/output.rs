//! A pipeline of futures that yields a stream, which whoever polls it drives.
//!
//! The last worker of the run puts items into an [`OutputSlot`]. Whoever polls the stream takes them out of it, and polls the
//! workers of the run when it is empty.

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
use crate::error::{BoxError, Cause, Error, View};
use crate::report::Report;
use crate::report::counters::Counters;
use crate::report::graph::{Declared, Graph};
use crate::run::current::surrounding;
use crate::sync::{Arc, Mutex, lock};

/// Boxed as that of a [`Pipeline`](crate::Pipeline).
type Wire<'p, T, E> = Box<dyn FnOnce(&Run<'p, E>, Outside<T>) -> Get<'p, ()> + Send + 'p>;

/// A declared pipeline of futures whose tail is a stream. Nothing runs before the stream is polled.
///
/// `'p` is the lifetime of its borrows, `T` is the type of the items, and `E` is the error type that `?` in a body
/// converts into. It waits for times as an [`AsyncPipeline`] does.
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

    /// For a header that names its `Result`; the integer is for [`Cause`](crate::private::Cause).
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

    /// What it declares: its stages, and the streams between them. The reader of its stream is the stage `output`.
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

    /// Makes every wait for a time in the run use `sleep(time).await`, as
    /// [`AsyncPipeline::with_sleep`] does.
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

    /// Only a pipeline whose tail is a value has this.
    #[doc(hidden)]
    pub fn run<V>(self) -> Ready<Result<V, Error<E>>>
    where
        for<'l> Any<'l>: HasAwaitedValue,
    {
        crate::private::never()
    }

    /// [`run`](AsyncStreamPipeline::run)
    #[doc(hidden)]
    pub fn run_with<V>(self, _: &Context) -> Ready<Result<V, Error<E>>>
    where
        for<'l> Any<'l>: HasAwaitedValue,
    {
        crate::private::never()
    }

    /// [`run`](AsyncStreamPipeline::run)
    #[doc(hidden)]
    pub fn run_reported<V>(self) -> Ready<(Result<V, Error<E>>, Report)>
    where
        for<'l> Any<'l>: HasAwaitedValue,
    {
        crate::private::never()
    }
}

impl<'p, T: Send + 'p, E: Send + 'p> AsyncStreamPipeline<'p, T, E> {
    /// The items of the pipeline, as a stream.
    ///
    /// All stages are polled by whoever polls the stream: between two polls, nothing runs. Dropping the stream at any
    /// time ends all stages at once, except that the drop waits for a `blocking` body at work.
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
    ///         break; // and `squares` is dropped: this ends the run
    ///     }
    /// }
    /// # Ok::<(), pipeline::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn stream(self) -> OutputStream<'p, T, E> {
        self.stream_below(surrounding(None))
    }

    /// [`stream`](AsyncStreamPipeline::stream), stopped also by a cancel of `context`.
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
        let (wired, jobs) = pipeline.wire(context.clone(), Ends::OneTask);
        OutputStream {
            running: Some(PolledRun {
                guard: DropGuard::new(context),
                crew: LocalExecutor::new(jobs),
                wired,
            }),
            slot,
            report: None,
        }
    }
}

/// The items of a pipeline of futures, which runs while this is polled.
///
/// If the run fails or is cancelled, the error comes once, as the last item. Dropping it ends the run.
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
    /// None if the run has ended.
    running: Option<PolledRun<'p, E>>,
    slot: Arc<OutputSlot<T>>,
    /// That of a run that has ended.
    report: Option<Report>,
}

/// A run that is polled. Fields are dropped in order.
struct PolledRun<'p, E> {
    guard: DropGuard,
    crew: LocalExecutor<'p, E>,
    wired: Wired<'p, (), E>,
}

impl<E> PolledRun<'_, E> {
    /// Polls the workers until `is_enough`; ready if all have ended.
    fn poll(&mut self, cx: &mut Task<'_>, is_enough: impl Fn() -> bool) -> Poll<()> {
        self.wired.poll_watch(cx);
        self.crew.poll_until(cx, is_enough)
    }

    fn is_stopped(&self) -> bool {
        self.guard.is_stopped()
    }

    /// How the run ended. Workers that have not ended are dropped.
    fn end(self) -> (Result<(), Error<E>>, Report) {
        let PolledRun { guard, crew, wired } = self;
        guard.disarm();
        drop(crew);
        wired.outcome()
    }
}

impl<'p, T, E: Send + 'p> OutputStream<'p, T, E> {
    /// The next item, or the error that ended the run; `None` at the end.
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

    /// Ends the run as a drop does, and gives a report of what each stage did. After the last item, it is the report
    /// of the whole run.
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
        // After a cancel, the worker that put the items drops them.
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

/// Where a run puts the items that it yields.
pub struct Outside<T>(Arc<OutputSlot<T>>);

/// How many items lie in an [`OutputSlot`] at most.
const MOST: usize = 64;

/// The place for items between the run and whoever polls the stream. It is filled when it is empty, with the items
/// that take no wait.
struct OutputSlot<T>(Mutex<SlotPlace<T>>);

struct SlotPlace<T> {
    items: VecDeque<T>,
    /// Woken when the last item was taken.
    worker: Option<Waker>,
    /// It counts the items as held.
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

    /// The next item, if there is one. It then is the reader's.
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
        // A waker is foreign code: made and dropped outside of the lock.
        let mut waker = Some(cx.waker().clone());
        std::mem::swap(&mut lock(&self.0).worker, &mut waker);
        Poll::Pending
    }

    /// Puts in the items that take no wait. Ready if there are some, or with `true` if the stream has ended.
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

/// Drops the items that nobody will take, with the worker that put them.
struct Emptied<T>(Arc<OutputSlot<T>>);

impl<T> Drop for Emptied<T> {
    fn drop(&mut self) {
        let items = std::mem::take(&mut lock(&self.0.0).items);
        drop(items);
    }
}

impl<'p, E: Send + 'p> Run<'p, E> {
    /// The code outside reads `from`.
    pub fn output<T: Send + 'p>(&self, name: &'static str, from: Receiver<T>, outside: Outside<T>) {
        let worker = self.worker(name, Source::<E>::edges(&from), Vec::new());
        let Outside(slot) = outside;
        lock(&slot.0).counters = Some(Arc::clone(worker.counters()));
        let items = from.open(&worker);
        self.start(worker, (), put_all(items, Emptied(slot)));
    }
}

/// Puts all items into the slot. It ends when they are taken.
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
