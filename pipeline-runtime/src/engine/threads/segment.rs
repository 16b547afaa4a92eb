//! Segments: parts of a pipeline as values.

use std::cell::Cell;
use std::fmt;
use std::ops::Deref;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;

use crate::edge::in_flight::loop_around;
use crate::edge::{Receiver, Sender};
use crate::engine::threads::scope::{self, Life, Scope};
use crate::report::graph::{Declared, Graph, Part};
use crate::run::error::{BoxError, Error};
use crate::run::wiring::Wiring;
use crate::stage::words::Given;
use crate::sync::Arc;

/// The closure that starts the stages of a segment. The expansion boxes it, so that rustc infers
/// the types of the closure's parameters from the expected type of the segment.
type Wire<'p, In, Out, E> =
    Box<dyn FnOnce(&SegmentRun<'_, E>, Receiver<In>, Sender<Out>) + Send + 'p>;

/// A part of a pipeline: stages that turn a stream of `In` into a stream of `Out`. The macro
/// `segment!` makes it, and the verb `segment` of a pipeline puts it between two streams. The
/// macro's docs describe segments in full.
///
/// `'p` is the lifetime of its borrows. `E` is the error type that `?` in a body converts into:
/// that of the surrounding pipeline. A segment whose borrows outlive those of a pipeline can be
/// used in that pipeline.
///
/// A segment is an ordinary value: a function can return it, a struct or a vector can hold it,
/// another thread can receive it, and it can be dropped without having run. It runs at most once,
/// so a function that returns a segment is called once for each use.
///
/// ```
/// use pipeline::{Segment, pipeline, segment};
///
/// fn doubled() -> Segment<'static, u32, u32> {
///     segment!(|numbers| numbers >> stage(|n| n * 2))
/// }
///
/// let sum = pipeline!({ generator(1..=3) >> segment(doubled()) >> sum::<u32>() });
/// assert_eq!(sum.run()?, 12);
/// # Ok::<(), pipeline::Error>(())
/// ```
#[doc(alias("Flow", "operator", "compose"))]
#[must_use = "a segment does nothing until a pipeline uses it: `stream >> segment(...)`"]
pub struct Segment<'p, In, Out, E = BoxError> {
    part: Declared<Part>,
    wire: Wire<'p, In, Out, E>,
}

impl<In, Out, E> fmt::Debug for Segment<'_, In, Out, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Segment").field(self.graph()).finish()
    }
}

impl<'p, In, Out, E> Segment<'p, In, Out, E> {
    #[doc(hidden)]
    pub fn new(wire: Wire<'p, In, Out, E>, part: impl Into<Declared<Part>>) -> Self {
        let part = part.into();
        Segment { part, wire }
    }

    /// Makes the segment of a header that names its `Result`.
    #[doc(hidden)]
    pub fn giving<R>(wire: Wire<'p, In, Out, E>, part: impl Into<Declared<Part>>) -> Self
    where
        R: Given<Item = Out, Error = E>,
    {
        Segment::new(wire, part)
    }

    /// Returns the graph of the segment: its stages, and the streams between them. The streams into
    /// and out of the segment belong to the surrounding pipeline.
    ///
    /// ```
    /// use pipeline::{Segment, segment};
    ///
    /// let words: Segment<'_, &str, String> = segment!(|lines| {
    ///     let words = lines >> stage(|line| for word in line.split(' ') { yield word; });
    ///     words >> fan_out(4, |word| word.to_lowercase())
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

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// Puts the stages of `segment` between these streams. Their names begin with `name`.
    pub fn segment<In: 'scope, Out: 'scope>(
        &self,
        name: &'static str,
        segment: Segment<'scope, In, Out, E>,
        from: Receiver<In>,
        to: Sender<Out>,
    ) {
        let name = self.named(name);
        let cycle = loop_around(from.share(), to.edge().share());
        segment.part.check_loop(cycle.is_some(), name);
        let wire = segment.wire;
        self.start_later(Opening {
            wiring: Wiring::of_segment(self, name, cycle),
            place: self.state().place(),
            wire: Box::new(|run| wire(run, from, to)),
        });
    }
}

/// A [`Wire`] that already holds the streams at both ends.
type Joined<'scope, E> = Box<dyn FnOnce(&SegmentRun<'_, E>) + 'scope>;

/// A segment and its streams, about to be started.
pub(crate) struct Opening<'scope, E> {
    wiring: Wiring<E>,
    /// Place of its stages in the report.
    place: usize,
    wire: Joined<'scope, E>,
}

impl<E> Opening<'_, E> {
    /// Starts the stages of the segment, then calls `rest`.
    pub(crate) fn open(self, life: &Rc<Life>, rest: &dyn Fn()) {
        let state = Arc::clone(self.wiring.state());
        state.go_on_at(self.place);
        let run = SegmentRun {
            wiring: self.wiring,
            life: Rc::clone(life),
            rest,
            is_started: Cell::new(false),
        };
        let wire = self.wire;
        // Workers catch the panics of their bodies. But an option's expression, which is evaluated
        // here, may panic too.
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(|| wire(&run))) {
            state.fail(Error::panicked("pipeline", payload));
        }
        if !run.is_started.get() {
            rest();
        }
    }
}

/// The run around a segment. The segment's expansion makes edges from it and opens its scope on it.
///
/// If the segment is in a loop, these edges belong to that loop, except those made
/// [`aside`](Wiring::aside).
pub struct SegmentRun<'r, E> {
    wiring: Wiring<E>,
    life: Rc<Life>,
    /// Starts the remaining segments, and waits for the end of the run.
    rest: &'r dyn Fn(),
    is_started: Cell<bool>,
}

impl<E> Deref for SegmentRun<'_, E> {
    type Target = Wiring<E>;

    fn deref(&self) -> &Wiring<E> {
        &self.wiring
    }
}

impl<E> SegmentRun<'_, E> {
    /// Runs `wire`, which starts the stages, then starts what is left of the run and waits for its
    /// end.
    pub fn scope<'env>(&'env self, wire: impl for<'scope> FnOnce(&Scope<'scope, 'env, E>))
    where
        E: Send + 'env,
    {
        self.is_started.set(true);
        scope::scope_of_segment(&self.wiring, &self.life, wire, self.rest);
    }
}
