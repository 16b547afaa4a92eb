//! The cost of a stage does not depend on the number of stages. `fuzz/growth.rs` measures the time.

use proc_macro2::{TokenStream, TokenTree};

use super::expanded;
use crate::fuzz::growth::{SHAPES, Shape};
use crate::fuzz::properties::is_rejected;
use crate::graph::{self, Paths};
use crate::parse;
use crate::report::Errors;

/// Asserts that `measure` is linear: the step from 30 stages to 60 is as large as that from 60 to
/// 90.
fn assert_line(what: &str, measure: impl Fn(usize) -> usize) {
    let [one, two, three] = [30, 60, 90].map(measure);
    assert_eq!(two - one, three - two, "{what}: {one}, {two}, {three}");
}

fn count(tokens: TokenStream) -> usize {
    let each = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        _ => 1,
    });
    each.sum()
}

#[test]
fn each_stage_adds_as_many_tokens() {
    for header in ["", "async"] {
        for shape in &SHAPES {
            assert_line(shape.name, |stages| {
                let expansion = expanded(shape.declaration(stages, header));
                assert_eq!(is_rejected(&expansion), shape.name == "mistakes");
                count(expansion)
            });
        }
    }
}

/// Counts the paths from forks that are kept for the inputs of each `zip`.
fn ways(shape: &Shape, stages: usize) -> usize {
    let mut errors = Errors::default();
    let parsed = parse::parse(
        crate::ast::Form::Pipeline,
        shape.declaration(stages, ""),
        &mut errors,
    );
    let graph = graph::build(&parsed, &mut errors);
    let ways = Paths::of(&graph);
    let ways = (0..graph.streams.len()).flat_map(|stream| ways.to(stream));
    ways.map(|way| 1 + way.between.len()).sum()
}

/// When all branches of a fork have met again, their paths are dropped.
#[test]
fn each_zip_knows_no_more_ways() {
    for shape in &SHAPES {
        assert_line(shape.name, |stages| ways(shape, stages));
    }
}
