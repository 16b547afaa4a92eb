//! Which streams stand in loops that feedbacks close.

use std::collections::{HashMap, HashSet};

use super::{Graph, Node, StreamId};

/// The streams of each loop; loops that share a stream are one.
pub fn find(graph: &Graph<'_>) -> Vec<HashSet<StreamId>> {
    let neighbours = Neighbours::of(graph);
    let mut loops: Vec<HashSet<StreamId>> = Vec::new();
    for node in &graph.nodes {
        let (Some(back), Some(out)) = (node.back, node.outputs[0].stream()) else {
            continue;
        };
        let behind = reach(out, &neighbours.behind);
        let mut found = &behind & &reach(back, &neighbours.before);
        let (sharing, apart) = loops
            .into_iter()
            .partition(|other| !other.is_disjoint(&found));
        loops = apart;
        found.extend(Vec::into_iter(sharing).flatten());
        if !found.is_empty() {
            loops.push(found);
        }
    }
    loops
}

/// The streams that a node makes of each, and those that it makes each of.
struct Neighbours {
    behind: HashMap<StreamId, Vec<StreamId>>,
    before: HashMap<StreamId, Vec<StreamId>>,
}

impl Neighbours {
    fn of(graph: &Graph<'_>) -> Self {
        let mut neighbours = Neighbours {
            behind: HashMap::new(),
            before: HashMap::new(),
        };
        for node in &graph.nodes {
            for from in reads(node) {
                for to in node.outputs.iter().filter_map(|output| output.stream()) {
                    neighbours.behind.entry(from).or_default().push(to);
                    neighbours.before.entry(to).or_default().push(from);
                }
            }
        }
        neighbours
    }
}

fn reads(node: &Node<'_>) -> impl Iterator<Item = StreamId> {
    node.inputs.iter().copied().chain(node.back)
}

/// `start` and all that is to be reached from it.
fn reach(start: StreamId, next: &HashMap<StreamId, Vec<StreamId>>) -> HashSet<StreamId> {
    let mut reached = HashSet::new();
    let mut pending = vec![start];
    while let Some(stream) = pending.pop() {
        if reached.insert(stream) {
            pending.extend(next.get(&stream).into_iter().flatten());
        }
    }
    reached
}
