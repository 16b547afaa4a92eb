//! `s >> sink(|items| …)`: a consumer that is given the stream as an iterator.

use super::{Arguments, Gives, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "sink",
    usage: "sink(|items| ...)",
    docs: "a loop of your own over the stream, whose result is a value of the pipeline",
    options: &["name", "stack_size"],
    parse,
    reads: Reads::Chain,
    makes: Makes::One,
    runs: Runs::OnWorkers,
    gives: |_| Gives::Value,
    counts: plain::same,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: plain::no_futures,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let body = arguments.body()?;
    if let Some(span) = body.yield_span() {
        let message =
            "a sink gives one value and cannot yield: use `transform` for a body that yields";
        arguments.errors.at(span, message);
    }
    body.check_given_stream("sink", arguments.engine, arguments.errors);
    Ok(Kind::Sink(body))
}
