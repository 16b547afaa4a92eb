//! The graph of a segment, and the graphs of pipelines that use segments.

use std::collections::BTreeMap;
use std::ptr;

use super::{Graph, GraphEdge, GraphStage};
use crate::report::names;
use crate::sync::{Mutex, global, lock};

type Name = &'static str;

/// The graph of a segment, for the graph of the pipeline that uses the segment.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The stage that reads the stream before the segment.
    pub reader: Name,
    /// The stages and edges of the segment.
    pub graph: Graph,
    /// The stages that fill the stream after the segment.
    pub fillers: &'static [Name],
    /// Why the segment cannot be in a loop. `None` if it can.
    pub barred_from_loops: Option<&'static str>,
}

/// A graph as an expansion has it, together with the graphs of the segments in it. `G` is
/// [`Graph`], or the [`Part`] of a segment.
pub struct Declared<G: 'static> {
    graph: &'static G,
    /// The segments, with their names in the graph.
    segments: Vec<(Name, Declared<Part>)>,
}

impl<G> Clone for Declared<G> {
    fn clone(&self) -> Self {
        Declared {
            graph: self.graph,
            segments: self.segments.clone(),
        }
    }
}

impl<G> From<&'static G> for Declared<G> {
    fn from(graph: &'static G) -> Self {
        let segments = Vec::new();
        Declared { graph, segments }
    }
}

impl Declared<Graph> {
    /// Returns the graph, with each segment replaced by its stages.
    pub(crate) fn whole(&self) -> &'static Graph {
        self.with(|graph, segments| Part {
            reader: "",
            graph: graph.containing(segments, Vec::new()),
            fillers: &[],
            barred_from_loops: None,
        })
        .map_or(self.graph, |part| &part.graph)
    }
}

impl Declared<Part> {
    /// Returns the graph, with each segment in it replaced by its stages.
    pub(crate) fn whole(&self) -> &'static Part {
        self.with(Part::containing).unwrap_or(self.graph)
    }

    /// Panics if the segment is in a loop and cannot be in one.
    pub(crate) fn check_loop(&self, is_in_loop: bool, name: &str) {
        if let Some(why) = self.graph.barred_from_loops.filter(|_| is_in_loop) {
            panic!("the segment `{name}` cannot be in a loop: {why}");
        }
    }
}

impl<G> Declared<G> {
    /// Returns the result of `make` for the graph and its segments. The result is computed only
    /// once for each combination. Returns `None` if there are no segments.
    fn with(&self, make: impl FnOnce(&G, Segments<'_>) -> Part) -> Option<&'static Part> {
        if self.segments.is_empty() {
            return None;
        }
        let segments = self.segments.iter();
        let segments = segments.map(|(name, segment)| (*name, segment.whole()));
        let segments: Vec<_> = segments.collect();
        let parts = segments.iter().map(|&(_, part)| ptr::from_ref(part).addr());
        let key = (ptr::from_ref(self.graph).addr(), parts.collect());
        let made = || &*Box::leak(Box::new(make(self.graph, &segments)));
        Some(lock(&PARTS).entry(key).or_insert_with(made))
    }
}

global! {
    /// The results of [`Declared::with`] so far. They are `'static`, because a graph is. There are
    /// at most as many as the program has uses of segments.
    static PARTS: Mutex<BTreeMap<PartKey, &'static Part>> = Mutex::new(BTreeMap::new());
}

/// The addresses of the graph that uses the segments, and of the segments' parts. A pipeline's
/// graph is not a field of a segment's part, so their addresses differ.
type PartKey = (usize, Vec<usize>);

/// Graphs of segments, with the segments' names in the graph around them.
type Segments<'s> = &'s [(Name, &'static Part)];

impl Part {
    /// Adds the segments that the part uses.
    #[must_use]
    pub fn with(&'static self, segments: Vec<(Name, Declared<Self>)>) -> Declared<Self> {
        let graph = self;
        Declared { graph, segments }
    }

    fn containing(&self, segments: Segments<'_>) -> Self {
        let first = edges_of(self.reader, segments);
        Part {
            reader: reader(self.reader, segments),
            graph: self.graph.containing(segments, first),
            fillers: fillers(self.fillers, segments),
            barred_from_loops: self.barred_from_loops,
        }
    }
}

impl Graph {
    /// Adds the segments that the graph uses.
    #[doc(hidden)]
    #[must_use]
    pub fn with(&'static self, segments: Vec<(Name, Declared<Part>)>) -> Declared<Self> {
        let graph = self;
        Declared { graph, segments }
    }

    /// Replaces each segment by its stages. The edges `first` come before the graph's own edges.
    fn containing(&self, segments: Segments<'_>, first: Vec<GraphEdge>) -> Self {
        let stages = self.stages.iter().flat_map(|stage| stages(stage, segments));
        let stages: Vec<GraphStage> = stages.collect();
        let edges = self.edges.iter().flat_map(|edge| {
            let own = GraphEdge {
                from: fillers(edge.from, segments),
                to: reader(edge.to, segments),
                ..*edge
            };
            [own].into_iter().chain(edges_of(edge.to, segments))
        });
        let edges: Vec<GraphEdge> = first.into_iter().chain(edges).collect();
        Graph {
            stages: stages.leak(),
            edges: edges.leak(),
        }
    }
}

/// Returns the stages of a segment, or the stage itself if it is not a segment.
fn stages(stage: &GraphStage, segments: Segments<'_>) -> Vec<GraphStage> {
    let Some((outer, part)) = find(stage.name, segments) else {
        return vec![*stage];
    };
    let inner = part.graph.stages.iter().map(|stage| GraphStage {
        name: names::within(Some(outer), stage.name),
        ..*stage
    });
    inner.collect()
}

/// Returns the edges of the segment `reader`, or none if it is not a segment.
fn edges_of(reader: Name, segments: Segments<'_>) -> Vec<GraphEdge> {
    let found = find(reader, segments).into_iter();
    let edges = found.flat_map(|(outer, part)| {
        let edges = part.graph.edges.iter();
        edges.map(move |edge| inside(outer, edge))
    });
    edges.collect()
}

/// Returns `edge` of the segment `outer`, with names as outside of the segment.
fn inside(outer: Name, edge: &GraphEdge) -> GraphEdge {
    let name = |inner: Name| names::within(Some(outer), inner);
    let from: Vec<Name> = edge.from.iter().copied().map(name).collect();
    GraphEdge {
        stream: name(edge.stream),
        from: from.leak(),
        to: name(edge.to),
        ..*edge
    }
}

/// Returns the stage that reads for `stage`, which may be a segment.
fn reader(stage: Name, segments: Segments<'_>) -> Name {
    find(stage, segments).map_or(stage, |(outer, part)| {
        names::within(Some(outer), part.reader)
    })
}

/// Returns the stages that fill a stream for `stages`, which may be segments.
fn fillers(stages: &'static [Name], segments: Segments<'_>) -> &'static [Name] {
    if stages.iter().all(|stage| find(stage, segments).is_none()) {
        return stages;
    }
    let all = stages
        .iter()
        .flat_map(|&stage| match find(stage, segments) {
            None => vec![stage],
            Some((outer, part)) => {
                let inner = part.fillers.iter();
                inner
                    .map(|inner| names::within(Some(outer), inner))
                    .collect()
            }
        });
    all.collect::<Vec<Name>>().leak()
}

/// Returns the segment of that name.
fn find(name: Name, segments: Segments<'_>) -> Option<(Name, &'static Part)> {
    segments.iter().find(|(outer, _)| *outer == name).copied()
}

#[cfg(test)]
mod tests {
    use super::Part;
    use crate::report::graph::words::{Graph, Items, Window, edge, stage};

    const INNER: Part = Part {
        reader: "x",
        graph: Graph {
            stages: &[
                stage("x", "split"),
                stage("y", "stage"),
                stage("z", "stage"),
            ],
            edges: &[
                edge("some", &["x"], "y", Items(1)),
                edge("rest", &["x"], "z", Window),
            ],
        },
        fillers: &["y", "z"],
        barred_from_loops: None,
    };

    const OUTER: Graph = Graph {
        stages: &[
            stage("a", "generator"),
            stage("b", "segment"),
            stage("c", "count"),
        ],
        edges: &[
            edge("a", &["a"], "b", Window),
            edge("b", &["b"], "c", Items(2)),
        ],
    };

    #[test]
    fn segments_become_their_stages() {
        let inner = const { &INNER };
        let graph = const { &OUTER }.with(vec![("b", inner.into())]).whole();
        let stages = graph.stages().iter().map(|stage| stage.name);
        assert_eq!(stages.collect::<Vec<_>>(), ["a", "b/x", "b/y", "b/z", "c"]);
        let lines = [
            "a -> b/x by `a`: 64 items at first",
            "b/x -> b/y by `b/some`: at most 1 item",
            "b/x -> b/z by `b/rest`: 64 items at first",
            "b/y, b/z -> c by `b`: at most 2 items",
        ];
        assert_eq!(graph.to_string(), lines.join("\n"));
    }

    #[test]
    fn equal_graphs_are_one() {
        let (inner, outer) = const { (&INNER, &OUTER) };
        let whole = || outer.with(vec![("b", inner.into())]).whole();
        assert!(std::ptr::eq(whole(), whole()));
    }

    #[test]
    fn segments_are_nested() {
        const MIDDLE: Part = Part {
            reader: "s",
            graph: Graph {
                stages: &[stage("s", "segment")],
                edges: &[],
            },
            fillers: &["s"],
            barred_from_loops: None,
        };
        let middle = const { &MIDDLE }.with(vec![("s", const { &INNER }.into())]);
        let graph = const { &OUTER }.with(vec![("b", middle)]).whole();
        let lines = [
            "a -> b/s/x by `a`: 64 items at first",
            "b/s/x -> b/s/y by `b/s/some`: at most 1 item",
            "b/s/x -> b/s/z by `b/s/rest`: 64 items at first",
            "b/s/y, b/s/z -> c by `b`: at most 2 items",
        ];
        assert_eq!(graph.to_string(), lines.join("\n"));
    }
}
