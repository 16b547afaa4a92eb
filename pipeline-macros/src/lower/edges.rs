//! The edges: the workers at their ends, and how many items may wait in them.

use std::collections::HashMap;

use proc_macro2::{Span, TokenStream};

use super::Source;
use super::workers::{Draft, Lowering, Work};
use crate::ast::{Amount, Full, Loss, Options};
use crate::graph::StreamId;
use crate::verbs;

pub struct Edge<'a> {
    pub stream: StreamId,
    pub room: Room<'a>,
    pub maker: Maker,
    /// The method that makes the edge.
    pub word: &'static str,
    pub size: Option<Size<'a>>,
    /// The span of the code that fills the edge, if its items may be futures.
    pub unawaited: Option<Span>,
    /// The edge's line in the graph.
    pub shown: Shown,
    /// The workers that fill the edge, as indices into [`Plan::workers`](super::Plan::workers).
    pub from: Vec<usize>,
    /// The worker that reads the edge.
    pub to: usize,
}

/// Number of items that may wait in an edge.
#[derive(Clone, Copy)]
pub enum Room<'a> {
    Default,
    /// The capacity of an edge before or after a throttle.
    Exactly(usize),
    Capacity(&'a Amount),
    /// The edge loses items when it is full.
    Lossy(&'a Amount, &'a Loss),
    /// The edge closes a loop.
    Bound(&'a TokenStream, Full),
}

/// The variable of the expansion that makes an edge.
#[derive(Clone, Copy)]
pub enum Maker {
    Run,
    /// For the streams of a segment that do not lead from its input to its output.
    Aside,
    /// A loop, as an index into [`Plan::loops`](super::Plan::loops).
    Loop(usize),
}

/// The argument with which an edge is made.
#[derive(Clone, Copy)]
pub enum Size<'a> {
    Number(usize),
    Code(&'a TokenStream),
    /// The capacity of several edges that share one option. It is evaluated once, before the first
    /// edge, and named after this edge.
    Shared {
        first: StreamId,
        evaluated: Option<&'a TokenStream>,
    },
}

/// An edge's line in the graph.
pub struct Shown {
    /// Number of items that may wait in the edge.
    pub capacity: Capacity,
    /// Whether the edge closes a loop.
    pub closes: bool,
    /// The graph's word for the items that the edge may lose, if it may.
    pub full: Option<&'static str>,
}

/// Number of items that may wait in an edge, for the graph.
pub enum Capacity {
    Window,
    Items(usize),
    /// The code of the capacity, in one line.
    Code(String),
    Weight(String),
}

/// The workers at the ends of an edge.
#[derive(Default)]
struct Ends {
    from: Vec<usize>,
    to: usize,
}

/// Information about streams that their edges depend on.
struct Streams<'a> {
    /// The loop of each stream that is in one.
    of_loop: HashMap<StreamId, usize>,
    /// For each stream that closes a loop, the options of its `feedback`.
    closing: HashMap<StreamId, &'a Options>,
}

impl<'a> Streams<'a> {
    fn of(lowering: &Lowering<'a>) -> Self {
        let loops = lowering.graph.loops.iter().enumerate();
        let of_loop: HashMap<_, _> = loops
            .flat_map(|(at, streams)| streams.iter().map(move |&stream| (stream, at)))
            .collect();
        let closing = lowering.graph.nodes.iter();
        let closing = closing.filter_map(|node| Some((node.back?, &node.call.options)));
        Streams {
            of_loop,
            closing: closing.collect(),
        }
    }
}

impl<'a> Lowering<'a> {
    /// Returns the edges: one for each stream that is not merged into another's edge.
    pub fn edges(&self) -> Vec<Edge<'a>> {
        let streams = Streams::of(self);
        let mut ends: Vec<(StreamId, Ends)> = self.ends().into_iter().collect();
        ends.sort_unstable_by_key(|&(stream, _)| stream);
        let edges = ends
            .into_iter()
            .map(|(stream, ends)| self.edge(stream, ends, &streams));
        let mut edges: Vec<Edge<'_>> = edges.collect();
        share_sizes(&mut edges);
        edges
    }

    fn edge(&self, stream: StreamId, ends: Ends, streams: &Streams<'a>) -> Edge<'a> {
        let of_loop = streams.of_loop.get(&stream);
        let room = self.room(stream, streams);
        let (word, size) = room.made();
        Edge {
            stream,
            room,
            maker: of_loop.map_or(Maker::Run, |&at| Maker::Loop(at)),
            word,
            size,
            unawaited: self.unawaited(stream),
            shown: room.shown(),
            from: ends.from,
            to: ends.to,
        }
    }

    /// Returns the span of the code that fills a stream's edge, if its items may be futures.
    fn unawaited(&self, stream: StreamId) -> Option<Span> {
        let merged = self.merges.iter().filter(|merge| merge.into == stream);
        let merged = merged.flat_map(|merge| merge.from).copied();
        let mut filling = merged.chain([stream]);
        filling.find_map(|stream| self.graph.streams[stream].unawaited)
    }

    /// Returns the workers that fill each edge, and the worker that reads it.
    fn ends(&self) -> HashMap<StreamId, Ends> {
        let mut merged: HashMap<StreamId, StreamId> = HashMap::new();
        for merge in &self.merges {
            // The target may itself be merged into another edge. That merge came first.
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

    fn room(&self, stream: StreamId, streams: &Streams<'a>) -> Room<'a> {
        let closing = streams.closing.get(&stream);
        match closing.map(|options| (&options.bound, options.full)) {
            Some((Some((_, bound)), Some(full))) => Room::Bound(bound, full),
            _ => match (self.capacities.get(&stream), self.throttled.get(&stream)) {
                (Some(capacity), _) => match self.losses.get(&stream) {
                    Some(loss) => Room::Lossy(capacity, loss),
                    None => Room::Capacity(capacity),
                },
                (None, Some(&capacity)) => Room::Exactly(capacity),
                (None, None) => Room::Default,
            },
        }
    }
}

impl<'a> Room<'a> {
    /// Returns the method that makes an edge with this room, and its argument.
    fn made(self) -> (&'static str, Option<Size<'a>>) {
        match self {
            Room::Default => ("edge", None),
            Room::Exactly(size) => ("edge_with_capacity", Some(Size::Number(size))),
            Room::Capacity(Amount::Items(items)) => ("edge_with_capacity", Some(Size::Code(items))),
            Room::Capacity(Amount::Weight { max, .. }) => ("edge_by_weight", Some(Size::Code(max))),
            Room::Lossy(amount, loss) => {
                let word = match loss {
                    Loss::Newest => "edge_dropping_newest",
                    Loss::Oldest => "edge_dropping_oldest",
                    Loss::Merge(_) => "edge_merging",
                };
                (word, amount.items().map(Size::Code))
            }
            Room::Bound(bound, Full::Fail) => ("back_edge_or_fail", Some(Size::Code(bound))),
            Room::Bound(bound, Full::Drop) => ("back_edge_or_drop", Some(Size::Code(bound))),
        }
    }

    fn shown(self) -> Shown {
        let capacity = match self {
            Room::Default => Capacity::Window,
            Room::Exactly(size) => Capacity::Items(size),
            Room::Capacity(Amount::Items(size))
            | Room::Lossy(Amount::Items(size), _)
            | Room::Bound(size, _) => {
                let number = verbs::number(size).map(Capacity::Items);
                number.unwrap_or_else(|| Capacity::Code(line(size)))
            }
            Room::Capacity(Amount::Weight { max, .. })
            | Room::Lossy(Amount::Weight { max, .. }, _) => Capacity::Weight(line(max)),
        };
        Shown {
            capacity,
            closes: matches!(self, Room::Bound(..)),
            full: match self {
                Room::Lossy(_, Loss::Newest) => Some("DropNewest"),
                Room::Lossy(_, Loss::Oldest) => Some("DropOldest"),
                Room::Lossy(_, Loss::Merge(_)) => Some("Merge"),
                _ => None,
            },
        }
    }
}

/// Returns the text of code, in one line.
fn line(code: &TokenStream) -> String {
    let text = code.to_string();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Lets the edges of one option share its value, as for the branches of a `tee`.
fn share_sizes(edges: &mut [Edge<'_>]) {
    let mut several: HashMap<*const Amount, Vec<usize>> = HashMap::new();
    for (at, edge) in edges.iter().enumerate() {
        if let Room::Capacity(capacity) | Room::Lossy(capacity, _) = edge.room
            && !capacity.items().is_some_and(verbs::is_plain_number)
        {
            several.entry(capacity).or_default().push(at);
        }
    }
    for places in several.into_values().filter(|places| places.len() > 1) {
        let first = edges[places[0]].stream;
        for at in places {
            let edge = &mut edges[at];
            let Some(Size::Code(code)) = edge.size else {
                continue;
            };
            let evaluated = (edge.stream == first).then_some(code);
            edge.size = Some(Size::Shared { first, evaluated });
        }
    }
}

impl Draft<'_> {
    fn reads(&self) -> Vec<StreamId> {
        let mut reads = match &self.source {
            Source::Edge(from) => vec![*from],
            Source::Zip(streams) | Source::Read { from: streams, .. } => streams.to_vec(),
            Source::Generator(_) | Source::Receive(_) => Vec::new(),
        };
        if let Work::Feedback(back) = self.work {
            reads.push(back);
        }
        reads
    }
}
