//! Checks streams that may lose items: for some streams, this is not allowed.

use std::collections::HashSet;

use proc_macro2::{Ident, Span};

use super::{Readers, queues};
use crate::ast::{Kind, Loss};
use crate::graph::{Graph, Node, Output, StreamId};
use crate::names;
use crate::report::Errors;
use crate::verbs::Runs;

pub fn check(
    graph: &Graph<'_>,
    readers: &Readers<'_>,
    merged: &HashSet<StreamId>,
    errors: &mut Errors,
) {
    for node in &graph.nodes {
        let Some((option, loss, branches)) = option(node) else {
            continue;
        };
        check_names(node, branches, graph, errors);
        if check_queue(node, option, readers, errors) {
            check_loop(node, option, graph, readers, errors);
            check_merged(node, option, graph, merged, errors);
        }
        if node.call.verb.runs == Runs::InEdge {
            check_fillers(node, loss, graph, errors);
        }
    }
}

/// Returns the option of a node whose streams may lose items.
fn option<'n>(node: &'n Node<'_>) -> Option<(&'n Ident, &'n Loss, &'n [Ident])> {
    let (option, full) = node.call.options.when_full.as_ref()?;
    Some((option, full.loss.as_ref()?, &full.branches))
}

/// Reports names that are not those of the node's streams.
fn check_names(node: &Node<'_>, branches: &[Ident], graph: &Graph<'_>, errors: &mut Errors) {
    let made = node
        .streams()
        .filter_map(|stream| graph.streams[stream].ident.as_ref());
    let made: Vec<&Ident> = made.collect();
    for name in branches {
        let verb = node.call.text();
        let message = if node.outputs.len() < 2 {
            format!("this `{verb}` makes one stream, which needs no name here: remove it")
        } else if made.contains(&name) {
            continue;
        } else {
            let text = names::text(name);
            format!("`{text}` is not a stream that this `{verb}` makes")
        };
        errors.at(name.span(), message);
    }
}

/// Reports a stream without a queue, because methods read it in its own stage. Returns whether it
/// has a queue.
fn check_queue(
    node: &Node<'_>,
    option: &Ident,
    readers: &Readers<'_>,
    errors: &mut Errors,
) -> bool {
    let [Output::Stream(mut last)] = node.outputs[..] else {
        return true;
    };
    if !node.hosts_methods() {
        return true;
    }
    while let Some(reader) = readers.get(&last)
        && reader.call.verb.runs.is_hosted()
    {
        let [Output::Stream(next)] = reader.outputs[..] else {
            let method = reader.call.text();
            errors.at(
                option.span(),
                format!("`{method}` runs in the stage that makes these items, so none of them waits, and none is lost: remove `full`, or put a `stage` before `{method}`"),
            );
            return false;
        };
        last = next;
    }
    true
}

/// Reports a stream of a loop.
fn check_loop(
    node: &Node<'_>,
    option: &Ident,
    graph: &Graph<'_>,
    readers: &Readers<'_>,
    errors: &mut Errors,
) {
    let mut streams = node.lossy(&graph.streams);
    if node.outputs.len() == 1 {
        streams.extend(queues(readers, node));
    }
    let is_in_loop = |stream: &StreamId| graph.loops.iter().any(|of| of.contains(stream));
    if streams.iter().any(is_in_loop) {
        errors.at(option.span(), IN_LOOP);
    }
}

/// Why a stream of a loop cannot lose items.
pub const IN_LOOP: &str = "a loop ends when none of its items is in flight, so its streams cannot lose items: remove `full`, or lose them after the loop";

/// Reports a stream that shares the queue of a `fan_in`, if other streams of the node do not.
fn check_merged(
    node: &Node<'_>,
    option: &Ident,
    graph: &Graph<'_>,
    merged: &HashSet<StreamId>,
    errors: &mut Errors,
) {
    let is_merged = |stream: &StreamId| merged.contains(stream);
    // If all streams are merged, another check reports it.
    if node.bounded().all(|stream| is_merged(&stream)) {
        return;
    }
    if let Some(stream) = node.lossy(&graph.streams).into_iter().find(is_merged) {
        let name = graph.streams[stream].ident.as_ref();
        let text = name.map_or_else(
            || "this stream".to_owned(),
            |name| format!("`{}`", names::text(name)),
        );
        errors.at(
            option.span(),
            format!("{text} goes straight into a `fan_in`, whose queue it shares: give `full` there, `fan_in(a, b, capacity = ..., full = ...)`"),
        );
    }
}

/// Reports a producer that cannot fill a queue that may lose items, because it numbers the items,
/// or may do so.
fn check_fillers(fan_in: &Node<'_>, loss: &Loss, graph: &Graph<'_>, errors: &mut Errors) {
    let mut into: Vec<(StreamId, Span)> = Vec::new();
    let names = fan_in.call.inputs().iter().map(Ident::span);
    into.extend(fan_in.inputs.iter().copied().zip(names));
    while let Some((stream, place)) = into.pop() {
        let Some(maker) = graph
            .nodes
            .iter()
            .find(|node| node.streams().any(|made| made == stream))
        else {
            continue;
        };
        if maker.call.verb.runs == Runs::InEdge {
            into.extend(maker.inputs.iter().map(|&input| (input, place)));
        }
        let what = match maker.call.kind {
            Kind::Segment(_) => "a segment may end in an ordered fan-out, whose outputs",
            _ if maker.call.options.ordered.is_some() => "the outputs of an ordered fan-out",
            _ => continue,
        };
        let word = loss.word();
        errors.at(
            place,
            format!("{what} have numbers, so none of them can be lost: put a stage before the `fan_in`, `>> stage(|item| item)`, or let a stage after it lose them, `>> stage(capacity = ..., full = {word}, |item| item)`"),
        );
    }
}
