//! `s >> distinct()`: each item once; `s >> distinct(|item| key)`: one item of each key.

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::{Adaptor, Kind};
use crate::names::invented;

pub const VERB: Verb = Verb {
    name: "distinct",
    usage: "distinct(|item| key)",
    docs: "each item once, or one item of each key; the first passes. It stores every item or key",
    options: &[],
    parse,
    reads: Reads::Chain,
    makes: Makes::One,
    runs: Runs::InNeighbour,
    gives: plain::stream,
    counts: plain::changes,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: |_| true,
    unawaited: plain::no_futures,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    // Not the user's own token: with its span, rustc would report a bound on the items at the whole
    // pipeline.
    let word = |name| invented(name, arguments.word.span());
    let (every, by_key) = (word("distinct"), word("distinct_by_key"));
    if arguments.cursor.is_empty() {
        return Ok(Kind::Adaptor(Adaptor::new(every, Vec::new())));
    }
    let key = arguments.body()?;
    key.check_gives_at_once("distinct", arguments.errors);
    let key = key.tokens.into_iter().collect();
    Ok(Kind::Adaptor(Adaptor::new(by_key, vec![key])))
}
