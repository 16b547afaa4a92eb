//! Graph to plan: which worker does what, on which edges. Expanding only quotes what stands here.

mod edges;
pub mod futures;

use std::collections::HashMap;

use crate::ast::{Adaptor, Amount, Call, Engine, Kind, Options};
use crate::body::Body;
use crate::graph::{ChainLabel, Graph, Node, Outcome, Output, StreamId, ValueId};
use crate::names::{self, Distinct};
use crate::verbs::{self, Runs};
use proc_macro2::{Ident, Span, TokenStream};

pub use edges::{Edge, Room, Transport};

pub struct Plan<'a> {
    /// In the order of the text.
    pub edges: Vec<Edge<'a>>,
    /// Capacities of streams that have no edge, for rustc to judge.
    pub idle_capacities: Vec<&'a Amount>,
    /// An edge has several producers: each gets a sender of its own. Whole edges come first.
    pub merges: Vec<Merge<'a>>,
    /// In topological order, so that types flow with the items.
    pub workers: Vec<Worker<'a>>,
    /// What each loop is called.
    pub loops: Vec<Named<'a>>,
    /// What each stream and value is called.
    pub streams: Vec<Named<'a>>,
    pub values: Vec<Named<'a>>,
    pub outcome: &'a Outcome,
    /// Stages may wait for each other.
    pub may_deadlock: bool,
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
    /// Where the code stands that makes its items, if they may be futures.
    pub unawaited: Option<Span>,
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
    /// One, or the branches.
    pub outputs: Vec<Output>,
    pub options: &'a Options,
    chain: &'a ChainLabel,
    /// Whether further methods can be called on its iterator.
    hosts_methods: bool,
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

pub enum Work<'a> {
    /// Nothing but methods.
    Pass,
    Stage(&'a Body),
    FanOut {
        workers: &'a TokenStream,
        body: &'a Body,
    },
    Tee,
    Split(&'a Body),
    Route(&'a Body),
    Sink(&'a Body),
    /// With the stream that comes back.
    Feedback(StreamId),
}

/// What is done to a worker's iterator.
#[derive(Clone)]
pub enum Step<'a> {
    Method(&'a Call),
    Adaptor(&'a Call, &'a Adaptor),
    /// A method of the value that the method before gave.
    OfValue(&'a Call),
    /// A `let` between two methods named the item's type.
    Typed(&'a TokenStream),
    /// Its items are no futures, which the code that stands there could give.
    Values(Span),
    /// The throttle before it counts items from when the next stage took them.
    WhenTaken,
}

impl<'a> Step<'a> {
    /// The call that it is.
    pub fn call(&self) -> Option<&'a Call> {
        match self {
            Step::Method(call) | Step::Adaptor(call, _) | Step::OfValue(call) => Some(call),
            Step::Typed(_) | Step::Values(_) | Step::WhenTaken => None,
        }
    }

    fn is_throttle(&self) -> bool {
        matches!(self, Step::Adaptor(call, _) if call.verb.runs == Runs::InNextStage)
    }
}

impl<'a> Worker<'a> {
    /// The methods on its own iterator: without a body, all stand before it.
    fn own_steps(&mut self) -> &mut Vec<Step<'a>> {
        if self.before.is_empty() || matches!(self.work, Work::Stage(_)) {
            &mut self.after
        } else {
            &mut self.before
        }
    }
}

/// The plan of a graph without errors; `may_deadlock` says that the check was not sure of it.
pub fn lower<'a>(graph: &'a Graph<'a>, engine: Engine, may_deadlock: bool) -> Plan<'a> {
    let mut lowering = Lowering {
        graph,
        engine,
        may_deadlock,
        workers: Vec::new(),
        origins: HashMap::new(),
        capacities: HashMap::new(),
        throttled: HashMap::new(),
        merges: Vec::new(),
    };
    for node in &graph.nodes {
        lowering.node(node);
    }
    for back in graph.nodes.iter().filter_map(|node| node.back) {
        lowering.settle(back);
    }
    lowering.merges.reverse();
    let edges = lowering.edges();
    let idle_capacities = idle_capacities(graph, &edges);
    let Lowering {
        mut workers,
        merges,
        ..
    } = lowering;
    name_workers(&mut workers);
    let (streams, values, loops) = name_locals(graph);
    Plan {
        edges,
        idle_capacities,
        merges,
        workers,
        loops,
        streams,
        values,
        outcome: &graph.outcome,
        may_deadlock,
    }
}

fn idle_capacities<'a>(graph: &'a Graph<'a>, edges: &[Edge<'a>]) -> Vec<&'a Amount> {
    let bounds = |capacity: &Amount| {
        let mut rooms = edges.iter().map(|edge| edge.room);
        rooms.any(|room| matches!(room, Room::Capacity(known) if std::ptr::eq(known, capacity)))
    };
    let options = graph.nodes.iter().map(|node| &node.call.options);
    let given = options.filter_map(|options| options.capacity.as_ref());
    let given = given.map(|(_, capacity)| capacity);
    let is_known = |capacity: &Amount| capacity.items().is_some_and(verbs::is_plain_number);
    let to_judge = |capacity: &&Amount| !is_known(capacity) && !bounds(capacity);
    given.filter(to_judge).collect()
}

/// How the reader of a stream gets at it.
enum Origin<'a> {
    /// From this worker, which may do more before it hands the items over.
    Worker(usize),
    /// From an edge that is not one worker's.
    Edge,
    /// By doing these methods itself on what the source gives: its producer could not.
    Pending {
        source: Source<'a>,
        steps: Vec<Step<'a>>,
        node: &'a Node<'a>,
    },
    /// From this worker, which gives `from`, by a throttle and the methods that follow. A stage that
    /// reads it does them itself: so what may pass begins at once, and nothing gathers on its way.
    Throttled {
        worker: usize,
        from: StreamId,
        steps: Vec<Step<'a>>,
        node: &'a Node<'a>,
    },
}

struct Lowering<'a> {
    graph: &'a Graph<'a>,
    engine: Engine,
    may_deadlock: bool,
    workers: Vec<Worker<'a>>,
    origins: HashMap<StreamId, Origin<'a>>,
    capacities: HashMap<StreamId, &'a Amount>,
    /// How many items wait in the streams beside throttles, where the user named no capacity.
    throttled: HashMap<StreamId, usize>,
    merges: Vec<Merge<'a>>,
}

impl<'a> Lowering<'a> {
    fn node(&mut self, node: &'a Node<'a>) {
        match &node.call.kind {
            Kind::Generator(source) => self.source(node, Source::Generator(source)),
            Kind::Receive(channel) => self.source(node, Source::Receive(channel)),
            Kind::Stage(body) => self.reader(node, Work::Stage(body)),
            Kind::Tee => self.reader(node, Work::Tee),
            Kind::Split(body) => self.reader(node, Work::Split(body)),
            Kind::Route(body) => self.reader(node, Work::Route(body)),
            Kind::Sink(body) => self.reader(node, Work::Sink(body)),
            Kind::FanOut { workers, body } => {
                self.settle(node.inputs[0]);
                self.reader(node, Work::FanOut { workers, body });
            }
            Kind::Feedback => {
                self.settle(node.inputs[0]);
                if let Some(back) = node.back {
                    self.reader(node, Work::Feedback(back));
                }
            }
            Kind::FanIn => self.fan_in(node),
            Kind::Zip => self.zip(node),
            Kind::BatchWithin { size, time } => self.batch_within(node, size, time),
            Kind::Adaptor(adaptor) => self.method(node, Step::Adaptor(node.call, adaptor)),
            Kind::Method => self.method(node, Step::Method(node.call)),
        }
    }

    fn source(&mut self, node: &'a Node<'a>, source: Source<'a>) {
        self.worker(node, source, Vec::new(), Work::Pass, &node.outputs);
    }

    fn reader(&mut self, node: &'a Node<'a>, work: Work<'a>) {
        let (source, before) = self.take(node.inputs[0]);
        self.worker(node, source, before, work, &node.outputs);
    }

    fn worker(
        &mut self,
        node: &'a Node<'a>,
        source: Source<'a>,
        before: Vec<Step<'a>>,
        work: Work<'a>,
        outputs: &[Output],
    ) {
        for stream in outputs.iter().filter_map(|output| output.stream()) {
            self.origins
                .insert(stream, Origin::Worker(self.workers.len()));
        }
        if let Some((_, capacity)) = &node.call.options.capacity {
            let bounded = node.bounded().map(|stream| (stream, capacity));
            self.capacities.extend(bounded);
        }
        self.workers.push(Worker {
            name: String::new(),
            verb: &node.call.word,
            source,
            before,
            work,
            after: Vec::new(),
            outputs: outputs.to_vec(),
            options: &node.call.options,
            chain: &node.chain,
            hosts_methods: node.hosts_methods(),
        });
    }

    /// The reader of the tuples reads the streams itself.
    fn zip(&mut self, node: &'a Node<'a>) {
        for &input in &node.inputs {
            self.settle(input);
        }
        self.read_later(node, Source::Zip(&node.inputs));
    }

    /// Its reader waits for the batch itself, which needs an edge to wait at.
    fn batch_within(&mut self, node: &'a Node<'a>, size: &'a Amount, time: &'a TokenStream) {
        let from = node.inputs[0];
        self.settle(from);
        let verb = &node.call.word;
        let source = Source::Batches {
            verb,
            from,
            size,
            time,
        };
        self.read_later(node, source);
    }

    /// Leaves it to the reader of `node`'s stream to read `source`.
    fn read_later(&mut self, node: &'a Node<'a>, source: Source<'a>) {
        if let Some(Output::Stream(stream)) = node.outputs.first().copied() {
            let steps = self.typed(stream).into_iter().collect();
            self.origins.insert(
                stream,
                Origin::Pending {
                    source,
                    steps,
                    node,
                },
            );
        }
    }

    fn fan_in(&mut self, node: &'a Node<'a>) {
        let Some(Output::Stream(into)) = node.outputs.first().copied() else {
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

    /// Does the method in the worker before it if that can, else leaves it to the reader.
    fn method(&mut self, node: &'a Node<'a>, step: Step<'a>) {
        let (input, output) = (node.inputs[0], node.outputs[0]);
        match self.origins.get(&input) {
            Some(&Origin::Worker(worker)) if self.workers[worker].hosts_methods => {
                let steps = self.known(input).into_iter();
                let steps = steps.chain([step]).collect();
                match output {
                    Output::Stream(stream) if node.call.verb.runs == Runs::InNextStage => {
                        let from = input;
                        self.throttled(stream, worker, from, steps, node);
                    }
                    _ => self.host(worker, input, steps, output),
                }
            }
            Some(Origin::Throttled { .. }) => self.method_after_throttle(node, step),
            _ => {
                let (source, mut steps) = self.take(input);
                steps.push(step);
                match output {
                    Output::Stream(stream) => {
                        steps.extend(self.typed(stream));
                        let pending = Origin::Pending {
                            source,
                            steps,
                            node,
                        };
                        self.origins.insert(stream, pending);
                    }
                    Output::Value(_) => {
                        steps.extend(of_value(self.graph, output));
                        self.worker(node, source, steps, Work::Pass, &[output]);
                    }
                }
            }
        }
    }

    fn throttled(
        &mut self,
        stream: StreamId,
        worker: usize,
        from: StreamId,
        steps: Vec<Step<'a>>,
        node: &'a Node<'a>,
    ) {
        let origin = Origin::Throttled {
            worker,
            from,
            steps,
            node,
        };
        self.origins.insert(stream, origin);
    }

    /// A consumer ends the chain: then all of it is in one worker.
    fn method_after_throttle(&mut self, node: &'a Node<'a>, step: Step<'a>) {
        let (input, output) = (node.inputs[0], node.outputs[0]);
        let Some(Origin::Throttled {
            worker,
            from,
            mut steps,
            ..
        }) = self.origins.remove(&input)
        else {
            return;
        };
        steps.extend(self.known(input));
        steps.push(step);
        match output {
            Output::Stream(stream) => self.throttled(stream, worker, from, steps, node),
            Output::Value(_) => self.host(worker, from, steps, output),
        }
    }

    /// Has `worker`, which gives `from`, do `steps`, which make `output` of it.
    fn host(&mut self, worker: usize, from: StreamId, steps: Vec<Step<'a>>, output: Output) {
        let own = self.workers[worker].own_steps();
        add_steps(own, steps);
        own.extend(of_value(self.graph, output));
        self.workers[worker].outputs = vec![output];
        if let Output::Stream(stream) = output {
            self.origins.insert(stream, Origin::Worker(worker));
            if let Some(capacity) = self.capacities.remove(&from) {
                self.capacities.insert(stream, capacity);
            }
        }
    }

    /// What is known of the items of `stream`, which is read where it is made.
    fn known(&self, stream: StreamId) -> Option<Step<'a>> {
        self.typed(stream).or_else(|| self.values(stream))
    }

    fn values(&self, stream: StreamId) -> Option<Step<'a>> {
        self.graph.streams[stream].unawaited.map(Step::Values)
    }

    /// The type that a `let` named for the items of `stream`.
    fn typed(&self, stream: StreamId) -> Option<Step<'a>> {
        self.graph.streams[stream].ty.as_ref().map(Step::Typed)
    }

    /// What the reader of `stream` reads, and what it must do to get `stream` from that.
    fn take(&mut self, stream: StreamId) -> (Source<'a>, Vec<Step<'a>>) {
        match self.origins.remove(&stream) {
            Some(Origin::Pending {
                source, mut steps, ..
            }) => {
                add_steps(&mut steps, self.values(stream));
                (source, steps)
            }
            Some(Origin::Throttled {
                from, mut steps, ..
            }) => {
                steps.extend(self.typed(stream));
                // What waits for a throttle gains nothing by being made early, and a drain waits for it.
                if !self.capacities.contains_key(&from) {
                    self.throttled.insert(from, 0);
                }
                (Source::Edge(from), steps)
            }
            other => {
                self.origins.extend(other.map(|origin| (stream, origin)));
                (Source::Edge(stream), Vec::new())
            }
        }
    }

    /// Gives `stream` an edge of its own: its reader cannot do the methods that make it.
    fn settle(&mut self, stream: StreamId) {
        match self.origins.get(&stream) {
            Some(&Origin::Throttled { worker, from, .. })
                if !self.capacities.contains_key(&from) =>
            {
                let (_, steps) = self.take(stream);
                self.throttled.remove(&from);
                let steps = self.handed_over(stream, steps);
                self.host(worker, from, steps, Output::Stream(stream));
            }
            Some(Origin::Pending { node, .. } | Origin::Throttled { node, .. }) => {
                let node = *node;
                let (source, mut steps) = self.take(stream);
                // The edge sees to that.
                steps.pop_if(|last| matches!(last, Step::Values(_)));
                let steps = self.handed_over(stream, steps);
                self.worker(node, source, steps, Work::Pass, &[Output::Stream(stream)]);
            }
            _ => {}
        }
    }

    /// The steps that make `stream`, for a worker that sends it: where one is a throttle, what it lets
    /// through waits nowhere, and counts from when it is taken.
    fn handed_over(&mut self, stream: StreamId, steps: Vec<Step<'a>>) -> Vec<Step<'a>> {
        if !steps.iter().any(Step::is_throttle) {
            return steps;
        }
        self.throttled.insert(stream, 0);
        let steps = steps.into_iter().flat_map(|step| {
            let when_taken = step.is_throttle().then_some(Step::WhenTaken);
            [step].into_iter().chain(when_taken)
        });
        steps.collect()
    }
}

/// What is done to the value that `output` is.
fn of_value<'a>(graph: &'a Graph<'a>, output: Output) -> impl Iterator<Item = Step<'a>> {
    let methods = match output {
        Output::Value(value) => &graph.values[value].methods[..],
        Output::Stream(_) => &[],
    };
    methods.iter().map(|call| Step::OfValue(call))
}

/// Adds `more` to a worker's steps. Only the first and the last items are checked not to be futures, because
/// each check is a call around all steps before it.
fn add_steps<'a>(steps: &mut Vec<Step<'a>>, more: impl IntoIterator<Item = Step<'a>>) {
    let is_values = |step: &Step<'_>| matches!(step, Step::Values(_));
    for step in more {
        if is_values(&step)
            && let Some(last) = steps.iter().rposition(is_values)
            && steps[..last].iter().any(is_values)
        {
            steps.remove(last);
        }
        steps.push(step);
    }
}

/// The last stage of a chain is called after the chain's `let`, those before it after their verbs
/// too. What an author chose comes first.
fn name_workers(workers: &mut [Worker<'_>]) {
    let mut names = Distinct::new('.');
    for worker in workers.iter_mut() {
        if let Some(name) = &worker.options.name {
            worker.name = names.name(&name.value());
        }
    }
    let chains = workers.iter().enumerate();
    let last: HashMap<usize, usize> = chains
        .map(|(at, worker)| (worker.chain.number, at))
        .collect();
    for (at, worker) in workers.iter_mut().enumerate() {
        if worker.options.name.is_none() {
            let ChainLabel { text, number } = worker.chain;
            let wanted = if last[number] == at {
                text.clone()
            } else {
                format!("{text}.{}", names::text(worker.verb))
            };
            worker.name = names.name(&wanted);
        }
    }
}

type Names<'a> = Vec<Named<'a>>;

fn name_locals<'a>(graph: &'a Graph<'a>) -> (Names<'a>, Names<'a>, Names<'a>) {
    // Beside what every expansion calls so; and a stream's sender is called after it, and its capacity.
    let mut names = Distinct::beside('_', &["run", "scope"]);
    let streams = graph.streams.iter().map(|stream| Named {
        name: names.name_with(&stream.name, &["to_", "capacity_of_"]),
        ident: stream.ident.as_ref(),
        span: stream.span,
        ty: stream.ty.as_ref(),
        unawaited: stream.unawaited,
    });
    let streams: Names<'_> = streams.collect();
    let values = graph.values.iter().map(|value| Named {
        name: names.name(&value.name),
        ident: None,
        span: value.span,
        ty: value.ty.as_ref(),
        unawaited: None,
    });
    let values = values.collect();
    let loops = graph.loops.iter().map(|of_loop| {
        let first = of_loop.iter().min().map(|&first| &streams[first]);
        Named {
            name: names.name(&first.map_or(String::new(), |first| format!("{}_loop", first.name))),
            ident: None,
            span: first.map_or_else(Span::call_site, |first| first.span),
            ty: None,
            unawaited: None,
        }
    });
    let loops = loops.collect();
    (streams, values, loops)
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
