//! Finds the streams in loops that feedbacks close.

use std::collections::{HashMap, HashSet};

use super::{Graph, Node, StreamId};

/// Returns the streams of each loop. Loops that share a stream are combined. These are the strongly
/// connected components of the graph, found in two walks (Kosaraju's algorithm), regardless of the
/// number of loops.
pub fn find(graph: &Graph<'_>) -> Vec<HashSet<StreamId>> {
    let neighbours = Neighbours::of(graph);
    let mut seen = HashSet::new();
    let mut left = Vec::new();
    for stream in 0..graph.streams.len() {
        left.extend(walk(stream, &neighbours.successors, &mut seen));
    }
    seen.clear();
    let mut loops: Vec<Vec<StreamId>> = Vec::new();
    while let Some(stream) = left.pop() {
        loops.push(walk(stream, &neighbours.predecessors, &mut seen));
    }
    loops.retain(|streams| streams.len() > 1);
    loops.sort_by_key(|streams| streams.iter().copied().min());
    loops.into_iter().map(HashSet::from_iter).collect()
}

/// `start` and the streams that can be reached from it and were not `seen`, in the order in which a
/// depth-first search leaves them.
pub fn walk(
    start: StreamId,
    next: &HashMap<StreamId, Vec<StreamId>>,
    seen: &mut HashSet<StreamId>,
) -> Vec<StreamId> {
    let mut left = Vec::new();
    let mut path = vec![(start, false)];
    while let Some((stream, leaving)) = path.pop() {
        if leaving {
            left.push(stream);
        } else if seen.insert(stream) {
            path.push((stream, true));
            let next = next.get(&stream).into_iter().flatten();
            path.extend(next.map(|&stream| (stream, false)));
        }
    }
    left
}

/// The successors and predecessors of each stream.
pub struct Neighbours {
    pub successors: HashMap<StreamId, Vec<StreamId>>,
    pub predecessors: HashMap<StreamId, Vec<StreamId>>,
}

impl Neighbours {
    pub fn of(graph: &Graph<'_>) -> Self {
        let mut neighbours = Neighbours {
            successors: HashMap::new(),
            predecessors: HashMap::new(),
        };
        for node in &graph.nodes {
            for from in reads(node) {
                for to in node.outputs.iter().filter_map(|output| output.stream()) {
                    neighbours.successors.entry(from).or_default().push(to);
                    neighbours.predecessors.entry(to).or_default().push(from);
                }
            }
        }
        neighbours
    }
}

fn reads(node: &Node<'_>) -> impl Iterator<Item = StreamId> {
    node.inputs.iter().copied().chain(node.back)
}
