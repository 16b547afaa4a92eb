//! Assigns each node of the graph to a worker: its own, or a neighbour.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};

use super::steps::Step;
use super::{Edge, Merge, Source};
use crate::ast::{Amount, Kind, Loss, Options, Reader};
use crate::body::Body;
use crate::graph::{ChainLabel, Graph, Node, Output, StreamId};
use crate::names::{self, Distinct};
use crate::verbs::Runs;

/// A stage whose shape on an engine is not decided yet.
pub struct Draft<'a> {
    pub name: String,
    pub verb: &'a Ident,
    pub source: Source<'a>,
    /// Methods between the source and the work.
    pub before: Vec<Step<'a>>,
    pub work: Work<'a>,
    /// Methods after the work.
    pub after: Vec<Step<'a>>,
    /// One output, or the branches.
    pub outputs: Vec<Output>,
    pub options: &'a Options,
    chain: &'a ChainLabel,
    /// Whether the worker can run the methods that follow.
    hosts_methods: bool,
}

pub enum Work<'a> {
    /// No work except methods.
    Pass,
    Stage(&'a Body),
    FanOut {
        workers: &'a TokenStream,
        body: &'a Body,
    },
    /// With one worker, or as many as `workers` says.
    Transform {
        workers: Option<&'a TokenStream>,
        body: &'a Body,
    },
    Tee,
    Split(&'a Body),
    Route(&'a Body),
    Sink(&'a Body),
    /// The workers of the segment that this code returns.
    Segment(&'a TokenStream),
    /// The code outside, which is not a stage.
    Output,
    /// A `feedback`, with the stream that closes its loop.
    Feedback(StreamId),
}

impl<'a> Work<'a> {
    /// Returns the body, if this is a stage of one worker.
    pub fn stage(&self) -> Option<&'a Body> {
        match *self {
            Work::Stage(body) => Some(body),
            Work::Pass
            | Work::FanOut { .. }
            | Work::Transform { .. }
            | Work::Tee
            | Work::Split(_)
            | Work::Route(_)
            | Work::Sink(_)
            | Work::Segment(_)
            | Work::Output
            | Work::Feedback(_) => None,
        }
    }

    /// Returns the number of workers, if the stage has one.
    pub fn workers(&self) -> Option<&'a TokenStream> {
        match *self {
            Work::FanOut { workers, .. } => Some(workers),
            Work::Transform { workers, .. } => workers,
            Work::Pass
            | Work::Stage(_)
            | Work::Tee
            | Work::Split(_)
            | Work::Route(_)
            | Work::Sink(_)
            | Work::Segment(_)
            | Work::Output
            | Work::Feedback(_) => None,
        }
    }
}

impl<'a> Draft<'a> {
    /// Returns the list to which methods on the output are added. Without a body, this is the list
    /// of the methods before it.
    fn own_steps(&mut self) -> &mut Vec<Step<'a>> {
        if self.owns_after() {
            &mut self.after
        } else {
            &mut self.before
        }
    }

    fn owns_after(&self) -> bool {
        self.before.is_empty() || matches!(self.work, Work::Stage(_))
    }

    /// Returns the methods on the items that the worker reads, before its work, and the methods on
    /// the items that the work returns.
    pub fn parts(&self) -> (Vec<Step<'a>>, Vec<Step<'a>>) {
        match self.work {
            Work::Pass if !self.owns_after() => (Vec::new(), self.before.clone()),
            _ => (self.before.clone(), self.after.clone()),
        }
    }

    pub fn steps(&self) -> impl Iterator<Item = &Step<'a>> {
        self.before.iter().chain(&self.after)
    }

    pub fn body(&self) -> Option<&'a Body> {
        match self.work {
            Work::Stage(body)
            | Work::FanOut { body, .. }
            | Work::Transform { body, .. }
            | Work::Split(body)
            | Work::Route(body)
            | Work::Sink(body) => Some(body),
            Work::Pass | Work::Tee | Work::Segment(_) | Work::Output | Work::Feedback(_) => None,
        }
    }

    /// Returns the body, if its failures can be a stream.
    pub fn failing_body(&self) -> Option<&'a Body> {
        match self.work {
            Work::Stage(body) | Work::FanOut { body, .. } => Some(body),
            Work::Transform { .. }
            | Work::Split(_)
            | Work::Route(_)
            | Work::Sink(_)
            | Work::Segment(_)
            | Work::Output
            | Work::Pass
            | Work::Tee
            | Work::Feedback(_) => None,
        }
    }

    /// Returns the code of the segment, and its output stream.
    pub fn segment(&self) -> Option<(&'a TokenStream, StreamId)> {
        match (&self.work, self.outputs.first()) {
            (&Work::Segment(code), Some(&Output::Stream(to))) => Some((code, to)),
            _ => None,
        }
    }

    /// Stack size of the stage's threads, in bytes. For a blocking body, the policy sets it.
    pub fn stack_size(&self) -> Option<&'a TokenStream> {
        let size = self.options.stack_size.as_ref().map(|(_, bytes)| bytes);
        size.filter(|_| self.options.blocking.is_none())
    }

    /// Returns the span for messages about the whole worker.
    pub fn place(&self) -> Span {
        let mut calls = self.steps().filter_map(Step::call);
        match &self.work {
            Work::Stage(body) => body.span,
            Work::Pass
            | Work::FanOut { .. }
            | Work::Transform { .. }
            | Work::Tee
            | Work::Split(_)
            | Work::Route(_)
            | Work::Sink(_)
            | Work::Segment(_)
            | Work::Output
            | Work::Feedback(_) => calls
                .next()
                .map_or(self.verb.span(), |call| call.word.span()),
        }
    }
}

/// The origin of a stream, for the worker that reads it.
enum Origin<'a> {
    /// This worker makes the stream. It may run further methods before it sends the items.
    Worker(usize),
    /// An edge that several workers fill.
    Edge,
    /// The reader runs these methods itself, on the items of the source, because the producer
    /// cannot.
    Pending {
        source: Source<'a>,
        steps: Vec<Step<'a>>,
        node: &'a Node<'a>,
    },
    /// The stream `from` of this worker, after a throttle and the methods that follow it. A stage
    /// that reads this stream runs these steps itself. So it begins an item as soon as the throttle
    /// lets it pass, and no items pile up between them.
    Throttled {
        worker: usize,
        from: StreamId,
        steps: Vec<Step<'a>>,
        node: &'a Node<'a>,
    },
}

pub struct Lowering<'a> {
    pub graph: &'a Graph<'a>,
    pub workers: Vec<Draft<'a>>,
    origins: HashMap<StreamId, Origin<'a>>,
    pub capacities: HashMap<StreamId, &'a Amount>,
    /// For each stream that may lose items, the items that are lost.
    pub losses: HashMap<StreamId, &'a Loss>,
    /// The capacities of streams before and after throttles, if the user set none.
    pub throttled: HashMap<StreamId, usize>,
    pub merges: Vec<Merge<'a>>,
}

impl<'a> Lowering<'a> {
    /// Returns the workers of a graph, its merges and its edges.
    pub fn of(graph: &'a Graph<'a>) -> (Vec<Draft<'a>>, Vec<Merge<'a>>, Vec<Edge<'a>>) {
        let mut lowering = Lowering {
            graph,
            workers: Vec::new(),
            origins: HashMap::new(),
            capacities: HashMap::new(),
            losses: HashMap::new(),
            throttled: HashMap::new(),
            merges: Vec::new(),
        };
        for node in &graph.nodes {
            lowering.node(node);
        }
        for back in graph.nodes.iter().filter_map(|node| node.back) {
            lowering.give_edge(back);
        }
        lowering.merges.reverse();
        let edges = lowering.edges();
        name_workers(&mut lowering.workers);
        (lowering.workers, lowering.merges, edges)
    }

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
                self.give_edge(node.inputs[0]);
                self.reader(node, Work::FanOut { workers, body });
            }
            Kind::Transform { workers, body } => {
                if workers.is_some() {
                    self.give_edge(node.inputs[0]);
                }
                let workers = workers.as_ref();
                self.reader(node, Work::Transform { workers, body });
            }
            Kind::Feedback => {
                self.give_edge(node.inputs[0]);
                if let Some(back) = node.back {
                    self.reader(node, Work::Feedback(back));
                }
            }
            Kind::Output => {
                self.give_edge(node.inputs[0]);
                match node.outputs.first() {
                    Some(Output::Value(_)) => self.reader(node, Work::Output),
                    Some(Output::Stream(_)) => self.reader(node, Work::Pass),
                    // The output stream of a segment. The pipeline around it reads the stream.
                    None => {}
                }
            }
            Kind::Segment(code) => {
                self.give_edge(node.inputs[0]);
                self.reader(node, Work::Segment(code));
            }
            Kind::FanIn => self.fan_in(node),
            Kind::Zip => self.zip(node),
            Kind::Reader(reader) => self.read_by(node, reader),
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
        self.note_losses(node);
        self.workers.push(Draft {
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

    fn note_losses(&mut self, node: &'a Node<'a>) {
        if let Some((_, full)) = &node.call.options.when_full
            && let Some(loss) = &full.loss
        {
            let lossy = node.lossy(&self.graph.streams).into_iter();
            self.losses.extend(lossy.map(|stream| (stream, loss)));
        }
    }

    /// Handles a `zip`: the reader of its tuples reads the streams itself.
    fn zip(&mut self, node: &'a Node<'a>) {
        for &input in &node.inputs {
            self.give_edge(input);
        }
        self.read_later(node, Source::Zip(&node.inputs));
    }

    /// Handles a verb that is done by the reader of its output. It needs edges at which it can
    /// wait.
    fn read_by(&mut self, node: &'a Node<'a>, reader: &'a Reader) {
        for &input in &node.inputs {
            self.give_edge(input);
        }
        let source = Source::Read {
            reader,
            from: &node.inputs,
            names: node.call.inputs(),
        };
        self.read_later(node, source);
    }

    /// Lets the reader of `node`'s stream read `source`.
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
            self.give_edge(input);
        }
        if let Some((_, capacity)) = &node.call.options.capacity {
            self.capacities.insert(into, capacity);
        }
        self.note_losses(node);
        self.origins.insert(into, Origin::Edge);
        let from = &node.inputs;
        self.merges.push(Merge { into, from });
    }

    /// Gives the method to the worker before it if that worker can run it, and otherwise to the
    /// reader.
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

    /// Handles a method after a throttle. If it is a consumer, the whole chain goes to one worker.
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

    /// Gives `steps` to `worker`, which makes `from`. They turn `from` into `output`.
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
            if let Some(loss) = self.losses.remove(&from) {
                self.losses.insert(stream, loss);
            }
        }
    }

    /// Returns the step for a stream without an edge: its type, or the check that its items are not
    /// futures.
    fn known(&self, stream: StreamId) -> Option<Step<'a>> {
        self.typed(stream).or_else(|| self.values(stream))
    }

    fn values(&self, stream: StreamId) -> Option<Step<'a>> {
        self.graph.streams[stream].unawaited.map(Step::Values)
    }

    /// Returns the step for the type that a `let` names for the items of `stream`.
    fn typed(&self, stream: StreamId) -> Option<Step<'a>> {
        self.graph.streams[stream].ty.as_ref().map(Step::Typed)
    }

    /// Returns the source that the reader of `stream` reads, and the steps that turn it into
    /// `stream`.
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
                // An item that waits for a throttle should not be made early, because a drain would
                // have to wait for it.
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

    /// Gives `stream` an edge, because its reader cannot run the steps that make it.
    fn give_edge(&mut self, stream: StreamId) {
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
                // The edge has this check.
                steps.pop_if(|last| matches!(last, Step::Values(_)));
                let steps = self.handed_over(stream, steps);
                self.worker(node, source, steps, Work::Pass, &[Output::Stream(stream)]);
            }
            _ => {}
        }
    }

    /// Returns the steps that make `stream`, for a worker that sends it. After a throttle no item
    /// waits in the edge, and an item counts from the moment when it is taken.
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

/// Returns the methods on the value `output`.
fn of_value<'a>(graph: &'a Graph<'a>, output: Output) -> impl Iterator<Item = Step<'a>> {
    let methods = match output {
        Output::Value(value) => &graph.values[value].methods[..],
        Output::Stream(_) => &[],
    };
    methods.iter().map(|call| Step::OfValue(call))
}

/// Adds `more` to a worker's steps. Only the first and the last check for futures are kept, because
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

/// Names the stages. The last stage of a chain gets the name of its `let`. Earlier stages add their
/// verb. Names from the option `name` are given first.
fn name_workers(workers: &mut [Draft<'_>]) {
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
