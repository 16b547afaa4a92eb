//! What a pipeline declares, as data: its stages, and the streams between them.
//!
//! The macro decides all of it; an expansion writes it down in a constant, with the [`words`].

use std::fmt;

/// What a pipeline declares: its stages, and the edges between them. It is known before anything runs.
///
/// `{}` prints a line for each edge, and one for each stage without any.
///
/// ```
/// # use pipeline_runtime::{Pipeline, private::graph::*};
/// # let pipeline: Pipeline<'_, Option<usize>> = Pipeline::new(
/// #     |_| Ok(Some(3)),
/// #     const {
/// #         &Graph {
/// #             stages: &[stage("words", "generator"), stage("lengths", "fan_out"), stage("output", "max")],
/// #             edges: &[
/// #                 rings("words", &["words"], "lengths", Window),
/// #                 channel("lengths", &["lengths"], "output", Items(8)),
/// #             ],
/// #         }
/// #     },
/// # );
/// // let pipeline = pipeline!({
/// //     let words = generator("to be or not to be".split(' '));
/// //     let lengths = words >> fan_out(4, capacity = 8, |word| word.len());
/// //     lengths >> max()
/// // });
/// let graph = pipeline.graph();
/// assert_eq!(
///     graph.to_string(),
///     "words -> lengths by `words`: rings, 64 items at first\n\
///      lengths -> output by `lengths`: a channel, at most 8 items"
/// );
/// assert_eq!(graph.stages()[1].verb, "fan_out");
/// assert_eq!(pipeline.run()?, Some(3));
/// # Ok::<(), pipeline_runtime::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graph {
    #[doc(hidden)]
    pub stages: &'static [GraphStage],
    #[doc(hidden)]
    pub edges: &'static [GraphEdge],
}

/// A stage of a [`Graph`]. Methods that run in it are a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GraphStage {
    /// Its name in errors and reports. Its threads have the same name.
    pub name: &'static str,
    /// The verb or method that declares it: `"fan_out"`, `"collect"`. If a chain of several verbs runs in one
    /// stage, this is the verb of the chain's source or body.
    pub verb: &'static str,
}

/// A stream between stages. A stream that methods read in the stage that makes it is no edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// What its items go through.
    pub transport: Transport,
    /// Whether it leads back to a `feedback`. The stages that fill such an edge never wait. Its capacity is the
    /// `bound`, and `full` says what happens to an item that exceeds it.
    pub closes_loop: bool,
}

/// How many items may wait in an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Capacity {
    /// A window that begins with 64 items and follows their speed. Edges without a `capacity` have a window if
    /// they can.
    Window,
    /// This many items: a `capacity` or `bound` that is written as a number, or 64 for an edge that has neither
    /// and cannot have a window.
    Items(usize),
    /// The value of this code when the pipeline runs.
    Code(&'static str),
    /// Items that together weigh at most the value of this code: `capacity = weight(…)`.
    Weight(&'static str),
}

/// What the items of an edge go through.
///
/// If a `capacity` is not written as a number, its value is known only when the pipeline runs. Then this is the
/// transport for a capacity from 1 to 2²⁰. A capacity of 0 makes the edge a rendezvous, and a capacity above 2²⁰,
/// or of more than 16 MiB of items, makes `Rings` a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transport {
    /// Between threads: a ring for each worker that fills the edge, without locks. An edge has rings if its
    /// reader never waits for anything else.
    Rings,
    /// Between threads: one queue. It is used in a loop and on the way into a loop; if several workers fill or
    /// read an edge with a `capacity`, so that the capacity is exact; if stages may wait for each other, so that
    /// a cancel must end their waits; for a capacity above 2²⁰, or of more than 16 MiB of items; and for a
    /// capacity by weight.
    Channel,
    /// Between futures: a ring, without locks, for an edge that only one worker fills.
    Ring,
    /// Between futures: one queue with a lock. It is used in a loop, and for each edge that several workers may
    /// fill: the output of a `fan_out` (a ring while only one of its workers is left) or of a `fan_in`, a stream
    /// of failures, the branches of a `route` with an `async` body.
    Queue,
    /// No queue, for `capacity = 0`: an item is handed over when the reader is there to take it.
    Rendezvous,
}

impl Graph {
    /// All stages, from producers to consumers: as in a [`Report`](crate::Report).
    #[must_use]
    pub const fn stages(&self) -> &'static [GraphStage] {
        self.stages
    }

    /// All edges, in the order of the declaration.
    #[must_use]
    pub const fn edges(&self) -> &'static [GraphEdge] {
        self.edges
    }

    /// The stage of that name.
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<&'static GraphStage> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// The edge whose stream has that name.
    #[must_use]
    pub fn edge(&self, stream: &str) -> Option<&'static GraphEdge> {
        self.edges.iter().find(|edge| edge.stream == stream)
    }

    /// The stages that no edge leads from or to.
    fn lone_stages(&self) -> impl Iterator<Item = &'static GraphStage> {
        let touches = |edge: &GraphEdge, name| edge.to == name || edge.from.contains(&name);
        self.stages
            .iter()
            .filter(move |stage| !self.edges.iter().any(|edge| touches(edge, stage.name)))
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
        write!(f, "{}, a `{}`", self.name, self.verb)
    }
}

impl fmt::Display for GraphEdge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let GraphEdge {
            stream,
            to,
            capacity,
            transport,
            ..
        } = self;
        let from = self.from.join(", ");
        write!(f, "{from} -> {to} by `{stream}`: {transport}")?;
        if *transport != Transport::Rendezvous {
            write!(f, ", {capacity}")?;
        }
        match capacity {
            _ if self.closes_loop => f.write_str(", closes a loop"),
            Capacity::Code(_) => f.write_str("; a rendezvous if that is 0"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Transport::Rings => "rings",
            Transport::Channel => "a channel",
            Transport::Ring => "a ring",
            Transport::Queue => "a queue",
            Transport::Rendezvous => "a rendezvous",
        })
    }
}

impl fmt::Display for Capacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Capacity::Window => write!(f, "{} items at first", words::DEFAULT),
            Capacity::Items(1) => f.write_str("at most 1 item"),
            Capacity::Items(most) => write!(f, "at most {most} items"),
            Capacity::Code(code) => write!(f, "at most `{code}` items"),
            Capacity::Weight(code) => write!(f, "at most a weight of `{code}`"),
        }
    }
}

/// What expansions write a [`Graph`] with: a word for each stage, and for each edge the one for its
/// [`Transport`].
pub mod words {
    pub use super::Capacity::{Code, Items, Weight, Window};
    pub use super::Graph;

    use super::{Capacity, GraphEdge, GraphStage, Transport};

    /// How many items wait in an edge that says nothing of it, and has no window.
    pub const DEFAULT: usize = crate::window::DEFAULT_CAPACITY;

    type Name = &'static str;

    /// A stage: its name and its verb.
    #[must_use]
    pub const fn stage(name: Name, verb: Name) -> GraphStage {
        GraphStage { name, verb }
    }

    /// An edge between threads that is of rings: its stream, from these stages to that one.
    #[must_use]
    pub const fn rings(
        stream: Name,
        from: &'static [Name],
        to: Name,
        capacity: Capacity,
    ) -> GraphEdge {
        edge(stream, from, to, capacity, Transport::Rings)
    }

    /// An edge between threads that is a channel.
    #[must_use]
    pub const fn channel(
        stream: Name,
        from: &'static [Name],
        to: Name,
        capacity: Capacity,
    ) -> GraphEdge {
        edge(stream, from, to, capacity, Transport::Channel)
    }

    /// An edge of futures that is a ring.
    #[must_use]
    pub const fn ring(
        stream: Name,
        from: &'static [Name],
        to: Name,
        capacity: Capacity,
    ) -> GraphEdge {
        edge(stream, from, to, capacity, Transport::Ring)
    }

    /// An edge of futures that is a queue.
    #[must_use]
    pub const fn queue(
        stream: Name,
        from: &'static [Name],
        to: Name,
        capacity: Capacity,
    ) -> GraphEdge {
        edge(stream, from, to, capacity, Transport::Queue)
    }

    /// An edge without a queue.
    #[must_use]
    pub const fn rendezvous(stream: Name, from: &'static [Name], to: Name) -> GraphEdge {
        edge(stream, from, to, Items(0), Transport::Rendezvous)
    }

    const fn edge(
        stream: Name,
        from: &'static [Name],
        to: Name,
        capacity: Capacity,
        transport: Transport,
    ) -> GraphEdge {
        GraphEdge {
            stream,
            from,
            to,
            capacity,
            transport,
            closes_loop: false,
        }
    }

    impl GraphEdge {
        /// It is what comes back to a `feedback`.
        #[doc(hidden)]
        #[must_use]
        pub const fn closing(mut self) -> Self {
            self.closes_loop = true;
            self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words::{Code, Graph, Items, Window, channel, rendezvous, ring, rings, stage};

    const GRAPH: Graph = Graph {
        stages: &[
            stage("a", "generator"),
            stage("b", "stage"),
            stage("c", "count"),
        ],
        edges: &[
            rings("all", &["a", "b"], "d", Window),
            channel("one", &["a"], "b", Items(1)),
            ring("some", &["a"], "b", Code("n + 1")),
            channel("back", &["a"], "b", Code("n")).closing(),
            rendezvous("none", &["a"], "b"),
        ],
    };

    #[test]
    fn each_edge_is_a_line_and_so_is_each_stage_without_one() {
        let lines = [
            "a, b -> d by `all`: rings, 64 items at first",
            "a -> b by `one`: a channel, at most 1 item",
            "a -> b by `some`: a ring, at most `n + 1` items; a rendezvous if that is 0",
            "a -> b by `back`: a channel, at most `n` items, closes a loop",
            "a -> b by `none`: a rendezvous",
            "c, a `count`",
        ];
        assert_eq!(GRAPH.to_string(), lines.join("\n"));
    }
}
