//! Segments of futures: parts of a pipeline as values.

use std::fmt;

use super::run::Run;
use super::worker_task::WorkerTask;
use crate::edge::in_flight::loop_around;
use crate::edge::{Receiver, Sender};
use crate::report::graph::{Declared, Graph, Part};
use crate::run::error::BoxError;
use crate::run::wiring::Wiring;
use crate::stage::words::Given;

/// A part of a pipeline of futures: stages that turn a stream of `In` into a stream of `Out`. This
/// is the async counterpart of [`Segment`](crate::Segment). `segment!(async |items| { … })` makes
/// it.
///
/// Its futures are `Send`, like those of the surrounding pipeline. So a segment can be used in
/// pipelines that run in one task and in pipelines that are spawned.
///
/// ```
/// # pollster::block_on(async {
/// use pipeline::{AsyncSegment, pipeline, segment};
///
/// fn doubled() -> AsyncSegment<'static, u32, u32> {
///     segment!(async |numbers| { numbers >> stage(async |n| n * 2) })
/// }
///
/// let sum = pipeline!(async { generator(1..=3) >> segment(doubled()) >> sum::<u32>() });
/// assert_eq!(sum.run().await?, 12);
/// # Ok::<(), pipeline::Error>(())
/// # }).unwrap();
/// ```
#[must_use = "a segment does nothing until a pipeline uses it: `stream >> segment(...)`"]
pub struct AsyncSegment<'p, In, Out, E = BoxError> {
    part: Declared<Part>,
    wire: Box<dyn WireSegment<In, Out, E> + Send + 'p>,
}

impl<In, Out, E> fmt::Debug for AsyncSegment<'_, In, Out, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AsyncSegment").field(self.graph()).finish()
    }
}

impl<'p, In: 'p, Out: 'p, E: 'p> AsyncSegment<'p, In, Out, E> {
    /// The expansion boxes the closure, as it does for [`Segment`](crate::Segment).
    #[doc(hidden)]
    pub fn new(wire: BoxedWire<'p, In, Out, E>, part: impl Into<Declared<Part>>) -> Self {
        let wire = Box::new(Closure(wire));
        let part = part.into();
        AsyncSegment { part, wire }
    }

    /// Makes the segment of a header that names its `Result`.
    #[doc(hidden)]
    pub fn giving<R>(wire: BoxedWire<'p, In, Out, E>, part: impl Into<Declared<Part>>) -> Self
    where
        R: Given<Item = Out, Error = E>,
    {
        AsyncSegment::new(wire, part)
    }

    /// Returns the graph of the segment: its stages, and the streams between them. The streams into
    /// and out of the segment belong to the surrounding pipeline.
    ///
    /// ```
    /// use pipeline::{AsyncSegment, segment};
    ///
    /// let words: AsyncSegment<'_, &str, String> = segment!(async |lines| {
    ///     let words = lines >> stage(|line| for word in line.split(' ') { yield word; });
    ///     words >> fan_out(4, async |word| word.to_lowercase())
    /// });
    /// assert_eq!(words.graph().to_string(), "words -> output by `words`: 64 items at first");
    /// ```
    #[must_use]
    pub fn graph(&self) -> &'static Graph {
        &self.part.whole().graph
    }

    #[doc(hidden)]
    #[must_use]
    pub fn part(&self) -> Declared<Part> {
        self.part.clone()
    }
}

/// Makes the workers of a segment. The method does not name the lifetime of the segment's borrows,
/// so a segment with longer borrows can be used where shorter ones are asked for.
trait WireSegment<In, Out, E> {
    fn wire<'r>(
        self: Box<Self>,
        around: &Run<'_, E>,
        wiring: Wiring<E>,
        from: Receiver<In>,
        to: Sender<Out>,
    ) -> Vec<WorkerTask<'r, E>>
    where
        Self: 'r;
}

/// The closure of an expansion. `'p` is the lifetime of its borrows.
type BoxedWire<'p, In, Out, E> =
    Box<dyn FnOnce(&Run<'p, E>, Receiver<In>, Sender<Out>) + Send + 'p>;

struct Closure<'p, In, Out, E>(BoxedWire<'p, In, Out, E>);

impl<'p, In, Out, E> WireSegment<In, Out, E> for Closure<'p, In, Out, E> {
    fn wire<'r>(
        self: Box<Self>,
        around: &Run<'_, E>,
        wiring: Wiring<E>,
        from: Receiver<In>,
        to: Sender<Out>,
    ) -> Vec<WorkerTask<'r, E>>
    where
        Self: 'r,
    {
        let Closure(wire) = *self;
        let run: Run<'p, E> = Run::of_segment(around, wiring);
        wire(&run, from, to);
        run.into_workers()
    }
}

impl<'p, E: Send + 'p> Run<'p, E> {
    /// Puts the stages of `segment` between these streams. Their names begin with `name`.
    pub fn segment<In: 'p, Out: 'p>(
        &self,
        name: &'static str,
        segment: AsyncSegment<'p, In, Out, E>,
        from: Receiver<In>,
        to: Sender<Out>,
    ) {
        let name = self.named(name);
        let cycle = loop_around(from.share(), to.edge().share());
        segment.part.check_loop(cycle.is_some(), name);
        let wiring = Wiring::of_segment(self, name, cycle);
        self.adopt(segment.wire.wire(self, wiring, from, to));
    }
}
