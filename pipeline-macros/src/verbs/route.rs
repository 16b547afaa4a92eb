//! `let (a, b) = s >> route(|item| … a(x) … b(y))`: sends an item into a branch by calling the
//! branch's name.

use proc_macro2::{Ident, Span, TokenTree};

use super::{Arguments, Counts, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::{Call, Kind};
use crate::body::Body;
use crate::names;
use crate::scan::{self, is_block, is_ident, is_parenthesized, is_punct};

pub const VERB: Verb = Verb {
    name: "route",
    usage: "route(|item| ...)",
    docs: "items in several branches, each with a type of its own; the body calls a branch by its name",
    options: &["capacity", "full", "name", "stack_size"],
    parse,
    reads: Reads::Chain,
    makes: Makes::Branches,
    runs: Runs::OnWorkers,
    gives: plain::stream,
    counts,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let body = arguments.body()?;
    body.check_silent(
        "a route has several branches to send down: call the name of one instead, as in `a(item)`",
        arguments.engine,
        arguments.errors,
    );
    if body.names_a_function() {
        arguments.errors.at(
            body.span,
            "a route's body calls its branches by name, which another function cannot: write a closure here",
        );
    }
    Ok(Kind::Route(body))
}

fn counts(call: &Call, branches: &[&Ident]) -> Counts {
    match call.body() {
        Some(body) if calls_each_once(body, branches) => Counts::Same,
        _ => Counts::Unknown,
    }
}

fn unawaited(call: &Call, branch: Option<&Ident>) -> Option<Span> {
    call.body()?.unawaited_in_branch(branch?)
}

/// Returns whether the body certainly calls each of `branches` once for each item: each name occurs
/// once, in a call that is a statement of its own, and nothing leaves the body early.
fn calls_each_once(body: &Body, branches: &[&Ident]) -> bool {
    let Some([TokenTree::Group(block)]) = body.literal().map(|closure| closure.body) else {
        return false;
    };
    let block = scan::tokens(block.stream());
    let leaves = ["return", "break", "continue"];
    let stays = leaves.iter().all(|word| says(&block, word) == 0);
    let once =
        |branch: &&Ident| says(&block, &names::text(branch)) == 1 && is_called(&block, branch);
    stays && branches.iter().all(once)
}

/// Returns whether `name(…);` is a statement of `block`.
fn is_called(block: &[TokenTree], name: &Ident) -> bool {
    let starts = |at: usize| at == 0 || is_punct(&block[at - 1], ';') || is_block(&block[at - 1]);
    let ends = |at: usize| block.get(at).is_none_or(|token| is_punct(token, ';'));
    let mut pairs = block.windows(2).enumerate();
    pairs.any(|(at, pair)| {
        is_ident(&pair[0], &names::text(name))
            && is_parenthesized(&pair[1])
            && starts(at)
            && ends(at + 2)
    })
}

/// Counts how often a word is in `tokens`, at any level.
fn says(tokens: &[TokenTree], word: &str) -> usize {
    let count = |token: &TokenTree| match token {
        TokenTree::Group(group) => says(&scan::tokens(group.stream()), word),
        token => usize::from(is_ident(token, word)),
    };
    tokens.iter().map(count).sum()
}
