//! A part of a pipeline, as a value.

use std::cell::Cell;
use std::fmt;
use std::ops::Deref;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;

use crate::edge::in_flight::loop_around;
use crate::edge::{Receiver, Sender};
use crate::engine::threads::scope::{self, Life, Scope};
use crate::error::{BoxError, Error};
use crate::report::graph::{Declared, Graph, Part};
use crate::run::wiring::Wiring;
use crate::stage::words::Given;
use crate::sync::Arc;

/// The closure of an expansion. It is boxed there, so that rustc knows the types of its parameters from the type that
/// is expected of the segment.
type Wire<'p, In, Out, E> =
    Box<dyn FnOnce(&SegmentRun<'_, E>, Receiver<In>, Sender<Out>) + Send + 'p>;

/// A part of a pipeline: stages that read a stream of `In` and give a stream of `Out`. The macro `segment!` makes it,
/// and the verb `segment` of a pipeline puts it between two streams. The docs of the macro say all of it.
///
/// `'p` is the lifetime of its borrows, and `E` is the error type that `?` in a body converts into: that of the
/// pipeline around. A segment that borrows for longer than a pipeline can be used in that pipeline.
///
/// It is a value like any other: it can be returned, held in a struct or a vector, sent to another thread, or dropped
/// without having run. It runs at most once, so a function that returns it is called once for each use.
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

    /// For a header that names its `Result`.
    #[doc(hidden)]
    pub fn giving<R>(wire: Wire<'p, In, Out, E>, part: impl Into<Declared<Part>>) -> Self
    where
        R: Given<Item = Out, Error = E>,
    {
        Segment::new(wire, part)
    }

    /// What it declares: its stages, and the streams between them. The streams that lead into it and out of it
    /// belong to the pipeline around.
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
    /// The stages of `segment`, between these streams. Their names begin with `name`.
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

/// The closure of an expansion, with the streams at both ends.
type Joined<'scope, E> = Box<dyn FnOnce(&SegmentRun<'_, E>) + 'scope>;

/// A segment between its streams, about to be started.
pub(crate) struct Opening<'scope, E> {
    wiring: Wiring<E>,
    /// Where its stages stand in the report.
    place: usize,
    wire: Joined<'scope, E>,
}

impl<E> Opening<'_, E> {
    /// Starts its stages, and then does the `rest`.
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
        // Beside the stages, an option's expression may panic.
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(|| wire(&run))) {
            state.fail(Error::panicked("pipeline", payload));
        }
        if !run.is_started.get() {
            rest();
        }
    }
}

/// The run around a segment: what the segment's expansion makes edges from and opens its scope on.
///
/// In a loop, the streams that it makes are streams of that loop, except those that are made
/// [`aside`](Wiring::aside).
pub struct SegmentRun<'r, E> {
    wiring: Wiring<E>,
    life: Rc<Life>,
    /// Starts the segments that are still to start, and waits for the end of the run.
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
    /// Runs `wire`, which starts the stages, and waits for the end of the run.
    pub fn scope<'env>(&'env self, wire: impl for<'scope> FnOnce(&Scope<'scope, 'env, E>))
    where
        E: Send + 'env,
    {
        self.is_started.set(true);
        scope::scope_of_segment(&self.wiring, &self.life, wire, self.rest);
    }
}
