//! `merge_by(a, b, …, |x, y| …)`: sorted streams as one sorted stream.

use proc_macro2::TokenTree;

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, fan_in, plain};
use crate::ast::{Call, Kind, Reader};
use crate::scan::expressions;

pub const VERB: Verb = Verb {
    name: "merge_by",
    usage: "merge_by(a, b, |x, y| x.cmp(y))",
    docs: "sorted streams as one sorted stream; the function compares two items",
    options: &["allow"],
    parse,
    reads: Reads::Sorted,
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
    if let [[TokenTree::Ident(_)], [TokenTree::Ident(_)]] = expressions(arguments.cursor.rest())[..]
    {
        // The second name is a stream, not a function.
        arguments.streams = fan_in::streams(arguments)?;
    } else {
        arguments.streams = fan_in::streams_before(arguments, 1)?;
    }
    let compare = arguments.body()?;
    compare.check_gives_at_once("merge_by", arguments.errors);
    let compare = compare.tokens.into_iter().collect();
    let reader = Reader::new(arguments.word.clone(), vec![compare]);
    Ok(Kind::Reader(reader))
}

fn stalls_loop(_: &Call) -> Option<String> {
    let message = "in a loop, `merge_by` would wait for ever for an item of each stream: write `fan_in(a, b)`";
    Some(message.to_owned())
}
