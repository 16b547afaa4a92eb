//! `concat(a, b, …)`: one stream after another.

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, fan_in, plain};
use crate::ast::{Call, Kind, Reader};

pub const VERB: Verb = Verb {
    name: "concat",
    usage: "concat(a, b)",
    docs: "one stream after the other",
    options: &["allow"],
    parse,
    reads: Reads::InTurn,
    makes: Makes::One,
    runs: Runs::InReader,
    gives: plain::stream,
    counts: plain::same,
    keeps_order: plain::in_order,
    stalls_loop,
    hosts_methods: plain::hosts_none,
    unawaited: plain::no_futures,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.streams = fan_in::streams(arguments)?;
    let reader = Reader::new(arguments.word.clone(), Vec::new());
    Ok(Kind::Reader(reader))
}

fn stalls_loop(_: &Call) -> Option<String> {
    let message = "in a loop, the second stream would wait for the end of the first, which does not come before the end of the loop: write `fan_in(a, b)`";
    Some(message.to_owned())
}
