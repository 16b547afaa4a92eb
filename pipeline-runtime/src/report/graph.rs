//! What a pipeline declares, as data: its stages, and the streams between them.
//!
//! The macro decides all of it; an expansion writes it down in a constant, with the [`words`].

mod part;

use std::fmt;

use crate::edge::window::DEFAULT_CAPACITY;

/// What a pipeline declares: its stages, and the edges between them. It is known before anything runs.
///
/// `{}` prints a line for each edge, and one for each stage without any or with a place.
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
    /// The verb or method that declares it: `"fan_out"`, `"collect"`. If a chain of several verbs runs in one
    /// stage, this is the verb of the chain's source or body.
    pub verb: &'static str,
    /// Where it is, if it has `at`.
    pub place: Option<&'static str>,
}

/// A stream between stages. A stream that methods read in the stage that makes it is no edge.
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
    /// Its name, as in the expansion: the name of its `let`, with a number if names repeat, or the names of its
    /// chain and verb if it has no `let`. All inputs of a `fan_in` go into one edge, which has the name of the
    /// output.
    pub stream: &'static str,
    /// The stages that fill it. A `fan_in` has several.
    pub from: &'static [&'static str],
    /// The stage that reads it.
    pub to: &'static str,
    /// How many items may wait in it.
    pub capacity: Capacity,
    /// What happens to an item that comes when as many wait.
    pub full: WhenFull,
    /// Whether it leads back to a `feedback`. The stages that fill such an edge never wait. Its capacity is the
    /// `bound`, and `full` says what happens to an item that exceeds it.
    pub closes_loop: bool,
}

/// How many items may wait in an edge.
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
    /// A window that begins with 64 items and follows their speed: an edge without a `capacity` has it.
    Window,
    /// This many items: a `capacity` or `bound` that is written as a number. 0 makes the edge a rendezvous: an
    /// item is handed over when the reader is there to take it.
    Items(usize),
    /// The value of this code when the pipeline runs.
    Code(&'static str),
    /// Items that together weigh at most the value of this code: `capacity = weight(…)`.
    Weight(&'static str),
}

/// What happens to an item that comes when as many items wait in an edge as may.
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
    /// Its stage waits for room.
    Wait,
    /// It is lost.
    DropNewest,
    /// The item that waits longest is lost.
    DropOldest,
    /// It and the item that came before it become one.
    Merge,
}

impl Graph {
    /// All stages, from producers to consumers: as in a [`Report`](crate::Report).
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

    /// All edges, in the order of the declaration.
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

    /// The stage of that name.
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

    /// The edge whose stream has that name.
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

    /// The stages that no edge leads from or to, and those at a place.
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

/// What expansions write a [`Graph`] with: a word for each stage and for each edge.
pub mod words {
    pub use super::Capacity::{Code, Items, Weight, Window};
    pub use super::Graph;
    pub use super::WhenFull::{DropNewest, DropOldest, Merge};
    pub use super::part::Part;
    pub use std::option::Option::{None, Some};

    use super::{Capacity, GraphEdge, GraphStage, WhenFull};

    type Name = &'static str;

    /// A stage: its name and its verb.
    #[must_use]
    pub const fn stage(name: Name, verb: Name) -> GraphStage {
        let place = None;
        GraphStage { name, verb, place }
    }

    /// An edge: its stream, from these stages to that one.
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
        /// It is at a place.
        #[doc(hidden)]
        #[must_use]
        pub const fn at(mut self, place: Name) -> Self {
            self.place = Some(place);
            self
        }
    }

    impl GraphEdge {
        /// It may lose items.
        #[doc(hidden)]
        #[must_use]
        pub const fn when_full(mut self, full: WhenFull) -> Self {
            self.full = full;
            self
        }

        /// It is what comes back to a `feedback`.
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
