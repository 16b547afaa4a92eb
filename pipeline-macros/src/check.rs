//! Checks a graph whose names are correct. Each rule is one function.

mod concat;
mod join;
mod loops;
mod lossy;
mod merge_by;
mod places;
mod segment;
mod zip;

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;

use crate::ast::{Engine, OnError};
use crate::body::Body;
use crate::graph::{Graph, Node, Output, StreamId};
use crate::names;
use crate::report::Errors;
use crate::verbs::{self, Reported, Runs, method};

pub use lossy::IN_LOOP as LOSSY_IN_LOOP;

pub fn check(graph: &Graph<'_>, engine: Engine, errors: &mut Errors) {
    let readers = readers(graph);
    let merged = merged(graph);
    check_merged_capacity(graph, &readers, &merged, errors);
    lossy::check(graph, &readers, &merged, errors);
    segment::check(graph, &readers, errors);
    loops::check(graph, &readers, errors);
    places::check(graph, errors);
    join::check(graph, errors);
    if engine == Engine::Threads {
        check_cycles(graph, errors);
    }
    for node in &graph.nodes {
        if let Some(body) = node.call.failing_body() {
            if let Err(Reported) = check_policy_can_act(node, body, engine, errors) {
                continue;
            }
            check_policy_agrees(node, body, errors);
        }
    }
}

/// The reader of each stream.
type Readers<'a> = HashMap<StreamId, &'a Node<'a>>;

fn readers<'a>(graph: &'a Graph<'a>) -> Readers<'a> {
    let read = graph.nodes.iter();
    let read = read.flat_map(|node| node.inputs.iter().map(move |&stream| (stream, node)));
    read.collect()
}

/// Returns the streams that go straight into a `fan_in`.
fn merged(graph: &Graph<'_>) -> HashSet<StreamId> {
    let nodes = graph.nodes.iter();
    let merging = nodes.filter(|node| node.call.verb.runs == Runs::InEdge);
    merging
        .flat_map(|node| node.inputs.iter().copied())
        .collect()
}

/// Reports a capacity for a stream that is merged, and so has no queue of its own.
fn check_merged_capacity(
    graph: &Graph<'_>,
    readers: &Readers<'_>,
    merged: &HashSet<StreamId>,
    errors: &mut Errors,
) {
    for node in &graph.nodes {
        let Some((option, _)) = &node.call.options.capacity else {
            continue;
        };
        let mut streams = queues(readers, node).into_iter();
        // If only some of the streams are merged, the capacity is for the others.
        if streams.len() > 0 && streams.all(|stream| merged.contains(&stream)) {
            errors.at(
                option.span(),
                "this stream goes straight into a `fan_in`, whose queue it shares: give the capacity there, `fan_in(a, b, capacity = ...)`",
            );
        }
    }
}

/// Reports `cycle`, which clones its iterator, because a stream cannot be cloned. After a method of
/// another trait, the items may come from an iterator that can be.
fn check_cycles(graph: &Graph<'_>, errors: &mut Errors) {
    // Streams after an unknown method, which may have returned such an iterator.
    let mut foreign: HashSet<StreamId> = HashSet::new();
    for node in &graph.nodes {
        let verb = node.call.text();
        let is_hosted = node.call.verb.runs.is_hosted();
        let is_foreign = is_hosted && node.inputs.iter().any(|input| foreign.contains(input));
        if verb == "cycle" && !is_foreign {
            errors.at(
                node.call.word.span(),
                "a stream's items come only once: write `generator(items.iter().cycle())`",
            );
        }
        let is_unknown = node.call.is_method() && !method::is_known(&verb);
        if is_foreign || is_unknown {
            foreign.extend(node.streams());
        }
    }
}

/// Returns the streams whose queues are bounded by a node's capacity: those that the node makes, or
/// those that methods in its worker turn them into.
fn queues(readers: &Readers<'_>, node: &Node<'_>) -> Vec<StreamId> {
    let mut streams: Vec<StreamId> = node.bounded().collect();
    if let [last] = &mut streams[..]
        && node.hosts_methods()
    {
        while let Some(reader) = readers.get(last).filter(|node| passes_capacity_on(node))
            && let Some(Output::Stream(next)) = reader.outputs.first()
        {
            *last = *next;
        }
    }
    streams
}

/// Returns whether the capacity of a node's input also applies to its output. For a throttle it
/// does not.
fn passes_capacity_on(node: &Node<'_>) -> bool {
    node.call.verb.runs == Runs::InNeighbour
}

/// Reports a policy for failures of a body that cannot fail.
fn check_policy_can_act(
    node: &Node<'_>,
    body: &Body,
    engine: Engine,
    errors: &mut Errors,
) -> Result<(), Reported> {
    if node.call.may_fail() {
        return Ok(());
    }
    let waits = engine == Engine::Futures && node.call.options.blocking.is_none();
    let asks = node.call.options.policy().is_some() || node.outputs.len() > 1;
    if asks && body.is_path() {
        errors.at(body.span, path_that_tries(body, waits));
        return Err(Reported);
    }
    if let Some(option) = node.call.options.policy() {
        let name = names::text(option);
        errors.at(
            option.span(),
            format!("`{name}` has nothing to act on: only a body that uses `?` can fail"),
        );
        return Err(Reported);
    }
    if node.outputs.len() > 1 {
        errors.at(
            node.call.word.span(),
            "nothing can fail here, so there is no second stream: use `?` in the body, or copy the stream with `tee()`",
        );
        return Err(Reported);
    }
    Ok(())
}

/// Returns the message for a policy on a body that is the path of a function.
fn path_that_tries(body: &Body, waits: bool) -> String {
    let path: TokenStream = body.tokens.iter().cloned().collect();
    let path = path.to_string().replace(' ', "");
    let closure = if waits {
        format!("async |item| {path}(item).await?")
    } else {
        format!("|item| {path}(item)?")
    };
    format!("`{path}` cannot fail here: write `{closure}`")
}

/// Reports options that contradict each other, because a failure can have only one outcome.
fn check_policy_agrees(node: &Node<'_>, body: &Body, errors: &mut Errors) {
    let options = &node.call.options;
    if let Some(keep) = &options.keep
        && node.outputs.len() < 2
    {
        errors.at(
            keep.span(),
            "there is no stream of failures to `keep` items for: write `let (ok, failed) = ...`",
        );
    }
    if let Some((_, most)) = &options.stop_after
        && let Some(zero) = verbs::zero(most)
    {
        let message = "`stop_after` counts failures, and no failure is the 0th: give at least 1";
        errors.at(zero, message);
    }
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
            "a body that yields cannot be retried, because its items are already sent: return a `Vec` and flatten it, as in `>> stage(...) >> flatten()`"
        }
        _ => return,
    };
    errors.at(name.span(), message);
}
