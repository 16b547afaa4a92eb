//! `let (yes, no) = s >> split(|item| …)`: each item in one of two branches branches.

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "split",
    usage: "split(|item| ...)",
    docs: "each item in one of two branches",
    options: &["capacity", "full", "name", "stack_size"],
    parse,
    reads: Reads::Chain,
    makes: Makes::Sides,
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
    let body = arguments.body()?;
    body.check_silent(
        "a split sends the item itself: use `route` for a body that says what goes where",
        arguments.engine,
        arguments.errors,
    );
    Ok(Kind::Split(body))
}
