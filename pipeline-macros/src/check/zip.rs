//! What `zip` would pair wrongly, or wait for for ever.

use std::collections::HashMap;

use proc_macro2::Ident;

use crate::ast::Call;
use crate::graph::{Graph, Node, StreamId, Way, Ways};
use crate::names;
use crate::report::Errors;
use crate::verbs::{self, Counts, Makes, Reads};

pub fn check(graph: &Graph<'_>, errors: &mut Errors) {
    let ways = Ways::of(graph);
    let makers = makers(graph);
    for node in &graph.nodes {
        if node.call.verb.reads == Reads::Paired {
            let inputs = node.call.inputs();
            for (name, &input) in inputs.iter().zip(&node.inputs) {
                check_order(&makers, name, input, errors);
            }
            let ways: Vec<&[Way<'_>]> = node.inputs.iter().map(|&input| ways.to(input)).collect();
            let zip = Zip {
                graph,
                call: node.call,
                inputs,
                ways,
            };
            let before = errors.count();
            zip.check_split(errors);
            zip.check_numbers(errors);
            zip.check_rendezvous(errors);
            if errors.count() == before && node.call.options.allow.is_none() {
                zip.warn_of_deadlock(errors);
                zip.warn_of_loop(&node.inputs, errors);
            }
        }
    }
}

/// Each stream's node.
type Makers<'a> = HashMap<StreamId, &'a Node<'a>>;

fn makers<'a>(graph: &'a Graph<'a>) -> Makers<'a> {
    let made = graph
        .nodes
        .iter()
        .flat_map(|node| node.streams().map(move |stream| (stream, node)));
    made.collect()
}

/// The i-th item of a stream without order is any item.
fn check_order(makers: &Makers<'_>, name: &Ident, stream: StreamId, errors: &mut Errors) {
    let mut next = Some(stream);
    while let Some(node) = next.and_then(|stream| makers.get(&stream)) {
        if !(node.call.verb.keeps_order)(node.call) {
            let (text, verb) = (names::text(name), node.call.text());
            errors.at(
                name.span(),
                format!("`{text}` comes from a `{verb}` that keeps no order, so `zip` would pair the wrong items: write `{verb}(n, ordered, ...)`"),
            );
            return;
        }
        next = match node.inputs[..] {
            [only] => Some(only),
            _ => None,
        };
    }
}

/// A `zip` that may read branches of one stream.
struct Zip<'a> {
    graph: &'a Graph<'a>,
    call: &'a Call,
    inputs: &'a [Ident],
    /// The ways to each input.
    ways: Vec<&'a [Way<'a>]>,
}

impl<'a> Zip<'a> {
    /// Each way to an input that parts from a way to another, with both inputs' places.
    fn rejoined(&self) -> impl Iterator<Item = (usize, usize, &'a Way<'a>)> {
        let pairs = (0..self.ways.len()).flat_map(|at| {
            let others = (0..self.ways.len()).filter(move |other| *other != at);
            others.map(move |other| (at, other))
        });
        pairs.flat_map(|(at, other)| {
            let (ways, others) = (self.ways[at], self.ways[other]);
            let parts = |way: &&Way<'_>| others.iter().any(|other| way.parts_from(other));
            ways.iter().filter(parts).map(move |way| (at, other, way))
        })
    }

    /// An item goes one way only: there is nothing to pair it with.
    fn check_split(&self, errors: &mut Errors) {
        let mut rejoined = self.rejoined();
        let Some((at, _, way)) = rejoined.find(|(_, _, way)| sends_one_way(way.fork)) else {
            return;
        };
        let text = names::text(&self.inputs[at]);
        let verb = way.fork.call.text();
        let side = if way.fork.call.verb.makes == Makes::Failures {
            format!("the successes, or only the failures, of a `{verb}`")
        } else {
            format!("one side of a `{verb}`")
        };
        errors.at(
            self.inputs[at].span(),
            format!("`{text}` has only {side}, so `zip` would pair the wrong items: zip first, then `{verb}` the pairs"),
        );
    }

    /// Branches have item for item in common only while nothing between drops or adds one.
    fn check_numbers(&self, errors: &mut Errors) {
        let mut seen: Vec<*const Node<'_>> = Vec::new();
        for (at, _, way) in self.rejoined() {
            if sends_one_way(way.fork) {
                continue;
            }
            for &node in &way.between {
                // A split whose sides were merged again has lost the order: that is for the warning.
                let is_whole = node.call.verb.makes == Makes::Sides && way.is_merged();
                let changes = node.counts(self.graph) == Counts::Changes;
                if changes && !is_whole && !seen.contains(&std::ptr::from_ref(node)) {
                    seen.push(node);
                    let verb = node.call.text();
                    let branch = names::text(&self.inputs[at]);
                    errors.at(
                        node.call.word.span(),
                        format!("this `{verb}` may drop or add items of `{branch}`, so `zip` would pair the wrong items or wait for ever: give one item for each (such as an `Option`), or filter after the `zip`"),
                    );
                }
            }
        }
    }

    /// A fork hands over to its branches one after the other: without a queue between, `zip` must
    /// not wait for a later one first.
    fn check_rendezvous(&self, errors: &mut Errors) {
        for (at, other, way) in self.rejoined() {
            let is_direct = way.between.is_empty() && is_tee(way.fork) && is_rendezvous(way.fork);
            let mut others = self.ways[other].iter();
            let later = others.find(|other| other.parts_from(way) && other.branch > way.branch);
            if is_direct && other < at && later.is_some() {
                let verb = way.fork.call.text();
                let (first, second) = (&self.inputs[other], &self.inputs[at]);
                let (first, second) = (names::text(first), names::text(second));
                errors.at(
                    self.inputs[other].span(),
                    format!("deadlock: `zip` waits for `{first}`, but with `capacity = 0` the `{verb}` waits until `{second}` is read: use the order of the `{verb}`, or a larger `capacity`"),
                );
                return;
            }
        }
    }

    /// Whether the code of a node decides how many items it gives.
    fn is_unknown(&self, node: &Node<'_>) -> bool {
        node.counts(self.graph) == Counts::Unknown
    }

    /// Two streams that go round in one loop: the loop ends when nothing is in flight, and that is
    /// not before this has read as many of the one as of the other.
    fn warn_of_loop(&self, inputs: &[StreamId], errors: &mut Errors) {
        for (at, this) in inputs.iter().enumerate() {
            for (other, that) in inputs.iter().enumerate().skip(at + 1) {
                let mut loops = self.graph.loops.iter();
                let together = loops.any(|of| of.contains(this) && of.contains(that));
                let mut ways = self.ways[at].iter();
                let parted =
                    ways.any(|way| self.ways[other].iter().any(|that| way.parts_from(that)));
                if together && !parted {
                    let (this, that) = (
                        names::text(&self.inputs[at]),
                        names::text(&self.inputs[other]),
                    );
                    errors.warn(
                        self.call.word.span(),
                        format!("`{this}` and `{that}` are in one loop: if one has an item more than the other, `zip` keeps that item and the loop never ends. If this cannot happen, write `zip(..., allow = deadlock)`"),
                    );
                    return;
                }
            }
        }
    }

    /// What would deadlock only for some items.
    fn warn_of_deadlock(&self, errors: &mut Errors) {
        for (at, other, way) in self.rejoined() {
            let (this, that) = (
                names::text(&self.inputs[at]),
                names::text(&self.inputs[other]),
            );
            let verb = way.fork.call.text();
            let between = &mut way.between.iter();
            let unknown = between.find(|node| self.is_unknown(node));
            let reason = if let Some(node) = unknown {
                let method = node.call.text();
                format!("`{method}` may drop or add items of `{this}`")
            } else if way.is_merged() {
                format!(
                    "`{this}` was merged from several streams, and may have other items than `{that}`, or another order"
                )
            } else if self.is_unknown(way.fork) {
                format!(
                    "the body of the `{verb}` may call `{this}` more or less often than `{that}`"
                )
            } else if way.between.is_empty() && is_rendezvous(way.fork) && !is_tee(way.fork) {
                "with `capacity = 0` its body may call them in another order than `zip` reads them"
                    .to_owned()
            } else {
                continue;
            };
            errors.warn(
                self.call.word.span(),
                format!("`{this}` and `{that}` come from one `{verb}`, and {reason}, so `zip` could pair the wrong items, and wait for ever once one stream is full. If this cannot happen, write `zip(..., allow = deadlock)`"),
            );
            return;
        }
    }
}

/// Whether an item leaves a fork by one of its streams only.
fn sends_one_way(fork: &Node<'_>) -> bool {
    match fork.call.verb.makes {
        Makes::One | Makes::Failures | Makes::Sides => true,
        Makes::Copies | Makes::Branches => false,
    }
}

fn is_tee(fork: &Node<'_>) -> bool {
    fork.call.verb.makes == Makes::Copies
}

/// Whether the streams that a fork makes are literally a rendezvous.
fn is_rendezvous(fork: &Node<'_>) -> bool {
    let capacity = &fork.call.options.capacity;
    capacity
        .as_ref()
        .and_then(|(_, amount)| amount.items())
        .is_some_and(|items| verbs::zero(items).is_some())
}
