//! Which edges there are, from whom to whom, and what carries their items.

use std::collections::HashMap;

use proc_macro2::TokenStream;

use super::{Lowering, Source, Work, Worker};
use crate::ast::{Engine, Full};
use crate::graph::{Output, StreamId};
use crate::verbs;

pub struct Edge<'a> {
    pub stream: StreamId,
    /// The loop that it is of: its place in [`Plan::loops`](super::Plan::loops).
    pub of_loop: Option<usize>,
    /// The loop whose `feedback` takes its items in from outside.
    pub into_loop: Option<usize>,
    pub room: Room<'a>,
    pub transport: Transport,
    /// The workers that fill it: their places in [`Plan::workers`](super::Plan::workers).
    pub from: Vec<usize>,
    /// The worker that reads it.
    pub to: usize,
}

/// How many items wait in an edge.
#[derive(Clone, Copy)]
pub enum Room<'a> {
    Default,
    Capacity(&'a TokenStream),
    /// It closes a loop.
    Bound(&'a TokenStream, Full),
}

/// What carries an edge's items. A capacity that is no literal is taken for one that rings can have:
/// the runtime makes a channel of the others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Of threads: a ring for each worker that fills it.
    Rings,
    /// Of threads.
    Channel,
    /// Of futures: for a lone sender.
    Ring,
    /// Of futures: for several.
    Queue,
    /// No queue, whoever waits there.
    Rendezvous,
}

/// The workers at the ends of an edge.
#[derive(Default)]
struct Ends {
    from: Vec<usize>,
    to: usize,
}

/// How many items the runtime's rings hold at most.
const MOST_IN_A_RING: usize = 1 << 20;

impl<'a> Lowering<'a> {
    /// The streams that are made and not merged into another's edge.
    pub fn edges(&self) -> Vec<Edge<'a>> {
        let mut ends: Vec<(StreamId, Ends)> = self.ends().into_iter().collect();
        ends.sort_unstable_by_key(|&(stream, _)| stream);
        let edges = ends
            .into_iter()
            .map(|(stream, ends)| self.edge(stream, ends));
        edges.collect()
    }

    fn edge(&self, stream: StreamId, ends: Ends) -> Edge<'a> {
        let mut edge = Edge {
            stream,
            of_loop: self.loop_of(stream),
            into_loop: self.loop_fed_by(stream),
            room: self.room(stream),
            // Until the rest is known.
            transport: Transport::Rendezvous,
            from: ends.from,
            to: ends.to,
        };
        edge.transport = self.transport(&edge);
        edge
    }

    /// Who fills each edge, and who reads it.
    fn ends(&self) -> HashMap<StreamId, Ends> {
        let mut merged: HashMap<StreamId, StreamId> = HashMap::new();
        for merge in &self.merges {
            // What it is merged into may be merged itself: that came first.
            let edge = *merged.get(&merge.into).unwrap_or(&merge.into);
            merged.extend(merge.from.iter().map(|&from| (from, edge)));
        }
        let mut ends: HashMap<StreamId, Ends> = HashMap::new();
        for (at, worker) in self.workers.iter().enumerate() {
            for stream in worker.outputs.iter().filter_map(|output| output.stream()) {
                let edge = merged.get(&stream).unwrap_or(&stream);
                let from = &mut ends.entry(*edge).or_default().from;
                if from.last() != Some(&at) {
                    from.push(at);
                }
            }
            for stream in worker.reads() {
                ends.entry(stream).or_default().to = at;
            }
        }
        ends
    }

    fn transport(&self, edge: &Edge<'a>) -> Transport {
        let capacity = match edge.room {
            Room::Capacity(capacity) => verbs::number(capacity),
            Room::Default | Room::Bound(..) => None,
        };
        match self.engine {
            _ if capacity == Some(0) => Transport::Rendezvous,
            Engine::Threads if self.needs_channel(edge, capacity) => Transport::Channel,
            Engine::Threads => Transport::Rings,
            Engine::Futures if self.has_several_senders(edge) => Transport::Queue,
            Engine::Futures => Transport::Ring,
        }
    }

    /// Whether a wait at the edge has several ends, or a capacity is to be exact that workers share.
    fn needs_channel(&self, edge: &Edge<'_>, capacity: Option<usize>) -> bool {
        let is_exact = !matches!(edge.room, Room::Default);
        let mut workers = self.workers.iter();
        let is_shared = self.is_merged(edge) || workers.any(|worker| worker.shares(edge.stream));
        edge.of_loop.is_some()
            || edge.into_loop.is_some()
            || self.may_lock_up
            || is_exact && is_shared
            || capacity > Some(MOST_IN_A_RING)
    }

    /// Whether there may be several senders, or a loop that is told of each item.
    fn has_several_senders(&self, edge: &Edge<'_>) -> bool {
        let is_several = |&at: &usize| self.workers[at].has_several_senders(edge.stream);
        edge.of_loop.is_some() || self.is_merged(edge) || edge.from.iter().any(is_several)
    }

    /// Whether several streams go into the edge: of several workers, or of one.
    fn is_merged(&self, edge: &Edge<'_>) -> bool {
        self.merges.iter().any(|merge| merge.into == edge.stream)
    }

    fn loop_of(&self, stream: StreamId) -> Option<usize> {
        let mut loops = self.graph.loops.iter();
        loops.position(|streams| streams.contains(&stream))
    }

    fn loop_fed_by(&self, stream: StreamId) -> Option<usize> {
        let mut nodes = self.graph.nodes.iter();
        let fed = nodes.find(|node| node.back.is_some() && node.inputs.contains(&stream));
        fed.and_then(|node| self.loop_of(node.back?))
    }

    fn room(&self, stream: StreamId) -> Room<'a> {
        let mut nodes = self.graph.nodes.iter();
        let closed = nodes.find(|node| node.back == Some(stream));
        let options = closed.map(|node| &node.call.options);
        match options.map(|options| (&options.bound, options.full)) {
            Some((Some((_, bound)), Some(full))) => Room::Bound(bound, full),
            _ => self
                .capacities
                .get(&stream)
                .map_or(Room::Default, |capacity| Room::Capacity(capacity)),
        }
    }
}

impl Worker<'_> {
    fn reads(&self) -> Vec<StreamId> {
        let mut reads = match &self.source {
            Source::Edge(from) | Source::Batches { from, .. } => vec![*from],
            Source::Zip(streams) => streams.to_vec(),
            Source::Generator(_) | Source::Receive(_) => Vec::new(),
        };
        if let Work::Feedback(back) = self.work {
            reads.push(back);
        }
        reads
    }

    /// Whether it is one of several that read the stream or fill it, as each of them likes.
    fn shares(&self, stream: StreamId) -> bool {
        let Work::FanOut { .. } = self.work else {
            return false;
        };
        // Where order counts they take turns, but for what failed.
        let as_they_like = usize::from(self.options.ordered.is_some());
        let fills = self.outputs[as_they_like..].contains(&Output::Stream(stream));
        let reads = matches!(self.source, Source::Edge(from) if from == stream);
        fills || reads && self.options.ordered.is_none()
    }

    /// Whether as futures it sends by several senders into the stream, which it fills.
    fn has_several_senders(&self, stream: StreamId) -> bool {
        let are_several = match self.work {
            Work::FanOut { workers, .. } => verbs::number(workers) != Some(1),
            // Each call of a branch sends by itself.
            Work::Route(body) => body.is_async(),
            _ => false,
        };
        let may_fail = matches!(self.work, Work::Stage(_) | Work::FanOut { .. });
        // What failed has a sender in the worker's job, too, which keeps it open.
        are_several || may_fail && self.outputs[0] != Output::Stream(stream)
    }
}
