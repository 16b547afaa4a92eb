//! `s >> batch(n)` and `s >> batch_within(n, time)`: items together, as a `Vec`.

use super::{Arguments, Reported, Verb, weight, zero};
use crate::ast::{Amount, Kind};
use crate::body;

pub const VERB: Verb = Verb {
    name: "batch",
    usage: "batch(size)",
    begins: false,
    options: &[],
    parse,
};

pub const WITHIN: Verb = Verb {
    name: "batch_within",
    usage: "batch_within(size, time)",
    begins: false,
    options: &[],
    parse: parse_within,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let size = arguments.last()?;
    let size = weight::parse(size, "a weight", arguments.errors)?;
    check_size(&size, arguments);
    Ok(Kind::Batch { size })
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
    Ok(Kind::BatchWithin { size, time })
}

fn check_size(size: &Amount, arguments: &mut Arguments<'_>) {
    if let Some(span) = size.items().and_then(zero) {
        let message = "a batch of no items is never full: give at least 1";
        arguments.errors.at(span, message);
    }
}
