//! Checks `zip`: it must not pair the wrong items, nor wait for ever.

use std::collections::HashMap;

use proc_macro2::Ident;

use crate::ast::Call;
use crate::graph::{Graph, Node, Path, Paths, StreamId};
use crate::names;
use crate::report::Errors;
use crate::verbs::{self, Counts, Makes, Reads};

pub fn check(graph: &Graph<'_>, errors: &mut Errors) {
    let paths = Paths::of(graph);
    let makers = makers(graph);
    for node in &graph.nodes {
        if node.call.verb.reads == Reads::Paired {
            let inputs = node.call.inputs();
            for (name, &input) in inputs.iter().zip(&node.inputs) {
                check_order(&makers, name, input, errors);
            }
            let paths: Vec<&[Path<'_>]> =
                node.inputs.iter().map(|&input| paths.to(input)).collect();
            let zip = Zip {
                graph,
                call: node.call,
                inputs,
                paths,
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

/// The node that makes each stream.
type Makers<'a> = HashMap<StreamId, &'a Node<'a>>;

fn makers<'a>(graph: &'a Graph<'a>) -> Makers<'a> {
    let made = graph
        .nodes
        .iter()
        .flat_map(|node| node.streams().map(move |stream| (stream, node)));
    made.collect()
}

/// Reports an input without order, whose i-th item could be any item.
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
    /// The paths to each input.
    paths: Vec<&'a [Path<'a>]>,
}

impl<'a> Zip<'a> {
    /// The paths to an input that come from the same fork as a path to another input, by another branch, with
    /// the positions of both inputs.
    fn rejoined(&self) -> impl Iterator<Item = (usize, usize, &'a Path<'a>)> {
        let pairs = (0..self.paths.len()).flat_map(|at| {
            let others = (0..self.paths.len()).filter(move |other| *other != at);
            others.map(move |other| (at, other))
        });
        pairs.flat_map(|(at, other)| {
            let (paths, others) = (self.paths[at], self.paths[other]);
            let parts = |path: &&Path<'_>| others.iter().any(|other| path.diverges_from(other));
            paths
                .iter()
                .filter(parts)
                .map(move |path| (at, other, path))
        })
    }

    /// Reports two inputs from a fork that sends each item one way only.
    fn check_split(&self, errors: &mut Errors) {
        let mut rejoined = self.rejoined();
        let Some((at, _, path)) = rejoined.find(|(_, _, path)| sends_one_way(path.fork)) else {
            return;
        };
        let text = names::text(&self.inputs[at]);
        let verb = path.fork.call.text();
        let side = if path.fork.call.verb.makes == Makes::Failures {
            format!("the successes, or only the failures, of a `{verb}`")
        } else {
            format!("one side of a `{verb}`")
        };
        errors.at(
            self.inputs[at].span(),
            format!("`{text}` has only {side}, so `zip` would pair the wrong items: zip first, then `{verb}` the pairs"),
        );
    }

    /// Reports nodes between a fork and the `zip` that may drop or add items.
    fn check_numbers(&self, errors: &mut Errors) {
        let mut seen: Vec<*const Node<'_>> = Vec::new();
        for (at, _, path) in self.rejoined() {
            if sends_one_way(path.fork) {
                continue;
            }
            for &node in &path.between {
                // A split whose sides were merged again drops nothing, but may change the order: there is a
                // warning for that.
                let is_whole = node.call.verb.makes == Makes::Sides && path.is_merged();
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

    /// Reports a rendezvous in the wrong order. A `tee` sends to its branches one after the other, so without
    /// a queue, `zip` must read them in the same order.
    fn check_rendezvous(&self, errors: &mut Errors) {
        for (at, other, path) in self.rejoined() {
            let is_direct =
                path.between.is_empty() && is_tee(path.fork) && is_rendezvous(path.fork);
            let mut others = self.paths[other].iter();
            let later =
                others.find(|other| other.diverges_from(path) && other.branch > path.branch);
            if is_direct && other < at && later.is_some() {
                let verb = path.fork.call.text();
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

    /// Whether the macro cannot know how many items a node gives.
    fn is_unknown(&self, node: &Node<'_>) -> bool {
        node.counts(self.graph) == Counts::Unknown
    }

    /// Warns of two inputs in one loop. The loop ends when nothing is in flight, so the `zip` must have read
    /// the same number of items from both.
    fn warn_of_loop(&self, inputs: &[StreamId], errors: &mut Errors) {
        for (at, this) in inputs.iter().enumerate() {
            for (other, that) in inputs.iter().enumerate().skip(at + 1) {
                let mut loops = self.graph.loops.iter();
                let together = loops.any(|of| of.contains(this) && of.contains(that));
                let mut paths = self.paths[at].iter();
                let parted = paths.any(|path| {
                    self.paths[other]
                        .iter()
                        .any(|that| path.diverges_from(that))
                });
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

    /// Warns of what deadlocks only with certain items.
    fn warn_of_deadlock(&self, errors: &mut Errors) {
        for (at, other, path) in self.rejoined() {
            let (this, that) = (
                names::text(&self.inputs[at]),
                names::text(&self.inputs[other]),
            );
            let verb = path.fork.call.text();
            let between = &mut path.between.iter();
            let unknown = between.find(|node| self.is_unknown(node));
            let reason = if let Some(node) = unknown {
                let method = node.call.text();
                format!("`{method}` may drop or add items of `{this}`")
            } else if path.is_merged() {
                format!(
                    "`{this}` was merged from several streams, and may have other items than `{that}`, or another order"
                )
            } else if self.is_unknown(path.fork) {
                format!(
                    "the body of the `{verb}` may call `{this}` more or less often than `{that}`"
                )
            } else if path.between.is_empty() && is_rendezvous(path.fork) && !is_tee(path.fork) {
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

/// Whether each item leaves a fork by only one of its streams.
fn sends_one_way(fork: &Node<'_>) -> bool {
    match fork.call.verb.makes {
        Makes::One | Makes::Failures | Makes::Sides => true,
        Makes::Copies | Makes::Branches => false,
    }
}

fn is_tee(fork: &Node<'_>) -> bool {
    fork.call.verb.makes == Makes::Copies
}

/// Whether the streams of a fork have `capacity = 0`.
fn is_rendezvous(fork: &Node<'_>) -> bool {
    let capacity = &fork.call.options.capacity;
    capacity
        .as_ref()
        .and_then(|(_, amount)| amount.items())
        .is_some_and(|items| verbs::zero(items).is_some())
}
