//! Finds the paths from forks, which are nodes with several outputs, to streams.

use std::collections::{HashMap, HashSet};

use super::{Graph, Node, StreamId};

/// A path from a branch of a fork to some stream.
#[derive(Clone)]
pub struct Path<'a> {
    pub fork: &'a Node<'a>,
    /// Index of the branch of the fork at which the path begins.
    pub branch: usize,
    /// The nodes between the branch and the stream, the nearest to the fork first.
    pub between: Vec<&'a Node<'a>>,
}

/// The paths from all forks to the streams that a verb such as `zip` waits for.
pub struct Paths<'a> {
    to: HashMap<StreamId, Vec<Path<'a>>>,
}

impl<'a> Paths<'a> {
    pub fn of(graph: &'a Graph<'a>) -> Self {
        let mut walk = Walk {
            backs: graph.nodes.iter().filter_map(|node| node.back).collect(),
            ..Walk::default()
        };
        let mut to = HashMap::new();
        // Producers come before their readers, except for streams that close loops.
        for node in &graph.nodes {
            if node.call.verb.reads.waits_for_each() {
                let known = |&stream| Some((stream, walk.to.get(&stream)?.clone()));
                to.extend(node.inputs.iter().filter_map(known));
            }
            walk.pass(node);
        }
        Paths { to }
    }

    pub fn to(&self, stream: StreamId) -> &[Path<'a>] {
        self.to.get(&stream).map_or(&[], Vec::as_slice)
    }
}

/// The paths to the streams that have no reader yet.
#[derive(Default)]
struct Walk<'a> {
    to: HashMap<StreamId, Vec<Path<'a>>>,
    /// For each fork, the number of these streams to which paths from it lead.
    leads: HashMap<*const Node<'a>, usize>,
    /// The streams that close loops. Their paths continue only through the feedback.
    backs: HashSet<StreamId>,
}

impl<'a> Walk<'a> {
    fn pass(&mut self, node: &'a Node<'a>) {
        let mut paths = self.paths_through(node);
        // Paths from a fork that have all met cannot separate again, so they are dropped.
        paths.retain(|path| self.leads.contains_key(&std::ptr::from_ref(path.fork)));
        let streams = node.outputs.iter().enumerate();
        let streams: Vec<_> = streams
            .filter_map(|(branch, output)| Some((branch, output.stream()?)))
            .filter(|(_, stream)| !self.backs.contains(stream))
            .collect();
        let is_fork = node.outputs.len() > 1;
        let mut rest = streams.len();
        for (branch, stream) in streams {
            rest -= 1;
            let mut paths = if rest == 0 {
                std::mem::take(&mut paths)
            } else {
                paths.clone()
            };
            if is_fork {
                paths.push(Path {
                    fork: node,
                    branch,
                    between: Vec::new(),
                });
            }
            for fork in forks(&paths) {
                *self.leads.entry(fork).or_default() += 1;
            }
            self.to.insert(stream, paths);
        }
    }

    /// Returns the paths through `node`. Its input streams have their reader now, so their paths
    /// are removed.
    fn paths_through(&mut self, node: &'a Node<'a>) -> Vec<Path<'a>> {
        let mut known = HashSet::new();
        let mut through = Vec::new();
        for input in &node.inputs {
            let paths = self.to.remove(input).unwrap_or_default();
            for fork in forks(&paths) {
                self.leave(fork);
            }
            // One of several paths from the same branch is enough.
            let is_new = |path: &Path<'_>| {
                known.insert((std::ptr::from_ref(path.fork).cast::<()>(), path.branch))
            };
            through.extend(paths.into_iter().filter(is_new));
        }
        for path in &mut through {
            path.between.push(node);
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

/// Returns the forks from which the paths come, each once.
fn forks<'a>(paths: &[Path<'a>]) -> HashSet<*const Node<'a>> {
    paths
        .iter()
        .map(|path| std::ptr::from_ref(path.fork))
        .collect()
}

impl Path<'_> {
    /// Returns whether `other` begins with another branch of the same fork, and the paths have not
    /// met since.
    pub fn diverges_from(&self, other: &Path<'_>) -> bool {
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

    /// Returns whether items of other streams are merged in on the path.
    pub fn is_merged(&self) -> bool {
        let mut between = self.between.iter();
        between.any(|node| node.call.verb.reads.merges())
    }
}
