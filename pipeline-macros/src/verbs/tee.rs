//! `let (a, b) = s >> tee()`: each item to every branch.

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "tee",
    usage: "tee()",
    docs: "each item in every branch",
    options: &["capacity", "full", "name", "stack_size"],
    parse,
    reads: Reads::Chain,
    makes: Makes::Copies,
    runs: Runs::OnWorkers,
    gives: plain::stream,
    counts: plain::same,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: plain::no_futures,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    arguments.end();
    Ok(Kind::Tee)
}
