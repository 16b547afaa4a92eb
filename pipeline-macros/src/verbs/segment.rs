//! `s >> segment(EXPR)`: the stages of a segment, which is a value.

use proc_macro2::TokenStream;

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::Kind;
use crate::scan::{Closure, tokens};

pub const VERB: Verb = Verb {
    name: "segment",
    usage: "segment(words())",
    docs: "the stages of a segment: a part of a pipeline that a function returns",
    options: &["capacity", "name"],
    parse,
    reads: Reads::Chain,
    makes: Makes::One,
    runs: Runs::OnWorkers,
    gives: plain::stream,
    counts: plain::changes,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: plain::no_futures,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let segment = arguments.last()?;
    check_value(&segment, arguments);
    Ok(Kind::Segment(segment))
}

/// Reports a closure that should be in a `segment!`.
fn check_value(segment: &TokenStream, arguments: &mut Arguments<'_>) {
    let code = tokens(segment.clone());
    if let (Some(_), Some(first)) = (Closure::parse(&code), code.first()) {
        let message = "a segment is a value: write `segment(segment!(|items| ...))`, or call a function that returns one";
        arguments.errors.at(first.span(), message);
    }
}
