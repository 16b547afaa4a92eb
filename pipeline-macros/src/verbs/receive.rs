//! `receive(rx)`: a stream of the items of an existing channel.

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "receive",
    usage: "receive(channel)",
    docs: "a stream from a channel that exists already, of crossbeam or `std`",
    options: &["capacity", "full", "name", "stack_size"],
    parse,
    reads: Reads::Nothing,
    makes: Makes::One,
    runs: Runs::OnWorkers,
    gives: plain::stream,
    counts: plain::same,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: |_| true,
    unawaited: plain::no_futures,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let channel = arguments.last()?;
    Ok(Kind::Receive(channel))
}
