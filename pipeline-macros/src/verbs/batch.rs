//! `s >> batch(n)` and `s >> batch_within(n, time)`: several items together, as a `Vec`.

use super::arguments::zero;
use super::{Arguments, Makes, Reads, Reported, Runs, Verb, debounce, plain, weight};
use crate::ast::{Adaptor, Amount, Call, Kind, Reader};
use crate::body;
use crate::names::invented;

pub const VERB: Verb = Verb {
    name: "batch",
    usage: "batch(size)",
    docs: "`n` items together, as a `Vec`",
    options: &[],
    parse,
    reads: Reads::Chain,
    makes: Makes::One,
    runs: Runs::InNeighbour,
    gives: plain::stream,
    counts: plain::changes,
    keeps_order: plain::in_order,
    stalls_loop,
    hosts_methods: |_| true,
    unawaited: plain::no_futures,
};

pub const WITHIN: Verb = Verb {
    name: "batch_within",
    usage: "batch_within(size, time)",
    docs: "sends a smaller batch when `time` has passed",
    options: &[],
    parse: parse_within,
    reads: Reads::Chain,
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
    arguments.options();
    let size = arguments.last()?;
    let size = weight::parse(size, "a weight", arguments.errors)?;
    check_size(&size, arguments);
    let verb = arguments.word;
    Ok(Kind::Adaptor(match size {
        Amount::Items(size) => Adaptor::new(verb.clone(), vec![size]),
        Amount::Weight { max, weigh } => {
            let word = invented("batch_by_weight", verb.span());
            Adaptor::new(word, vec![max, weigh])
        }
    }))
}

fn parse_within(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let size = arguments.expression()?;
    let place = "the size of `batch_within`";
    let size = weight::parse(size, place, arguments.errors)?;
    if let Some(items) = size.items() {
        body::check_stays(items, place, arguments.errors);
    }
    check_size(&size, arguments);
    let time = arguments.last()?;
    body::check_stays(&time, "the time of `batch_within`", arguments.errors);
    match size.items() {
        Some(items) => {
            debounce::check_number_first("batch_within", items, &time, arguments.errors);
        }
        None => debounce::check_is_time(&time, arguments.errors),
    }
    let verb = arguments.word;
    Ok(Kind::Reader(match size {
        Amount::Items(size) => Reader::new(verb.clone(), vec![size, time]),
        Amount::Weight { max, weigh } => {
            let word = invented("batch_by_weight_within", verb.span());
            Reader::new(word, vec![max, weigh, time])
        }
    }))
}

fn stalls_loop(_: &Call) -> Option<String> {
    let message = "in a loop, the last items would wait for ever for a full batch: use `batch_within(size, time)`";
    Some(message.to_owned())
}

fn check_size(size: &Amount, arguments: &mut Arguments<'_>) {
    if let Some(span) = size.items().and_then(zero) {
        let message = "a batch of no items is never full: give at least 1";
        arguments.errors.at(span, message);
    }
}
