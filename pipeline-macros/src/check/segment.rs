//! Checks the output stream of a segment.

use std::collections::HashSet;

use super::{Readers, queues};
use crate::graph::{Graph, Node, Outcome, StreamId};
use crate::report::Errors;
use crate::verbs::Runs;

pub fn check(graph: &Graph<'_>, readers: &Readers<'_>, errors: &mut Errors) {
    let Outcome::Segment(output) = graph.outcome else {
        return;
    };
    let given = merged_into(graph, output);
    for node in &graph.nodes {
        check_capacity(node, &given, readers, errors);
    }
}

/// Returns the stream `output`, and the streams that are merged into it.
fn merged_into(graph: &Graph<'_>, output: StreamId) -> HashSet<StreamId> {
    let mut into = HashSet::from([output]);
    for node in graph.nodes.iter().rev() {
        if node.call.verb.runs == Runs::InEdge
            && node.streams().any(|stream| into.contains(&stream))
        {
            into.extend(&node.inputs);
        }
    }
    into
}

/// Reports a capacity for the output stream of a segment, because the pipeline around it makes that
/// stream.
fn check_capacity(
    node: &Node<'_>,
    given: &HashSet<StreamId>,
    readers: &Readers<'_>,
    errors: &mut Errors,
) {
    let Some((option, _)) = &node.call.options.capacity else {
        return;
    };
    let mut streams = queues(readers, node).into_iter();
    if streams.len() > 0 && streams.all(|stream| given.contains(&stream)) {
        errors.at(
            option.span(),
            "the stream that a segment gives is made where the segment is used: give the capacity there, `segment(capacity = ..., ...)`",
        );
    }
}
