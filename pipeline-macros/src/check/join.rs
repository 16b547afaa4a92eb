//! Shared parts of the checks for verbs that wait for items of several streams.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::{concat, merge_by, zip};
use crate::ast::{Call, Kind};
use crate::graph::{Graph, Node, Path, Paths, StreamId};
use crate::names;
use crate::report::Errors;
use crate::verbs::{self, Counts, Makes, Reads};

pub fn check(graph: &Graph<'_>, errors: &mut Errors) {
    let paths = Paths::of(graph);
    let makers = makers(graph);
    for node in &graph.nodes {
        let join = Join::of(node, graph, &paths);
        match node.call.verb.reads {
            Reads::Paired => zip::check(&join, node, &makers, errors),
            Reads::Sorted => merge_by::check(&join, node, &makers, errors),
            Reads::InTurn => concat::check(&join, errors),
            _ => {}
        }
    }
}

/// A call that waits for items of several streams, and may read branches of one stream.
pub(super) struct Join<'a> {
    pub(super) graph: &'a Graph<'a>,
    pub(super) call: &'a Call,
    pub(super) inputs: &'a [Ident],
    /// The paths to each input.
    pub(super) paths: Vec<&'a [Path<'a>]>,
}

impl<'a> Join<'a> {
    pub(super) fn of(node: &'a Node<'a>, graph: &'a Graph<'a>, paths: &'a Paths<'a>) -> Self {
        Join {
            graph,
            call: node.call,
            inputs: node.call.inputs(),
            paths: node.inputs.iter().map(|&input| paths.to(input)).collect(),
        }
    }

    /// Returns the paths to an input that come from the same fork as a path to another input, but
    /// by another branch, with the positions of both inputs.
    pub(super) fn rejoined(&self) -> impl Iterator<Item = (usize, usize, &'a Path<'a>)> {
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

    /// Reports a rendezvous in the wrong order. A `tee` sends to its branches one after the other.
    /// So without a queue, the branches must be read in the same order.
    pub(super) fn check_rendezvous(&self, errors: &mut Errors) {
        for (at, other, path) in self.rejoined() {
            let is_direct =
                path.between.is_empty() && is_tee(path.fork) && is_rendezvous(path.fork);
            let mut others = self.paths[other].iter();
            let later =
                others.find(|other| other.diverges_from(path) && other.branch > path.branch);
            if is_direct && other < at && later.is_some() {
                let (joins, verb) = (self.call.text(), path.fork.call.text());
                let (first, second) = (&self.inputs[other], &self.inputs[at]);
                let (first, second) = (names::text(first), names::text(second));
                errors.at(
                    self.inputs[other].span(),
                    format!("deadlock: `{joins}` waits for `{first}`, but with `capacity = 0` the `{verb}` waits until `{second}` is read: use the order of the `{verb}`, or a larger `capacity`"),
                );
                return;
            }
        }
    }
}

/// The node that makes each stream.
pub(super) type Makers<'a> = HashMap<StreamId, &'a Node<'a>>;

pub(super) fn makers<'a>(graph: &'a Graph<'a>) -> Makers<'a> {
    let made = graph
        .nodes
        .iter()
        .flat_map(|node| node.streams().map(move |stream| (stream, node)));
    made.collect()
}

/// Returns the nodes that decide in which order a stream has its items: the node that makes it, and
/// those before that, up to one that reads several streams or may sort its items.
pub(super) fn line<'a>(
    makers: &Makers<'a>,
    stream: StreamId,
) -> impl Iterator<Item = &'a Node<'a>> {
    let before = |node: &&'a Node<'a>| match node.inputs[..] {
        [only] if !may_sort(node.call) => makers.get(&only).copied(),
        _ => None,
    };
    std::iter::successors(makers.get(&stream).copied(), before)
}

/// Reports an input without order. `line` are the nodes that decide its order, and `harm` describes
/// the consequence.
pub(super) fn check_order<'a>(
    name: &Ident,
    line: impl Iterator<Item = &'a Node<'a>>,
    harm: &str,
    errors: &mut Errors,
) {
    for node in line {
        if !(node.call.verb.keeps_order)(node.call) {
            let (text, verb) = (names::text(name), node.call.text());
            let instead = match node.call.kind {
                Kind::Transform { .. } => "let one worker do it, `>> transform(...)`".to_owned(),
                _ => format!("write `{verb}(n, ordered, ...)`"),
            };
            errors.at(
                name.span(),
                format!("`{text}` comes from a `{verb}` that keeps no order, so {harm}: {instead}"),
            );
            return;
        }
    }
}

/// Returns whether a call may put items into a new order: it is given all of them, or the macro
/// does not know what it does.
fn may_sort(call: &Call) -> bool {
    match call.kind {
        Kind::Transform { .. } | Kind::Segment(_) => true,
        Kind::Method => (call.verb.counts)(call, &[]) == Counts::Unknown,
        _ => false,
    }
}

/// Returns whether each item leaves a fork by only one of its streams.
pub(super) fn sends_one_way(fork: &Node<'_>) -> bool {
    match fork.call.makes() {
        Makes::One | Makes::Failures | Makes::Sides => true,
        Makes::Copies | Makes::Branches => false,
    }
}

pub(super) fn is_tee(fork: &Node<'_>) -> bool {
    fork.call.makes() == Makes::Copies
}

/// Returns whether the streams of a fork have `capacity = 0`.
pub(super) fn is_rendezvous(fork: &Node<'_>) -> bool {
    let capacity = &fork.call.options.capacity;
    capacity
        .as_ref()
        .and_then(|(_, amount)| amount.items())
        .is_some_and(|items| verbs::zero(items).is_some())
}
