//! What is wrong with a graph whose names are right. One rule, one function.

use crate::ast::Kind;
use crate::graph::{Graph, Output};
use crate::report::Errors;

pub fn check(graph: &Graph<'_>, errors: &mut Errors) {
    check_merged_capacity(graph, errors);
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
        let Output::Stream(output) = &node.output else {
            continue;
        };
        if let (Some((option, _)), true) = (&node.call.options.capacity, merged.contains(&output)) {
            errors.at(
                option.span(),
                "this stream goes straight into a `fan_in`, whose queue it shares: give the capacity there, `fan_in(a, b, capacity = ...)`",
            );
        }
    }
}
