//! Turns the graph into a plan. Lowering decides which worker does what, on which edges, and which
//! methods of the runtime are called. Expanding only quotes the plan.

mod context;
mod edges;
pub mod futures;
mod policy;
mod segment;
pub mod steps;
pub mod threads;
mod workers;

use proc_macro2::{Ident, Span, TokenStream};
use syn::LitStr;

use crate::ast::{Amount, Engine, Header, Reader};
use crate::body::Body;
use crate::graph::{Graph, Outcome, Output, StreamId, ValueId};
use crate::names::Distinct;
use crate::verbs;
use crate::verbs::method::Hint;
use segment::Way;
use workers::{Draft, Lowering};

pub use edges::{Capacity, Edge, Maker, Room, Size};
pub use policy::{Backoff, Policy};
pub use steps::{Chain, Step};

/// Everything that is in an expansion. `S` is the engine's type for the shape of a worker.
pub struct Plan<'a, S> {
    /// In the order of the text.
    pub edges: Vec<Edge<'a>>,
    /// Capacities of streams that have no edge. rustc still checks their types.
    pub idle_capacities: Vec<&'a TokenStream>,
    /// The edges with several producers, each of which gets its own sender. An edge comes before
    /// the merges into it.
    pub merges: Vec<Merge<'a>>,
    /// The workers in topological order, so that types are inferred along the streams.
    pub workers: Vec<Worker<'a, S>>,
    /// The names of the loops, and the variables that make them.
    pub loops: Vec<(Named<'a>, Maker)>,
    /// The names of the streams and values.
    pub streams: Vec<Named<'a>>,
    pub values: Vec<Named<'a>>,
    pub outcome: &'a Outcome,
    /// The ends of a segment, where it is joined to the pipeline around it.
    pub joint: Option<Joint>,
    /// The segments that are used.
    pub segments: Vec<Used<'a>>,
    /// The context's name, if it is bound before the workers.
    pub context: Option<&'a Ident>,
    /// Whether workers call methods of `Iterator`, which has to be imported for modules without a
    /// prelude.
    pub has_methods: bool,
    /// The called methods that streams lack and for which there is a hint, each once.
    pub hints: Vec<(&'a Ident, Hint)>,
}

/// The ends of a segment. The pipeline around it makes the streams there.
pub struct Joint {
    pub input: StreamId,
    pub output: StreamId,
    /// The span of the code that fills the output, if its items may be futures.
    pub unawaited: Option<Span>,
    /// The worker that reads the input, as an index into [`Plan::workers`]. `fillers` are those
    /// that fill the output.
    pub reader: usize,
    pub fillers: Vec<usize>,
    /// Why the segment cannot be in a loop. `None` if it can.
    pub bar: Option<String>,
}

/// A segment that a pipeline, or another segment, uses.
pub struct Used<'a> {
    pub code: &'a TokenStream,
    /// The output stream of the segment.
    pub to: StreamId,
    /// The worker that stands for the segment.
    pub worker: usize,
}

/// Streams whose items are sent into the edge of `into`.
pub struct Merge<'a> {
    pub into: StreamId,
    pub from: &'a [StreamId],
}

pub struct Named<'a> {
    pub name: String,
    /// The user's own name for it.
    pub ident: Option<&'a Ident>,
    pub span: Span,
    pub ty: Option<&'a TokenStream>,
}

/// A stage: one worker, or several with the same work.
pub struct Worker<'a, S> {
    pub name: String,
    pub verb: &'a Ident,
    /// The place of the stage, in a job of several processes.
    pub at: Option<&'a LitStr>,
    /// Stack size of the stage's threads, in bytes.
    pub stack_size: Option<&'a TokenStream>,
    pub source: Source<'a>,
    /// Methods on the items that the worker reads, before its body.
    pub before: Chain<'a>,
    pub shape: S,
    /// Methods on the items that the body returns. Without a body, on the items that the worker
    /// reads.
    pub after: Chain<'a>,
    /// One output, or the branches.
    pub outputs: Vec<Output>,
    /// The calls that set its policy, in order.
    pub policy: Vec<Policy<'a>>,
    /// The span for messages about the whole worker: that of its body or its first method.
    pub place: Span,
    /// The context's name, if the worker's code uses it.
    pub context: Option<&'a Ident>,
}

#[derive(Clone, Copy)]
pub enum Source<'a> {
    Edge(StreamId),
    Zip(&'a [StreamId]),
    /// Edges that are read by a verb such as `zip`.
    Read {
        reader: &'a Reader,
        from: &'a [StreamId],
        /// The names of streams in the verb's arguments, if there are any.
        names: &'a [Ident],
    },
    /// The worker makes its items itself.
    Generator(&'a Body),
    Receive(&'a TokenStream),
}

/// Returns the plan of a graph without errors, on threads.
pub fn threads<'a>(graph: &'a Graph<'a>, header: &'a Header) -> Plan<'a, threads::Shape<'a>> {
    plan(graph, header, |draft, _| threads::shape(draft))
}

/// Returns the plan of a graph without errors, as futures.
pub fn futures<'a>(graph: &'a Graph<'a>, header: &'a Header) -> Plan<'a, futures::Shape<'a>> {
    let moves = header.moves.is_some();
    plan(graph, header, |draft, name| {
        futures::shape(draft, moves, name)
    })
}

/// A worker on some engine: the methods before its body, its shape, and the methods after its body.
type Shaped<'a, S> = (Chain<'a>, S, Chain<'a>);

fn plan<'a, S>(
    graph: &'a Graph<'a>,
    header: &'a Header,
    shape: impl Fn(&Draft<'a>, Option<&'a Ident>) -> Shaped<'a, S>,
) -> Plan<'a, S> {
    let engine = header.engine();
    let (drafts, merges, edges) = Lowering::of(graph);
    let way = Way::through(graph);
    let (edges, joint) = segment::part(graph, edges, way.as_ref());
    let names = Names::of(graph, way.as_ref());
    let context = match engine {
        Engine::Threads => header.context.as_ref(),
        Engine::Futures => {
            let mut name = header.context.iter();
            name.find(|name| context::is_outside(&drafts, &edges, name))
        }
    };
    let hints = steps::hints(drafts.iter().flat_map(Draft::steps));
    let has_methods = drafts.iter().any(|draft| draft.steps().next().is_some());
    let idle_capacities = idle_capacities(graph, &edges);
    let segments = drafts.iter().enumerate();
    let segments = segments.filter_map(|(worker, draft)| {
        let (code, to) = draft.segment()?;
        Some(Used { code, to, worker })
    });
    let segments = segments.collect();
    let in_blocks = header.context.as_ref().filter(|name| *name != "_");
    let worker = |draft: Draft<'a>| {
        let context = in_blocks.filter(|name| context::is_in_block(&draft, name));
        let (before, shape, after) = shape(&draft, in_blocks);
        Worker {
            at: draft.options.at.as_ref().map(|(_, place)| place),
            stack_size: draft.stack_size(),
            policy: policy::of(&draft, in_blocks),
            place: draft.place(),
            name: draft.name,
            verb: draft.verb,
            source: draft.source,
            before,
            shape,
            after,
            outputs: draft.outputs,
            context,
        }
    };
    Plan {
        workers: drafts.into_iter().map(worker).collect(),
        edges,
        idle_capacities,
        merges,
        loops: names.loops,
        streams: names.streams,
        values: names.values,
        outcome: &graph.outcome,
        joint,
        segments,
        context,
        has_methods,
        hints,
    }
}

/// Returns the capacities that no edge uses, except plain numbers, which are certainly of the right
/// type.
fn idle_capacities<'a>(graph: &'a Graph<'a>, edges: &[Edge<'a>]) -> Vec<&'a TokenStream> {
    let bounds = |capacity: &Amount| {
        let mut rooms = edges.iter().map(|edge| edge.room);
        rooms.any(|room| match room {
            Room::Capacity(known) | Room::Lossy(known, _) => std::ptr::eq(known, capacity),
            _ => false,
        })
    };
    let options = graph.nodes.iter().map(|node| &node.call.options);
    let given = options.filter_map(|options| options.capacity.as_ref());
    let given = given.map(|(_, capacity)| capacity);
    let is_known = |capacity: &Amount| capacity.items().is_some_and(verbs::is_plain_number);
    let to_judge = given.filter(|capacity| !is_known(capacity) && !bounds(capacity));
    let number = |capacity: &'a Amount| match capacity {
        Amount::Items(items) => items,
        Amount::Weight { max, .. } => max,
    };
    to_judge.map(number).collect()
}

/// The names of local variables in an expansion.
struct Names<'a> {
    streams: Vec<Named<'a>>,
    values: Vec<Named<'a>>,
    loops: Vec<(Named<'a>, Maker)>,
}

impl<'a> Names<'a> {
    fn of(graph: &'a Graph<'a>, way: Option<&Way>) -> Self {
        // Expansions use these names for other variables. The sender and the capacity of a stream
        // are named after the stream.
        let mut names = Distinct::beside('_', &["run", "scope", "outside", "graph"]);
        let streams = graph.streams.iter().map(|stream| Named {
            name: names.name_with(&stream.name, &["to_", "capacity_of_", "segment_of_"]),
            ident: stream.ident.as_ref(),
            span: stream.span,
            ty: stream.ty.as_ref(),
        });
        let streams: Vec<Named<'_>> = streams.collect();
        let values = graph.values.iter().map(|value| Named {
            name: names.name(&value.name),
            ident: None,
            span: value.span,
            ty: value.ty.as_ref(),
        });
        let values = values.collect();
        let loops = graph.loops.iter().map(|of_loop| {
            let first = of_loop.iter().min().map(|&first| &streams[first]);
            let named = Named {
                name: names
                    .name(&first.map_or(String::new(), |first| format!("{}_loop", first.name))),
                ident: None,
                span: first.map_or_else(Span::call_site, |first| first.span),
                ty: None,
            };
            let mut streams = of_loop.iter();
            let is_on_way = streams.any(|&stream| segment::is_on(way, stream));
            (named, if is_on_way { Maker::Run } else { Maker::Aside })
        });
        let loops = loops.collect();
        Names {
            streams,
            values,
            loops,
        }
    }
}

impl<S> Plan<'_, S> {
    /// Returns whether `value` is a part of the pipeline's value.
    pub fn gives(&self, value: ValueId) -> bool {
        match self.outcome {
            Outcome::Nothing | Outcome::Stream | Outcome::Segment(_) => false,
            Outcome::One(one) => *one == value,
            Outcome::Tuple(values) => values.contains(&value),
        }
    }
}
