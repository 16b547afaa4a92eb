//! What is wrong with a loop: it could not find its end, or would wait for ever.

use std::collections::HashSet;

use super::queues;
use crate::ast::Kind;
use crate::graph::{Graph, Node, StreamId};
use crate::names;
use crate::report::Errors;
use crate::verbs::method;

pub fn check(graph: &Graph<'_>, errors: &mut Errors) {
    for node in &graph.nodes {
        let closes = node.back.is_some_and(|back| in_loop(graph, back).is_some());
        if let (Kind::Feedback { back }, false) = (&node.call.kind, closes) {
            let text = names::text(back);
            errors.at(
                back.span(),
                format!("`{text}` is not made of what this feedback gives, so nothing loops: move its `let` up and merge it in, `fan_in(..., {text})`"),
            );
        }
        let output = node.outputs.iter().find_map(|output| output.stream());
        if let Some(streams) = output.and_then(|output| in_loop(graph, output)) {
            check_entries(node, streams, errors);
            check_holds(node, streams, errors);
        }
    }
    for node in &graph.nodes {
        check_capacity(graph, node, errors);
    }
}

fn in_loop<'g>(graph: &'g Graph<'_>, stream: StreamId) -> Option<&'g HashSet<StreamId>> {
    graph.loops.iter().find(|streams| streams.contains(&stream))
}

/// A loop is done when its feedback has no more seeds: it must hear of all.
fn check_entries(node: &Node<'_>, streams: &HashSet<StreamId>, errors: &mut Errors) {
    let Kind::FanIn { inputs } = &node.call.kind else {
        return;
    };
    for (name, input) in inputs.iter().zip(&node.inputs) {
        if !streams.contains(input) {
            let text = names::text(name);
            errors.at(
                name.span(),
                format!("`{text}` comes into a loop beside its `feedback`, which then cannot tell when the loop is done: merge it before, `fan_in(..., {text}) >> feedback(...)`"),
            );
        }
    }
}

/// What holds items back until more come waits for ever once it has the last ones.
fn check_holds(node: &Node<'_>, streams: &HashSet<StreamId>, errors: &mut Errors) {
    if !node.inputs.iter().any(|input| streams.contains(input)) {
        return;
    }
    let verb = names::text(&node.call.verb);
    let message = match &node.call.kind {
        Kind::Batch { .. } => {
            "in a loop the last items would wait for ever for their batch to be full: use `batch_within(size, time)`".to_owned()
        }
        Kind::Method { .. } if method::may_hold(&verb) => {
            format!("in a loop no method may keep items back or add its own, as `{verb}` may, or the loop would not find its end: write a `stage` that yields, or move it out of the loop")
        }
        _ => return,
    };
    errors.at(node.call.verb.span(), message);
}

/// The stream that closes a loop has its bound from the feedback.
fn check_capacity(graph: &Graph<'_>, node: &Node<'_>, errors: &mut Errors) {
    let [output] = queues(graph, node)[..] else {
        return;
    };
    let closes = graph.nodes.iter().any(|node| node.back == Some(output));
    if let (Some((option, _)), true) = (&node.call.options.capacity, closes) {
        errors.at(
            option.span(),
            "this stream closes a loop: how many items may wait in it is the `bound` of its `feedback`",
        );
    }
}
