//! The graph that a pipeline declares: its stages, and the edges between them, as data.
//!
//! The macro decides everything in it. An expansion writes the graph as a constant, with the
//! functions of [`words`].

mod part;

use std::fmt;

use crate::edge::window::DEFAULT_CAPACITY;

/// The graph that a pipeline declares: its stages, and the edges between them. It is known before
/// anything runs.
///
/// `{}` prints a line for each edge, and a line for each stage that has no edge or is at a place.
///
/// ```
/// use pipeline::pipeline;
///
/// let pipeline = pipeline!({
///     let words = generator("to be or not to be".split(' '));
///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
///     lengths >> max()
/// });
/// let graph = pipeline.graph();
/// assert_eq!(
///     graph.to_string(),
///     "words -> lengths by `words`: 64 items at first\n\
///      lengths -> output by `lengths`: at most 8 items"
/// );
/// assert_eq!(graph.stages()[1].verb, "fan_out");
/// assert_eq!(pipeline.run()?, Some(3));
/// # Ok::<(), pipeline::Error>(())
/// ```
#[doc(alias("topology", "DAG", "dataflow"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Graph {
    #[doc(hidden)]
    pub stages: &'static [GraphStage],
    #[doc(hidden)]
    pub edges: &'static [GraphEdge],
}

/// A stage of a [`Graph`]. Methods that run in it are a part of it.
///
/// ```
/// use pipeline::pipeline;
///
/// let pipeline = pipeline!({
///     let words = generator(["to", "be"]);
///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
///     lengths >> max()
/// });
/// let stage = pipeline.graph().stages()[1];
/// assert_eq!((stage.name, stage.verb), ("lengths", "fan_out"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct GraphStage {
    /// Its name in errors and reports. Its threads have the same name.
    pub name: &'static str,
    /// The verb or method that declares it: `"fan_out"`, `"collect"`. If a chain of several verbs
    /// runs in one stage, this is the verb of the chain's source or body.
    pub verb: &'static str,
    /// The place that the stage runs at, if it has `at`.
    pub place: Option<&'static str>,
}

/// A stream between stages. A stream that is read by methods in the same stage that makes it is not
/// an edge.
///
/// ```
/// use pipeline::pipeline;
///
/// let pipeline = pipeline!({
///     let words = generator(["to", "be"]);
///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
///     lengths >> max()
/// });
/// let edge = pipeline.graph().edges()[0];
/// assert_eq!((edge.from, edge.to), (&["words"][..], "lengths"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct GraphEdge {
    /// Its name, as in the expansion: the name of its `let`, with a number if names repeat. Without
    /// a `let`, the names of its chain and verb. All inputs of a `fan_in` go into one edge, which
    /// has the name of the output.
    pub stream: &'static str,
    /// The stages that fill the edge. A `fan_in` has several.
    pub from: &'static [&'static str],
    /// The stage that reads the edge.
    pub to: &'static str,
    /// Number of items that may wait in the edge.
    pub capacity: Capacity,
    /// What happens to an item that arrives when the edge is full.
    pub full: WhenFull,
    /// Whether the edge leads back to a `feedback`. The stages that fill such an edge never wait.
    /// Its capacity is the `bound`, and `full` says what happens to an item that exceeds it.
    pub closes_loop: bool,
}

/// Number of items that may wait in an edge.
///
/// ```
/// use pipeline::{Capacity, pipeline};
///
/// let pipeline = pipeline!({
///     let words = generator(["to", "be"]);
///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
///     lengths >> max()
/// });
/// assert_eq!(pipeline.graph().edge("words").unwrap().capacity, Capacity::Window);
/// assert_eq!(pipeline.graph().edge("lengths").unwrap().capacity, Capacity::Items(8));
/// ```
#[doc(alias("backpressure", "buffer size", "bounded"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum Capacity {
    /// A window that begins with 64 items, and grows and shrinks with the speed of the items. An
    /// edge without a `capacity` has it.
    Window,
    /// This many items: a `capacity` or `bound` that is written as a number. 0 makes the edge a
    /// rendezvous: an item is handed over when the reader is there to take it.
    Items(usize),
    /// As many items as the value of this code when the pipeline runs.
    Code(&'static str),
    /// Items that together weigh at most the value of this code: `capacity = weight(…)`.
    Weight(&'static str),
}

/// What happens to an item that arrives when an edge is full.
///
/// ```
/// use pipeline::{WhenFull, pipeline};
///
/// let pipeline = pipeline!({
///     let moves = generator(0..100) >> stage(capacity = 1, full = drop_oldest, |at| at);
///     moves >> stage(|at| at) >> last()
/// });
/// assert_eq!(pipeline.graph().edge("moves").unwrap().full, WhenFull::DropOldest);
/// ```
#[doc(alias("OverflowStrategy", "backpressure"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum WhenFull {
    /// The stage that sends it waits for room.
    Wait,
    /// The item is lost.
    DropNewest,
    /// The item that has waited longest is lost.
    DropOldest,
    /// The item is merged with the newest item that waits.
    Merge,
}

impl Graph {
    /// Returns all stages, from producers to consumers, in the same order as in a
    /// [`Report`](crate::Report).
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
    ///     lengths >> max()
    /// });
    /// let names: Vec<_> = pipeline.graph().stages().iter().map(|stage| stage.name).collect();
    /// assert_eq!(names, ["words", "lengths", "output"]);
    /// ```
    #[must_use]
    pub const fn stages(&self) -> &'static [GraphStage] {
        self.stages
    }

    /// Returns all edges, in the order of the declaration.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
    ///     lengths >> max()
    /// });
    /// let streams: Vec<_> = pipeline.graph().edges().iter().map(|edge| edge.stream).collect();
    /// assert_eq!(streams, ["words", "lengths"]);
    /// ```
    #[must_use]
    pub const fn edges(&self) -> &'static [GraphEdge] {
        self.edges
    }

    /// Returns the stage with that name.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
    ///     lengths >> max()
    /// });
    /// assert_eq!(pipeline.graph().stage("lengths").unwrap().verb, "fan_out");
    /// assert!(pipeline.graph().stage("width").is_none());
    /// ```
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<&'static GraphStage> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// Returns the edge whose stream has that name.
    ///
    /// ```
    /// use pipeline::pipeline;
    ///
    /// let pipeline = pipeline!({
    ///     let words = generator(["to", "be"]);
    ///     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
    ///     lengths >> max()
    /// });
    /// assert_eq!(pipeline.graph().edge("lengths").unwrap().to, "output");
    /// ```
    #[must_use]
    pub fn edge(&self, stream: &str) -> Option<&'static GraphEdge> {
        self.edges.iter().find(|edge| edge.stream == stream)
    }

    /// Returns the stages without an edge, and the stages at a place.
    fn lone_stages(&self) -> impl Iterator<Item = &'static GraphStage> {
        let touches = |edge: &GraphEdge, name| edge.to == name || edge.from.contains(&name);
        self.stages.iter().filter(move |stage| {
            let is_lone = !self.edges.iter().any(|edge| touches(edge, stage.name));
            is_lone || stage.place.is_some()
        })
    }
}

impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let edges = self.edges.iter().map(ToString::to_string);
        let lone = self.lone_stages().map(ToString::to_string);
        let lines: Vec<String> = edges.chain(lone).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Display for GraphStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, a `{}`", self.name, self.verb)?;
        match self.place {
            Some(place) => write!(f, " at `{place}`"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for GraphEdge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let GraphEdge {
            stream,
            to,
            capacity,
            full,
            ..
        } = self;
        let from = self.from.join(", ");
        write!(f, "{from} -> {to} by `{stream}`: {capacity}")?;
        match capacity {
            _ if *full != WhenFull::Wait => write!(f, ", {full}"),
            _ if self.closes_loop => f.write_str(", closes a loop"),
            Capacity::Code(_) => f.write_str("; a rendezvous if that is 0"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Capacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Capacity::Window => write!(f, "{DEFAULT_CAPACITY} items at first"),
            Capacity::Items(0) => f.write_str("a rendezvous"),
            Capacity::Items(1) => f.write_str("at most 1 item"),
            Capacity::Items(most) => write!(f, "at most {most} items"),
            Capacity::Code(code) => write!(f, "at most `{code}` items"),
            Capacity::Weight(code) => write!(f, "at most a weight of `{code}`"),
        }
    }
}

impl fmt::Display for WhenFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            WhenFull::Wait => "the next one waits",
            WhenFull::DropNewest => "the newest are dropped",
            WhenFull::DropOldest => "the oldest are dropped",
            WhenFull::Merge => "the newest are merged",
        })
    }
}

/// The functions with which expansions write a [`Graph`]: one for each kind of part.
pub mod words {
    pub use super::Capacity::{Code, Items, Weight, Window};
    pub use super::Graph;
    pub use super::WhenFull::{DropNewest, DropOldest, Merge};
    pub use super::part::Part;
    pub use std::option::Option::{None, Some};

    use super::{Capacity, GraphEdge, GraphStage, WhenFull};

    type Name = &'static str;

    /// Makes a stage from its name and its verb.
    #[must_use]
    pub const fn stage(name: Name, verb: Name) -> GraphStage {
        let place = None;
        GraphStage { name, verb, place }
    }

    /// Makes the edge `stream`, from the stages `from` to the stage `to`.
    #[must_use]
    pub const fn edge(
        stream: Name,
        from: &'static [Name],
        to: Name,
        capacity: Capacity,
    ) -> GraphEdge {
        GraphEdge {
            stream,
            from,
            to,
            capacity,
            full: WhenFull::Wait,
            closes_loop: false,
        }
    }

    impl GraphStage {
        /// Places the stage at `place`.
        #[doc(hidden)]
        #[must_use]
        pub const fn at(mut self, place: Name) -> Self {
            self.place = Some(place);
            self
        }
    }

    impl GraphEdge {
        /// Lets the edge lose items.
        #[doc(hidden)]
        #[must_use]
        pub const fn when_full(mut self, full: WhenFull) -> Self {
            self.full = full;
            self
        }

        /// Marks the edge as one that leads back to a `feedback`.
        #[doc(hidden)]
        #[must_use]
        pub const fn closing(mut self) -> Self {
            self.closes_loop = true;
            self
        }
    }
}

pub(crate) use self::part::{Declared, Part};

#[cfg(test)]
mod tests {
    use super::words::{Code, DropNewest, DropOldest, Graph, Items, Merge, Window, edge, stage};

    const GRAPH: Graph = Graph {
        stages: &[
            stage("a", "generator"),
            stage("b", "stage"),
            stage("c", "count"),
        ],
        edges: &[
            edge("all", &["a", "b"], "d", Window),
            edge("one", &["a"], "b", Items(1)),
            edge("some", &["a"], "b", Code("n + 1")),
            edge("back", &["a"], "b", Code("n")).closing(),
            edge("none", &["a"], "b", Items(0)),
            edge("view", &["a"], "b", Items(16)).when_full(DropOldest),
            edge("log", &["a"], "b", Code("n")).when_full(DropNewest),
            edge("sums", &["a"], "b", Items(1)).when_full(Merge),
        ],
    };

    #[test]
    fn each_edge_is_a_line_and_so_is_each_stage_without_one() {
        let lines = [
            "a, b -> d by `all`: 64 items at first",
            "a -> b by `one`: at most 1 item",
            "a -> b by `some`: at most `n + 1` items; a rendezvous if that is 0",
            "a -> b by `back`: at most `n` items, closes a loop",
            "a -> b by `none`: a rendezvous",
            "a -> b by `view`: at most 16 items, the oldest are dropped",
            "a -> b by `log`: at most `n` items, the newest are dropped",
            "a -> b by `sums`: at most 1 item, the newest are merged",
            "c, a `count`",
        ];
        assert_eq!(GRAPH.to_string(), lines.join("\n"));
    }
}
