//! `latest(a, b)`: the newest items of two streams, whenever one of them changes.

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, fan_in, plain};
use crate::ast::{Kind, Reader, Takes};
use crate::names::invented;

pub const VERB: Verb = Verb {
    name: "latest",
    usage: "latest(a, b)",
    docs: "the newest item of each as a tuple, each time that one of the streams has a new item",
    options: &[],
    parse,
    reads: Reads::Any,
    makes: Makes::One,
    runs: Runs::InReader,
    gives: plain::stream,
    counts: plain::changes,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: plain::no_futures,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    let inputs = fan_in::streams(arguments)?;
    if let Some(extra) = inputs.get(2) {
        let message = "`latest` joins two streams: join two of them first, and the result with the third, as in `let both = latest(a, b);` and `latest(both, c)`";
        arguments.errors.at(extra.span(), message);
    }
    arguments.streams = inputs;
    let reader = Reader {
        takes: Takes::Each,
        // Not the user's own token: with its span, rustc would report a bound on the items at the
        // whole pipeline.
        ..Reader::new(invented("latest", arguments.word.span()), Vec::new())
    };
    Ok(Kind::Reader(reader))
}
