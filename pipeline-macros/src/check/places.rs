//! Checks stages with `at`: they cannot be in a loop or in a segment, nor have a stream of
//! failures.

use crate::graph::{Graph, Outcome};
use crate::report::Errors;

pub fn check(graph: &Graph<'_>, errors: &mut Errors) {
    for node in &graph.nodes {
        let Some((option, _)) = &node.call.options.at else {
            continue;
        };
        let is_in_loop = |of_loop: &std::collections::HashSet<_>| {
            node.inputs.iter().any(|input| of_loop.contains(input))
        };
        let message = if graph.loops.iter().any(is_in_loop) {
            "a stage in a loop cannot have `at`, because only one process can count the items of the loop: remove `at`"
        } else if matches!(graph.outcome, Outcome::Segment(_)) {
            "a segment does not know the places of the pipeline around it: write the stage with `at` in the pipeline"
        } else if node.outputs.len() > 1 {
            "failures stay where the body is, so a stage with `at` has no stream of them: remove the second name or `at`, or return a `Result` and `split` it"
        } else {
            continue;
        };
        errors.at(option.span(), message);
    }
}
