//! Checks loops: a loop has to detect its own end, and must not wait forever.

use std::collections::{HashMap, HashSet};

use super::{Readers, queues};
use crate::graph::{Graph, Node, StreamId};
use crate::names;
use crate::report::Errors;

pub fn check(graph: &Graph<'_>, readers: &Readers<'_>, errors: &mut Errors) {
    let loops = loops(graph);
    for node in &graph.nodes {
        let closes = node.back.is_some_and(|back| loops.contains_key(&back));
        if let (Some(back), false) = (node.call.back(), closes) {
            let text = names::text(back);
            errors.at(
                back.span(),
                format!("`{text}` is not made from this feedback's items, so there is no loop: move its `let` up and write `fan_in(..., {text})`"),
            );
        }
        let output = node.streams().next();
        if let Some(streams) = output.and_then(|output| loops.get(&output)) {
            check_entries(node, streams, errors);
            check_holds(node, streams, errors);
        }
    }
    let backs: HashSet<StreamId> = graph.nodes.iter().filter_map(|node| node.back).collect();
    for node in &graph.nodes {
        check_capacity(node, &backs, readers, errors);
    }
}

/// Maps each stream in a loop to all streams of that loop.
fn loops<'g>(graph: &'g Graph<'_>) -> HashMap<StreamId, &'g HashSet<StreamId>> {
    let loops = graph.loops.iter();
    let streams = loops.flat_map(|of_loop| of_loop.iter().map(move |&stream| (stream, of_loop)));
    streams.collect()
}

/// Reports items that enter a loop without passing its `feedback`, which then could not tell when
/// the loop ends.
fn check_entries(node: &Node<'_>, streams: &HashSet<StreamId>, errors: &mut Errors) {
    if !node.call.verb.reads.merges() {
        return;
    }
    for (name, input) in node.call.inputs().iter().zip(&node.inputs) {
        if !streams.contains(input) {
            let text = names::text(name);
            errors.at(
                name.span(),
                format!("`{text}` does not enter the loop through its `feedback`, which then cannot tell when the loop ends: write `fan_in(..., {text}) >> feedback(...)`"),
            );
        }
    }
}

/// Reports calls that keep items back until more arrive. In a loop, they would keep the last items
/// forever.
fn check_holds(node: &Node<'_>, streams: &HashSet<StreamId>, errors: &mut Errors) {
    if !node.inputs.iter().any(|input| streams.contains(input)) {
        return;
    }
    if let Some(message) = (node.call.verb.stalls_loop)(node.call) {
        errors.at(node.call.word.span(), message);
    }
}

/// Reports a capacity for the stream that closes a loop. It has the bound of the feedback.
fn check_capacity(
    node: &Node<'_>,
    backs: &HashSet<StreamId>,
    readers: &Readers<'_>,
    errors: &mut Errors,
) {
    let Some((option, _)) = &node.call.options.capacity else {
        return;
    };
    let [output] = queues(readers, node)[..] else {
        return;
    };
    if backs.contains(&output) {
        errors.at(
            option.span(),
            "this stream closes a loop: how many items may wait in it is the `bound` of its `feedback`",
        );
    }
}
