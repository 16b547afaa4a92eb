//! Graph to plan: which worker does what, on which edges. Expanding only quotes what stands here.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use syn::LitStr;

use crate::ast::{Call, Kind};
use crate::body::Body;
use crate::graph::{ChainLabel, Graph, Node, Outcome, Output, StreamId, ValueId};
use crate::names::{self, Distinct};

pub struct Plan<'a> {
    /// In the order of the text.
    pub edges: Vec<Edge<'a>>,
    /// An edge has several producers: each gets a sender of its own. Whole edges come first.
    pub merges: Vec<Merge<'a>>,
    /// In topological order, so that types flow with the items.
    pub workers: Vec<Worker<'a>>,
    /// What each stream and value is called.
    pub streams: Vec<Named<'a>>,
    pub values: Vec<Named<'a>>,
    pub outcome: &'a Outcome,
}

pub struct Edge<'a> {
    pub stream: StreamId,
    pub capacity: Option<&'a TokenStream>,
}

/// The streams that are sent into `into`'s edge.
pub struct Merge<'a> {
    pub into: StreamId,
    pub from: &'a [StreamId],
}

pub struct Named<'a> {
    pub name: String,
    pub span: Span,
    pub ty: Option<&'a TokenStream>,
}

/// The workers of one stage: all alike.
pub struct Worker<'a> {
    pub name: String,
    pub verb: &'a Ident,
    pub source: Source<'a>,
    /// Methods between the source and the work.
    pub before: Vec<Step<'a>>,
    pub work: Work<'a>,
    /// Methods behind the work.
    pub after: Vec<Step<'a>>,
    pub output: Output,
    chain: &'a ChainLabel,
    /// The name its author gave it.
    own_name: Option<&'a LitStr>,
}

#[derive(Clone, Copy)]
pub enum Source<'a> {
    Edge(StreamId),
    /// Made by the worker itself.
    Generator(&'a Body),
    Receive(&'a TokenStream),
}

pub enum Work<'a> {
    /// Nothing but methods.
    Pass,
    Stage(&'a Body),
    FanOut {
        workers: &'a TokenStream,
        body: &'a Body,
    },
    Sink(&'a Body),
}

/// What is done to a worker's iterator.
#[derive(Clone)]
pub enum Step<'a> {
    Method(&'a Call),
    /// A `let` between two methods named the item's type.
    Typed(&'a TokenStream),
}

impl Worker<'_> {
    /// Whether its items pass by as one iterator, which further methods can be called on.
    fn hosts_methods(&self) -> bool {
        match (&self.work, &self.source) {
            (Work::Pass, Source::Generator(source)) => !source.yields(),
            (Work::Pass, _) => true,
            (Work::Stage(body), _) => !body.manner().yields,
            (Work::FanOut { .. } | Work::Sink(_), _) => false,
        }
    }
}

/// The plan of a graph without errors.
pub fn lower<'a>(graph: &'a Graph<'a>) -> Plan<'a> {
    let mut lowering = Lowering {
        graph,
        workers: Vec::new(),
        origins: HashMap::new(),
        capacities: HashMap::new(),
        merges: Vec::new(),
    };
    for node in &graph.nodes {
        lowering.node(node);
    }
    lowering.merges.reverse();
    let edges = lowering.edges();
    let Lowering {
        mut workers,
        merges,
        ..
    } = lowering;
    name_workers(&mut workers);
    let (streams, values) = name_locals(graph);
    Plan {
        edges,
        merges,
        workers,
        streams,
        values,
        outcome: &graph.outcome,
    }
}

/// How the reader of a stream gets at it.
enum Origin<'a> {
    /// From this worker, which may do more before it hands the items over.
    Worker(usize),
    /// From an edge that is not one worker's.
    Edge,
    /// By doing these methods itself on what the edge gives: its producer could not.
    Pending {
        edge: StreamId,
        steps: Vec<Step<'a>>,
        node: &'a Node<'a>,
    },
}

struct Lowering<'a> {
    graph: &'a Graph<'a>,
    workers: Vec<Worker<'a>>,
    origins: HashMap<StreamId, Origin<'a>>,
    capacities: HashMap<StreamId, &'a TokenStream>,
    merges: Vec<Merge<'a>>,
}

impl<'a> Lowering<'a> {
    fn node(&mut self, node: &'a Node<'a>) {
        match &node.call.kind {
            Kind::Generator(source) => self.source(node, Source::Generator(source)),
            Kind::Receive(channel) => self.source(node, Source::Receive(channel)),
            Kind::Stage(body) => self.reader(node, Work::Stage(body)),
            Kind::Sink(body) => self.reader(node, Work::Sink(body)),
            Kind::FanOut { workers, body } => {
                self.settle(node.inputs[0]);
                self.reader(node, Work::FanOut { workers, body });
            }
            Kind::FanIn { .. } => self.fan_in(node),
            Kind::Method { .. } => self.method(node),
        }
    }

    fn source(&mut self, node: &'a Node<'a>, source: Source<'a>) {
        self.worker(node, source, Vec::new(), Work::Pass, node.output);
    }

    fn reader(&mut self, node: &'a Node<'a>, work: Work<'a>) {
        let (edge, before) = self.take(node.inputs[0]);
        self.worker(node, Source::Edge(edge), before, work, node.output);
    }

    fn worker(
        &mut self,
        node: &'a Node<'a>,
        source: Source<'a>,
        before: Vec<Step<'a>>,
        work: Work<'a>,
        output: Output,
    ) {
        if let Output::Stream(stream) = output {
            self.origins
                .insert(stream, Origin::Worker(self.workers.len()));
            if let Some((_, capacity)) = &node.call.options.capacity {
                self.capacities.insert(stream, capacity);
            }
        }
        self.workers.push(Worker {
            name: String::new(),
            verb: &node.call.verb,
            source,
            before,
            work,
            after: Vec::new(),
            output,
            chain: &node.chain,
            own_name: node.call.options.name.as_ref(),
        });
    }

    fn fan_in(&mut self, node: &'a Node<'a>) {
        let Output::Stream(into) = node.output else {
            return;
        };
        for &input in &node.inputs {
            self.settle(input);
        }
        if let Some((_, capacity)) = &node.call.options.capacity {
            self.capacities.insert(into, capacity);
        }
        self.origins.insert(into, Origin::Edge);
        let from = &node.inputs;
        self.merges.push(Merge { into, from });
    }

    /// Does the method in the worker before it if that can, else leaves it to the one behind.
    fn method(&mut self, node: &'a Node<'a>) {
        let input = node.inputs[0];
        let typed = self.graph.streams[input].ty.as_ref().map(Step::Typed);
        let steps = typed.into_iter().chain([Step::Method(node.call)]);
        match self.origins.get(&input) {
            Some(&Origin::Worker(at)) if self.workers[at].hosts_methods() => {
                self.workers[at].after.extend(steps);
                self.workers[at].output = node.output;
                if let Output::Stream(stream) = node.output {
                    self.origins.insert(stream, Origin::Worker(at));
                    if let Some(capacity) = self.capacities.remove(&input) {
                        self.capacities.insert(stream, capacity);
                    }
                }
            }
            _ => {
                let (edge, mut before) = self.take(input);
                // The type of what an edge gives is named at the edge.
                before
                    .extend(steps.filter(|step| edge != input || matches!(step, Step::Method(_))));
                match node.output {
                    Output::Stream(stream) => {
                        let steps = before;
                        self.origins
                            .insert(stream, Origin::Pending { edge, steps, node });
                    }
                    Output::Value(_) => {
                        self.worker(node, Source::Edge(edge), before, Work::Pass, node.output);
                    }
                }
            }
        }
    }

    /// The edge that the reader of `stream` reads, and what it must do to get `stream` from it.
    fn take(&mut self, stream: StreamId) -> (StreamId, Vec<Step<'a>>) {
        match self.origins.remove(&stream) {
            Some(Origin::Pending { edge, steps, .. }) => (edge, steps),
            other => {
                self.origins.extend(other.map(|origin| (stream, origin)));
                (stream, Vec::new())
            }
        }
    }

    /// Gives `stream` an edge of its own: its reader cannot do the methods that make it.
    fn settle(&mut self, stream: StreamId) {
        if let Some(Origin::Pending { node, .. }) = self.origins.get(&stream) {
            let node = *node;
            let (edge, before) = self.take(stream);
            self.worker(
                node,
                Source::Edge(edge),
                before,
                Work::Pass,
                Output::Stream(stream),
            );
        }
    }

    /// The streams that are made and not merged into another's edge.
    fn edges(&self) -> Vec<Edge<'a>> {
        let made = self
            .workers
            .iter()
            .filter_map(|worker| match worker.output {
                Output::Stream(stream) => Some(stream),
                Output::Value(_) => None,
            });
        let merging = self.merges.iter().map(|merge| merge.into);
        let is_merged =
            |stream: &StreamId| self.merges.iter().any(|merge| merge.from.contains(stream));
        let mut streams: Vec<StreamId> = made
            .chain(merging)
            .filter(|stream| !is_merged(stream))
            .collect();
        streams.sort_unstable();
        let capacity = |stream: &StreamId| self.capacities.get(stream).copied();
        streams
            .into_iter()
            .map(|stream| Edge {
                stream,
                capacity: capacity(&stream),
            })
            .collect()
    }
}

/// The last stage of a chain is called after the chain's `let`, those before it after their verbs
/// too. What an author chose comes first.
fn name_workers(workers: &mut [Worker<'_>]) {
    let mut names = Distinct::new('.');
    for worker in workers.iter_mut() {
        if let Some(name) = worker.own_name {
            worker.name = names.name(&name.value());
        }
    }
    for at in 0..workers.len() {
        let Worker {
            chain,
            verb,
            own_name,
            ..
        } = &workers[at];
        if own_name.is_none() {
            let is_last = workers[at + 1..].iter().all(|later| later.chain != *chain);
            let wanted = if is_last {
                chain.text.clone()
            } else {
                format!("{}.{}", chain.text, names::text(verb))
            };
            workers[at].name = names.name(&wanted);
        }
    }
}

fn name_locals<'a>(graph: &'a Graph<'a>) -> (Vec<Named<'a>>, Vec<Named<'a>>) {
    let mut names = Distinct::new('_');
    let mut named = |name: &str, span: Span, ty: &'a Option<TokenStream>| Named {
        name: names.name(name),
        span,
        ty: ty.as_ref(),
    };
    let streams = graph
        .streams
        .iter()
        .map(|stream| named(&stream.name, stream.span, &stream.ty))
        .collect();
    let values = graph
        .values
        .iter()
        .map(|value| named(&value.name, value.span, &value.ty))
        .collect();
    (streams, values)
}

impl Plan<'_> {
    /// Whether the pipeline's value holds `value`.
    pub fn gives(&self, value: ValueId) -> bool {
        match self.outcome {
            Outcome::Nothing => false,
            Outcome::One(one) => *one == value,
            Outcome::Tuple(values) => values.contains(&value),
        }
    }
}
