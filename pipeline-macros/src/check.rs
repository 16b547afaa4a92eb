//! What is wrong with a graph whose names are right. One rule, one function.

mod loops;

use std::collections::HashMap;

use proc_macro2::Ident;

use crate::ast::{Kind, OnError};
use crate::body::Body;
use crate::graph::{Graph, Node, StreamId};
use crate::names;
use crate::report::Errors;
use crate::verbs::method;

pub fn check(graph: &Graph<'_>, errors: &mut Errors) {
    check_merged_capacity(graph, errors);
    loops::check(graph, errors);
    let ways = Ways::of(graph);
    for node in &graph.nodes {
        if let Kind::Stage(body) | Kind::FanOut { body, .. } = &node.call.kind {
            check_policy_can_act(node, body, errors);
            check_policy_agrees(node, body, errors);
        }
        if let Kind::Zip { inputs } = &node.call.kind {
            let ways: Vec<Way<'_>> = node.inputs.iter().map(|&input| ways.to(input)).collect();
            for (name, way) in inputs.iter().zip(&ways) {
                check_zip_order(name, way, errors);
            }
            check_zip_rejoins(inputs, &ways, errors);
        }
    }
}

/// A stream that is merged has no queue of its own that a capacity could bound.
fn check_merged_capacity(graph: &Graph<'_>, errors: &mut Errors) {
    let merged: Vec<_> = graph
        .nodes
        .iter()
        .filter(|node| matches!(node.call.kind, Kind::FanIn { .. }))
        .flat_map(|node| &node.inputs)
        .collect();
    for node in &graph.nodes {
        let mut streams = node.outputs.iter().filter_map(|output| output.stream());
        let shares = streams.any(|stream| merged.contains(&&stream));
        if let (Some((option, _)), true) = (&node.call.options.capacity, shares) {
            errors.at(
                option.span(),
                "this stream goes straight into a `fan_in`, whose queue it shares: give the capacity there, `fan_in(a, b, capacity = ...)`",
            );
        }
    }
}

/// What to do about failures is said of bodies that can fail.
fn check_policy_can_act(node: &Node<'_>, body: &Body, errors: &mut Errors) {
    if body.manner().fallible {
        return;
    }
    if let Some(option) = node.call.options.policy() {
        let name = names::text(option);
        errors.at(
            option.span(),
            format!("`{name}` has nothing to act on: only a body that uses `?` can fail"),
        );
    } else if node.outputs.len() > 1 {
        errors.at(
            node.call.verb.span(),
            "nothing can fail here, so there is no second stream: use `?` in the body, or copy the stream with `tee()`",
        );
    }
}

/// A failure can go one way only.
fn check_policy_agrees(node: &Node<'_>, body: &Body, errors: &mut Errors) {
    let options = &node.call.options;
    let Some((name, policy)) = &options.on_error else {
        return;
    };
    let message = match policy {
        OnError::Stop | OnError::Skip if node.outputs.len() > 1 => {
            "failures are a stream of their own here: remove `on_error`, or let it `retry`"
        }
        OnError::Stop if options.stop_after.is_some() => {
            "`stop` ends the run at the first failure, `stop_after` at a later one: remove one of them"
        }
        OnError::Retry { .. } if body.manner().yields => {
            "a body that yields cannot be tried again, for what it yielded is gone: give a `Vec` and flatten it behind, as in `>> stage(...) >> flatten()`"
        }
        _ => return,
    };
    errors.at(name.span(), message);
}

/// The nodes that a stream came through, each with the branch it left by: the nearest first, as
/// far as there is one way only.
type Way<'a> = Vec<(&'a Node<'a>, usize)>;

struct Ways<'a> {
    makers: HashMap<StreamId, (&'a Node<'a>, usize)>,
}

impl<'a> Ways<'a> {
    fn of(graph: &'a Graph<'a>) -> Self {
        let makers = graph.nodes.iter().flat_map(|node| {
            let streams = node
                .outputs
                .iter()
                .map(|output| output.stream())
                .enumerate();
            streams.filter_map(move |(branch, stream)| Some((stream?, (node, branch))))
        });
        Ways {
            makers: makers.collect(),
        }
    }

    fn to(&self, stream: StreamId) -> Way<'a> {
        let mut way = Vec::new();
        let mut next = Some(stream);
        while let Some(&(node, branch)) = next.and_then(|stream| self.makers.get(&stream)) {
            way.push((node, branch));
            next = match node.inputs[..] {
                [only] => Some(only),
                _ => None,
            };
        }
        way
    }
}

/// The i-th item of a stream without order is any item.
fn check_zip_order(name: &Ident, way: &Way<'_>, errors: &mut Errors) {
    let unordered = |node: &Node<'_>| {
        matches!(node.call.kind, Kind::FanOut { .. }) && node.call.options.ordered.is_none()
    };
    if way.iter().any(|(node, _)| unordered(node)) {
        let text = names::text(name);
        errors.at(
            name.span(),
            format!("`{text}` comes out of a `fan_out`, which keeps no order, so `zip` would pair it with anything: write `fan_out(n, ordered, ...)`"),
        );
    }
}

/// Branches of one node have item for item in common only while nothing between drops or adds one.
fn check_zip_rejoins(inputs: &[Ident], ways: &[Way<'_>], errors: &mut Errors) {
    for (at, way) in ways.iter().enumerate() {
        let Some(fork) = ways
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .find_map(|(_, other)| fork(way, other))
        else {
            continue;
        };
        if let Kind::Split(_) = way[fork].0.call.kind {
            let text = names::text(&inputs[at]);
            errors.at(
                inputs[at].span(),
                format!("`{text}` is one side of a `split`, so what `zip` pairs it with is another item: zip first and split the pairs"),
            );
            return;
        }
        for (node, _) in &way[..fork] {
            if changes_number(node) {
                let verb = names::text(&node.call.verb);
                let branch = names::text(&inputs[at]);
                errors.at(
                    node.call.verb.span(),
                    format!("this `{verb}` may drop or add items of `{branch}`, so `zip` would pair it with the wrong ones and could wait for ever: let it give one item for each (an `Option`, say), or filter behind the `zip`"),
                );
            }
        }
    }
}

/// Where on `way` the node stands that both ways left by different branches.
fn fork(way: &Way<'_>, other: &Way<'_>) -> Option<usize> {
    way.iter().position(|(node, branch)| {
        let same = |(node_b, branch_b): &(&Node<'_>, usize)| {
            std::ptr::eq(*node, *node_b) && branch != branch_b
        };
        node.call.kind.branches() && other.iter().any(same)
    })
}

/// Whether a node may give more or fewer items than it takes.
fn changes_number(node: &Node<'_>) -> bool {
    let skips = || node.call.options.policy().is_some() || node.outputs.len() > 1;
    match &node.call.kind {
        Kind::Stage(body) | Kind::FanOut { body, .. } => body.manner().yields || skips(),
        Kind::Method { .. } => method::changes_number(&names::text(&node.call.verb)),
        Kind::Batch { .. } | Kind::BatchWithin { .. } => true,
        _ => false,
    }
}
