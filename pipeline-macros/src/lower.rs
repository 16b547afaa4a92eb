//! Graph to plan: which worker does what, on which edges, by which words of the runtime. Expanding only quotes what
//! stands here.

mod context;
mod edges;
pub mod futures;
mod policy;
pub mod steps;
pub mod threads;
mod workers;

use proc_macro2::{Ident, Span, TokenStream};

use crate::ast::{Amount, Engine, Header};
use crate::body::Body;
use crate::graph::{Graph, Outcome, Output, StreamId, ValueId};
use crate::names::Distinct;
use crate::verbs;
use crate::verbs::method::Hint;
use workers::{Draft, Lowering};

pub use edges::{Capacity, Edge, Maker, Room, Size};
pub use policy::{Backoff, Policy};
pub use steps::{Chain, Step};

/// What an expansion says. `S` is the shape of an engine's workers.
pub struct Plan<'a, S> {
    /// In the order of the text.
    pub edges: Vec<Edge<'a>>,
    /// Capacities of streams that have no edge, for rustc to judge.
    pub idle_capacities: Vec<&'a TokenStream>,
    /// An edge has several producers: each gets a sender of its own. Whole edges come first.
    pub merges: Vec<Merge<'a>>,
    /// In topological order, so that types flow with the items.
    pub workers: Vec<Worker<'a, S>>,
    /// What each loop is called.
    pub loops: Vec<Named<'a>>,
    /// What each stream and value is called.
    pub streams: Vec<Named<'a>>,
    pub values: Vec<Named<'a>>,
    pub outcome: &'a Outcome,
    /// Stages may wait for each other.
    pub may_deadlock: bool,
    /// The context's name, if it is bound in front of the workers.
    pub context: Option<&'a Ident>,
    /// The workers call methods, which a module without a prelude does not have.
    pub has_methods: bool,
    /// Methods that the workers call and that streams have not, each once.
    pub hints: Vec<(&'a Ident, Hint)>,
}

/// The streams that are sent into `into`'s edge.
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

/// The workers of one stage: all alike.
pub struct Worker<'a, S> {
    pub name: String,
    pub verb: &'a Ident,
    /// How many bytes the stacks of its threads have.
    pub stack_size: Option<&'a TokenStream>,
    pub source: Source<'a>,
    /// What is done to what it reads, before it comes to the body.
    pub before: Chain<'a>,
    pub shape: S,
    /// What is done to its own items: those that its body gives, or without a body those that it reads.
    pub after: Chain<'a>,
    /// One, or the branches.
    pub outputs: Vec<Output>,
    /// In the order in which the runtime is told.
    pub policy: Vec<Policy<'a>>,
    /// Where messages on all of it go: at its body or its first method.
    pub place: Span,
    /// The context's name, if the worker's code has it.
    pub context: Option<&'a Ident>,
}

#[derive(Clone, Copy)]
pub enum Source<'a> {
    Edge(StreamId),
    Zip(&'a [StreamId]),
    /// Batches of what an edge gives in time.
    Batches {
        verb: &'a Ident,
        from: StreamId,
        size: &'a Amount,
        time: &'a TokenStream,
    },
    /// Made by the worker itself.
    Generator(&'a Body),
    Receive(&'a TokenStream),
}

/// The plan of a graph without errors, on threads. `may_deadlock` says that the check was not sure of it.
pub fn threads<'a>(
    graph: &'a Graph<'a>,
    header: &'a Header,
    may_deadlock: bool,
) -> Plan<'a, threads::Shape<'a>> {
    plan(graph, header, may_deadlock, |draft, _| {
        threads::shape(draft)
    })
}

/// The same as futures.
pub fn futures<'a>(
    graph: &'a Graph<'a>,
    header: &'a Header,
    may_deadlock: bool,
) -> Plan<'a, futures::Shape<'a>> {
    let moves = header.moves.is_some();
    plan(graph, header, may_deadlock, |draft, name| {
        futures::shape(draft, moves, name)
    })
}

/// What becomes of a draft on some engine: what is done before its body, its shape, and what is done after that.
type Shaped<'a, S> = (Chain<'a>, S, Chain<'a>);

fn plan<'a, S>(
    graph: &'a Graph<'a>,
    header: &'a Header,
    may_deadlock: bool,
    shape: impl Fn(&Draft<'a>, Option<&'a Ident>) -> Shaped<'a, S>,
) -> Plan<'a, S> {
    let engine = header.engine();
    let (drafts, merges, edges) = Lowering::of(graph, engine, may_deadlock);
    let names = Names::of(graph);
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
    let in_blocks = header.context.as_ref().filter(|name| *name != "_");
    let worker = |draft: Draft<'a>| {
        let context = in_blocks.filter(|name| context::is_in_block(&draft, name));
        let (before, shape, after) = shape(&draft, in_blocks);
        Worker {
            stack_size: draft.stack_size(),
            policy: policy::of(&draft),
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
        may_deadlock,
        context,
        has_methods,
        hints,
    }
}

/// The capacities that no edge has, if it takes rustc to judge them.
fn idle_capacities<'a>(graph: &'a Graph<'a>, edges: &[Edge<'a>]) -> Vec<&'a TokenStream> {
    let bounds = |capacity: &Amount| {
        let mut rooms = edges.iter().map(|edge| edge.room);
        rooms.any(|room| matches!(room, Room::Capacity(known) if std::ptr::eq(known, capacity)))
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

/// What the locals of an expansion are called.
struct Names<'a> {
    streams: Vec<Named<'a>>,
    values: Vec<Named<'a>>,
    loops: Vec<Named<'a>>,
}

impl<'a> Names<'a> {
    fn of(graph: &'a Graph<'a>) -> Self {
        // Beside what every expansion calls so; and a stream's sender is called after it, and its capacity.
        let mut names = Distinct::beside('_', &["run", "scope"]);
        let streams = graph.streams.iter().map(|stream| Named {
            name: names.name_with(&stream.name, &["to_", "capacity_of_"]),
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
            Named {
                name: names
                    .name(&first.map_or(String::new(), |first| format!("{}_loop", first.name))),
                ident: None,
                span: first.map_or_else(Span::call_site, |first| first.span),
                ty: None,
            }
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
    /// Whether the pipeline's value holds `value`.
    pub fn gives(&self, value: ValueId) -> bool {
        match self.outcome {
            Outcome::Nothing => false,
            Outcome::One(one) => *one == value,
            Outcome::Tuple(values) => values.contains(&value),
        }
    }
}
