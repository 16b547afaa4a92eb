//! By which ways streams come from nodes that make several.

use std::collections::HashMap;

use super::{Graph, Node, StreamId};
use crate::ast::Kind;

/// A way from a branch of a fork to some stream.
#[derive(Clone)]
pub struct Way<'a> {
    pub fork: &'a Node<'a>,
    /// Which of the fork's streams it begins with.
    pub branch: usize,
    /// The nodes between that and the stream, the nearest to the fork first.
    pub between: Vec<&'a Node<'a>>,
}

/// The ways to each stream, from every fork before it.
pub struct Ways<'a> {
    to: HashMap<StreamId, Vec<Way<'a>>>,
}

impl<'a> Ways<'a> {
    pub fn of(graph: &'a Graph<'a>) -> Self {
        let mut to: HashMap<StreamId, Vec<Way<'a>>> = HashMap::new();
        // Producers stand before their readers, but for what a feedback reads.
        for node in &graph.nodes {
            let before = node.inputs.iter().filter_map(|input| to.get(input));
            let mut ways: Vec<Way<'a>> = Vec::new();
            for way in before.flatten() {
                let known = |other: &Way<'_>| {
                    std::ptr::eq(other.fork, way.fork) && other.branch == way.branch
                };
                // One of several ways from the same branch says what there is to say.
                if !ways.iter().any(known) {
                    let mut way = way.clone();
                    way.between.push(node);
                    ways.push(way);
                }
            }
            for (branch, output) in node.outputs.iter().enumerate() {
                let Some(stream) = output.stream() else {
                    continue;
                };
                let mut ways = ways.clone();
                if node.outputs.len() > 1 {
                    ways.push(Way {
                        fork: node,
                        branch,
                        between: Vec::new(),
                    });
                }
                to.insert(stream, ways);
            }
        }
        Ways { to }
    }

    pub fn to(&self, stream: StreamId) -> &[Way<'a>] {
        self.to.get(&stream).map_or(&[], Vec::as_slice)
    }
}

impl Way<'_> {
    /// Whether `other` begins with another branch of the same fork, and they have not met since.
    pub fn parts_from(&self, other: &Way<'_>) -> bool {
        let mut meets = other.between.iter();
        let met = meets.any(|node| self.between.iter().any(|own| std::ptr::eq(*own, *node)));
        std::ptr::eq(self.fork, other.fork) && self.branch != other.branch && !met
    }

    /// Whether items of other streams came in between.
    pub fn is_merged(&self) -> bool {
        let mut kinds = self.between.iter().map(|node| &node.call.kind);
        kinds.any(|kind| matches!(kind, Kind::FanIn { .. } | Kind::Feedback { .. }))
    }
}
