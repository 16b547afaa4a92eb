//! The edges: the workers at their ends, how many items may wait, and what carries the items.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Span, TokenStream};

use super::Source;
use super::workers::{Draft, Lowering, Work};
use crate::ast::{Amount, Engine, Full, Options};
use crate::graph::{Output, StreamId};
use crate::verbs;

pub struct Edge<'a> {
    pub stream: StreamId,
    /// The loop that it belongs to, as an index into [`Plan::loops`](super::Plan::loops).
    pub of_loop: Option<usize>,
    /// The loop that its items enter from outside.
    pub into_loop: Option<usize>,
    pub room: Room<'a>,
    transport: Transport,
    pub maker: Maker,
    /// The method of the maker.
    pub word: &'static str,
    pub size: Option<Size<'a>>,
    /// The span of the code that fills it, if its items may be futures.
    pub unawaited: Option<Span>,
    /// Its line in the graph.
    pub shown: Shown,
    /// The workers that fill it, as indices into [`Plan::workers`](super::Plan::workers).
    pub from: Vec<usize>,
    /// The worker that reads it.
    pub to: usize,
}

/// How many items wait in an edge.
#[derive(Clone, Copy)]
pub enum Room<'a> {
    Default,
    /// The edge before or after a throttle.
    Exactly(usize),
    Capacity(&'a Amount),
    /// The edge closes a loop.
    Bound(&'a TokenStream, Full),
}

/// The variable of the expansion that makes an edge.
#[derive(Clone, Copy)]
pub enum Maker {
    Run,
    /// A loop, as an index into [`Plan::loops`](super::Plan::loops).
    Loop(usize),
}

/// The argument with which an edge is made.
#[derive(Clone, Copy)]
pub enum Size<'a> {
    Number(usize),
    Code(&'a TokenStream),
    /// The capacity of several edges that share one option. It is evaluated once, at the first edge, whose
    /// name it has.
    Shared {
        first: StreamId,
        evaluated: Option<&'a TokenStream>,
    },
}

/// An edge's line in the graph.
#[derive(Default)]
pub struct Shown {
    /// The graph's word for its transport.
    pub word: &'static str,
    /// How many items wait in it.
    pub capacity: Option<Capacity>,
    /// It closes a loop.
    pub closes: bool,
}

/// How many items wait in an edge.
pub enum Capacity {
    Window,
    Default,
    Items(usize),
    /// The code of the capacity, in one line.
    Code(String),
    Weight(String),
}

/// What carries an edge's items. A capacity that is no literal counts as one that rings can have: at run
/// time, a larger one becomes a channel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Transport {
    /// On threads: a ring for each worker that fills it.
    Rings,
    /// On threads.
    Channel,
    /// As futures: for a single sender.
    Ring,
    /// As futures: for several senders.
    Queue,
    /// No queue: a sender hands over to a receiver, on either engine.
    Rendezvous,
}

/// The workers at the ends of an edge.
#[derive(Default)]
struct Ends {
    from: Vec<usize>,
    to: usize,
}

/// The largest capacity of the runtime's rings.
const MOST_IN_A_RING: usize = 1 << 20;

/// What the transport of a stream depends on.
struct Streams<'a> {
    /// The loop that each stream belongs to.
    of_loop: HashMap<StreamId, usize>,
    /// The loop that each stream leads into.
    into_loop: HashMap<StreamId, usize>,
    /// The options of the `feedback` that each closing stream leads to.
    closing: HashMap<StreamId, &'a Options>,
    /// Streams into whose edge several streams are merged.
    merged: HashSet<StreamId>,
    /// Streams that several workers fill or read, in no fixed order.
    shared: HashSet<StreamId>,
}

impl<'a> Streams<'a> {
    fn of(lowering: &Lowering<'a>) -> Self {
        let loops = lowering.graph.loops.iter().enumerate();
        let of_loop: HashMap<_, _> = loops
            .flat_map(|(at, streams)| streams.iter().map(move |&stream| (stream, at)))
            .collect();
        let mut into_loop = HashMap::new();
        let mut closing = HashMap::new();
        for node in &lowering.graph.nodes {
            let Some(back) = node.back else { continue };
            closing.insert(back, &node.call.options);
            if let Some(&at) = of_loop.get(&back) {
                into_loop.extend(node.inputs.iter().map(|&seeds| (seeds, at)));
            }
        }
        Streams {
            of_loop,
            into_loop,
            closing,
            merged: lowering.merges.iter().map(|merge| merge.into).collect(),
            shared: lowering.workers.iter().flat_map(Draft::shares).collect(),
        }
    }
}

impl<'a> Lowering<'a> {
    /// The edges: one for each stream that is not merged into another's edge.
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
        let mut edge = Edge {
            stream,
            of_loop: streams.of_loop.get(&stream).copied(),
            into_loop: streams.into_loop.get(&stream).copied(),
            room: self.room(stream, streams),
            // Set below, when the other fields are known.
            transport: Transport::Rendezvous,
            maker: Maker::Run,
            word: "",
            size: None,
            unawaited: self.unawaited(stream),
            shown: Shown::default(),
            from: ends.from,
            to: ends.to,
        };
        edge.transport = self.transport(&edge, streams);
        edge.maker = edge
            .of_loop
            .or(edge.into_loop)
            .map_or(Maker::Run, Maker::Loop);
        (edge.word, edge.size) = edge.made();
        edge.shown = edge.shown();
        edge
    }

    /// The span of the code that fills a stream's edge, if its items may be futures.
    fn unawaited(&self, stream: StreamId) -> Option<Span> {
        let merged = self.merges.iter().filter(|merge| merge.into == stream);
        let merged = merged.flat_map(|merge| merge.from).copied();
        let mut filling = merged.chain([stream]);
        filling.find_map(|stream| self.graph.streams[stream].unawaited)
    }

    /// The workers that fill each edge, and the worker that reads it.
    fn ends(&self) -> HashMap<StreamId, Ends> {
        let mut merged: HashMap<StreamId, StreamId> = HashMap::new();
        for merge in &self.merges {
            // The target may be merged itself. That merge came first.
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

    fn transport(&self, edge: &Edge<'a>, streams: &Streams<'_>) -> Transport {
        let capacity = match edge.room {
            Room::Capacity(capacity) => capacity.items().and_then(verbs::number),
            Room::Exactly(capacity) => Some(capacity),
            Room::Default | Room::Bound(..) => None,
        };
        match self.engine {
            _ if capacity == Some(0) => Transport::Rendezvous,
            Engine::Threads if is_weighed(edge.room) => Transport::Channel,
            Engine::Futures if is_weighed(edge.room) => Transport::Queue,
            Engine::Threads if self.needs_channel(edge, capacity, streams) => Transport::Channel,
            Engine::Threads => Transport::Rings,
            Engine::Futures if self.has_several_senders(edge, streams) => Transport::Queue,
            Engine::Futures => Transport::Ring,
        }
    }

    /// Whether an edge of threads needs a channel: a wait at it has to end for several reasons, or workers
    /// share an exact capacity.
    fn needs_channel(
        &self,
        edge: &Edge<'_>,
        capacity: Option<usize>,
        streams: &Streams<'_>,
    ) -> bool {
        let is_exact = !matches!(edge.room, Room::Default);
        let is_shared =
            streams.merged.contains(&edge.stream) || streams.shared.contains(&edge.stream);
        edge.of_loop.is_some()
            || edge.into_loop.is_some()
            || self.may_deadlock
            || is_exact && is_shared
            || capacity > Some(MOST_IN_A_RING)
    }

    /// Whether an edge of futures may have several senders, or belongs to a loop that counts each item.
    fn has_several_senders(&self, edge: &Edge<'_>, streams: &Streams<'_>) -> bool {
        let is_several = |&at: &usize| self.workers[at].has_several_senders(edge.stream);
        edge.of_loop.is_some()
            || streams.merged.contains(&edge.stream)
            || edge.from.iter().any(is_several)
    }

    fn room(&self, stream: StreamId, streams: &Streams<'a>) -> Room<'a> {
        let closing = streams.closing.get(&stream);
        match closing.map(|options| (&options.bound, options.full)) {
            Some((Some((_, bound)), Some(full))) => Room::Bound(bound, full),
            _ => match (self.capacities.get(&stream), self.throttled.get(&stream)) {
                (Some(capacity), _) => Room::Capacity(capacity),
                (None, Some(&capacity)) => Room::Exactly(capacity),
                (None, None) => Room::Default,
            },
        }
    }
}

impl<'a> Edge<'a> {
    /// The maker's method, and its argument.
    fn made(&self) -> (&'static str, Option<Size<'a>>) {
        let (plain, exact, weighed) = match self.transport {
            _ if self.is_entry() => ("seeds", "seeds_with_capacity", "seeds_by_weight"),
            Transport::Channel if self.of_loop.is_none() => {
                ("channel", "channel_with_capacity", "edge_by_weight")
            }
            Transport::Channel
            | Transport::Rings
            | Transport::Ring
            | Transport::Queue
            | Transport::Rendezvous => ("edge", "edge_with_capacity", "edge_by_weight"),
        };
        match self.room {
            Room::Default => (plain, None),
            Room::Exactly(size) => (exact, Some(Size::Number(size))),
            Room::Capacity(Amount::Items(items)) => (exact, Some(Size::Code(items))),
            Room::Capacity(Amount::Weight { max, .. }) => (weighed, Some(Size::Code(max))),
            Room::Bound(bound, Full::Fail) => ("back_edge_or_fail", Some(Size::Code(bound))),
            Room::Bound(bound, Full::Drop) => ("back_edge_or_drop", Some(Size::Code(bound))),
        }
    }

    /// Whether it leads into a loop from outside.
    fn is_entry(&self) -> bool {
        self.of_loop.is_none() && self.into_loop.is_some()
    }

    fn shown(&self) -> Shown {
        let word = match self.transport {
            Transport::Rings => "rings",
            Transport::Channel => "channel",
            Transport::Ring => "ring",
            Transport::Queue => "queue",
            Transport::Rendezvous => "rendezvous",
        };
        let capacity = match (self.room, self.transport) {
            (_, Transport::Rendezvous) => None,
            (Room::Default, Transport::Channel) => Some(Capacity::Default),
            (Room::Default, _) => Some(Capacity::Window),
            (Room::Exactly(size), _) => Some(Capacity::Items(size)),
            (Room::Capacity(Amount::Items(size)) | Room::Bound(size, _), _) => {
                let number = verbs::number(size).map(Capacity::Items);
                Some(number.unwrap_or_else(|| Capacity::Code(line(size))))
            }
            (Room::Capacity(Amount::Weight { max, .. }), _) => Some(Capacity::Weight(line(max))),
        };
        Shown {
            word,
            capacity,
            closes: matches!(self.room, Room::Bound(..)),
        }
    }
}

/// Code, in one line.
fn line(code: &TokenStream) -> String {
    let text = code.to_string();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Lets the edges of one option share its value, as the branches of a `tee` do.
fn share_sizes(edges: &mut [Edge<'_>]) {
    let mut several: HashMap<*const Amount, Vec<usize>> = HashMap::new();
    for (at, edge) in edges.iter().enumerate() {
        if let Room::Capacity(capacity) = edge.room
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

fn is_weighed(room: Room<'_>) -> bool {
    matches!(room, Room::Capacity(Amount::Weight { .. }))
}

impl Draft<'_> {
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

    /// The streams that the workers of a fan-out read or fill in no fixed order.
    fn shares(&self) -> Vec<StreamId> {
        let Work::FanOut { .. } = self.work else {
            return Vec::new();
        };
        // In an ordered fan-out the workers take turns, except for failures.
        let as_they_like = usize::from(self.options.ordered.is_some());
        let fills = self.outputs[as_they_like..].iter();
        let fills = fills.filter_map(|output| output.stream());
        let reads = match self.source {
            Source::Edge(from) if self.options.ordered.is_none() => Some(from),
            _ => None,
        };
        fills.chain(reads).collect()
    }

    /// Whether it has several senders into the stream, as a future.
    fn has_several_senders(&self, stream: StreamId) -> bool {
        let are_several = match self.work {
            Work::FanOut { workers, .. } => verbs::number(workers) != Some(1),
            // Each call of a branch has its own sender.
            Work::Route(body) => body.is_async(),
            Work::Pass
            | Work::Stage(_)
            | Work::Tee
            | Work::Split(_)
            | Work::Sink(_)
            | Work::Feedback(_) => false,
        };
        let may_fail = self.failing_body().is_some();
        // The worker's job holds a second sender of the failures, which keeps their stream open.
        are_several || may_fail && self.outputs[0] != Output::Stream(stream)
    }
}
