//! By which ways streams come from nodes that make several.

use std::collections::{HashMap, HashSet};

use super::{Graph, Node, StreamId};
use crate::verbs::Reads;

/// A way from a branch of a fork to some stream.
#[derive(Clone)]
pub struct Way<'a> {
    pub fork: &'a Node<'a>,
    /// Which of the fork's streams it begins with.
    pub branch: usize,
    /// The nodes between that and the stream, the nearest to the fork first.
    pub between: Vec<&'a Node<'a>>,
}

/// The ways to what each `zip` reads, from every fork before it.
pub struct Ways<'a> {
    to: HashMap<StreamId, Vec<Way<'a>>>,
}

impl<'a> Ways<'a> {
    pub fn of(graph: &'a Graph<'a>) -> Self {
        let mut walk = Walk {
            backs: graph.nodes.iter().filter_map(|node| node.back).collect(),
            ..Walk::default()
        };
        let mut to = HashMap::new();
        // Producers stand before their readers, but for what a feedback reads.
        for node in &graph.nodes {
            if node.call.verb.reads == Reads::Paired {
                let known = |&stream| Some((stream, walk.to.get(&stream)?.clone()));
                to.extend(node.inputs.iter().filter_map(known));
            }
            walk.pass(node);
        }
        Ways { to }
    }

    pub fn to(&self, stream: StreamId) -> &[Way<'a>] {
        self.to.get(&stream).map_or(&[], Vec::as_slice)
    }
}

/// The ways to the streams that have no reader yet.
#[derive(Default)]
struct Walk<'a> {
    to: HashMap<StreamId, Vec<Way<'a>>>,
    /// To how many of these streams ways from each fork lead.
    leads: HashMap<*const Node<'a>, usize>,
    /// What feedbacks read: it leads to no `zip` but through them.
    backs: HashSet<StreamId>,
}

impl<'a> Walk<'a> {
    fn pass(&mut self, node: &'a Node<'a>) {
        let mut ways = self.ways_through(node);
        // Where all ways from a fork have met, none of them will part again.
        ways.retain(|way| self.leads.contains_key(&std::ptr::from_ref(way.fork)));
        let streams = node.outputs.iter().enumerate();
        let streams: Vec<_> = streams
            .filter_map(|(branch, output)| Some((branch, output.stream()?)))
            .filter(|(_, stream)| !self.backs.contains(stream))
            .collect();
        let is_fork = node.outputs.len() > 1;
        let mut rest = streams.len();
        for (branch, stream) in streams {
            rest -= 1;
            let mut ways = if rest == 0 {
                std::mem::take(&mut ways)
            } else {
                ways.clone()
            };
            if is_fork {
                ways.push(Way {
                    fork: node,
                    branch,
                    between: Vec::new(),
                });
            }
            for fork in forks(&ways) {
                *self.leads.entry(fork).or_default() += 1;
            }
            self.to.insert(stream, ways);
        }
    }

    /// The ways to what `node` reads, and through it: their streams have their reader now.
    fn ways_through(&mut self, node: &'a Node<'a>) -> Vec<Way<'a>> {
        let mut known = HashSet::new();
        let mut through = Vec::new();
        for input in &node.inputs {
            let ways = self.to.remove(input).unwrap_or_default();
            for fork in forks(&ways) {
                self.leave(fork);
            }
            // One of several ways from the same branch says what there is to say.
            let is_new = |way: &Way<'_>| {
                known.insert((std::ptr::from_ref(way.fork).cast::<()>(), way.branch))
            };
            through.extend(ways.into_iter().filter(is_new));
        }
        for way in &mut through {
            way.between.push(node);
        }
        through
    }

    fn leave(&mut self, fork: *const Node<'a>) {
        if let Some(streams) = self.leads.get_mut(&fork) {
            *streams -= 1;
            if *streams == 0 {
                self.leads.remove(&fork);
            }
        }
    }
}

/// The forks that ways come from, each once.
fn forks<'a>(ways: &[Way<'a>]) -> HashSet<*const Node<'a>> {
    ways.iter()
        .map(|way| std::ptr::from_ref(way.fork))
        .collect()
}

impl Way<'_> {
    /// Whether `other` begins with another branch of the same fork, and they have not met since.
    pub fn parts_from(&self, other: &Way<'_>) -> bool {
        if !std::ptr::eq(self.fork, other.fork) || self.branch == other.branch {
            return false;
        }
        let own: HashSet<*const Node<'_>> = self
            .between
            .iter()
            .map(|&node| std::ptr::from_ref(node).cast())
            .collect();
        let mut others = other.between.iter();
        !others.any(|&node| own.contains(&std::ptr::from_ref(node).cast()))
    }

    /// Whether items of other streams came in between.
    pub fn is_merged(&self) -> bool {
        let mut between = self.between.iter();
        between.any(|node| node.call.verb.reads.merges())
    }
}
