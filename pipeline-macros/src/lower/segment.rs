//! The ends of a segment, and its streams that are not on the way between them.

use std::collections::HashSet;

use super::{Edge, Joint, Maker};
use crate::check::LOSSY_IN_LOOP;
use crate::graph::{Graph, Neighbours, Node, Outcome, StreamId, walk};
use crate::names;

/// The streams of a segment that lead from its input to its output. If the segment is in a loop,
/// they are part of that loop.
pub struct Way {
    streams: HashSet<StreamId>,
    /// The streams that can be reached from the input.
    reached: HashSet<StreamId>,
}

impl Way {
    /// Finds the way through a segment.
    pub fn through(graph: &Graph<'_>) -> Option<Self> {
        let (Some(input), &Outcome::Segment(output)) = (graph.input, &graph.outcome) else {
            return None;
        };
        let neighbours = Neighbours::of(graph);
        let (mut reached, mut leading) = (HashSet::new(), HashSet::new());
        walk(input, &neighbours.successors, &mut reached);
        walk(output, &neighbours.predecessors, &mut leading);
        Some(Way {
            streams: reached.intersection(&leading).copied().collect(),
            reached,
        })
    }

    /// Returns why the segment cannot be in a loop. `None` if it can.
    fn bar(&self, graph: &Graph<'_>) -> Option<String> {
        let mut on_way = graph
            .nodes
            .iter()
            .filter(|node| node.streams().any(|stream| self.streams.contains(&stream)));
        on_way.find_map(|node| {
            self.entry(node)
                .or_else(|| self.loss(node, graph))
                .or_else(|| (node.call.verb.stalls_loop)(node.call))
        })
    }

    /// Returns the message for a stream on the way that may lose items.
    fn loss(&self, node: &Node<'_>, graph: &Graph<'_>) -> Option<String> {
        let mut lossy = node.lossy(&graph.streams).into_iter();
        let is_on_way = lossy.any(|stream| self.streams.contains(&stream));
        is_on_way.then(|| LOSSY_IN_LOOP.to_owned())
    }

    /// Returns the message for items that would enter the loop without passing its `feedback`.
    fn entry(&self, node: &Node<'_>) -> Option<String> {
        if !node.call.verb.reads.merges() {
            return None;
        }
        let mut inputs = node.call.inputs().iter().zip(&node.inputs);
        let (name, _) = inputs.find(|(_, input)| !self.reached.contains(input))?;
        let name = names::text(name);
        Some(format!(
            "`{name}` does not enter the loop through its `feedback`, which then cannot tell when the loop ends"
        ))
    }
}

/// Returns whether the stream is on the way. Always true if this is not a segment.
pub fn is_on(way: Option<&Way>, stream: StreamId) -> bool {
    way.is_none_or(|way| way.streams.contains(&stream))
}

/// Removes the streams at a segment's ends from its edges. Edges that are not on its way are made
/// aside.
pub fn part<'a>(
    graph: &Graph<'_>,
    mut edges: Vec<Edge<'a>>,
    way: Option<&Way>,
) -> (Vec<Edge<'a>>, Option<Joint>) {
    let (Some(way), Some(input), &Outcome::Segment(output)) = (way, graph.input, &graph.outcome)
    else {
        return (edges, None);
    };
    let mut take = |stream| {
        let place = edges.iter().position(|edge| edge.stream == stream);
        place.map(|place| edges.remove(place))
    };
    let (first, last) = (take(input), take(output));
    for edge in &mut edges {
        if matches!(edge.maker, Maker::Run) && !way.streams.contains(&edge.stream) {
            edge.maker = Maker::Aside;
        }
    }
    let joint = Joint {
        input,
        output,
        reader: first.map_or(0, |edge| edge.to),
        unawaited: last.as_ref().and_then(|edge| edge.unawaited),
        fillers: last.map_or_else(Vec::new, |edge| edge.from),
        bar: way.bar(graph),
    };
    (edges, Some(joint))
}
