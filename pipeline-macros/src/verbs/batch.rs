//! `s >> batch(n)` and `s >> batch_within(n, time)`: items together, as a `Vec`.

use proc_macro2::TokenStream;

use super::{Arguments, Reported, Verb, zero};
use crate::ast::Kind;
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
    check_size(&size, arguments);
    Ok(Kind::Batch { size })
}

fn parse_within(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let size = arguments.count("size")?;
    check_size(&size, arguments);
    let time = arguments.last()?;
    body::check_stays(&time, "the time of `batch_within`", arguments.errors);
    Ok(Kind::BatchWithin { size, time })
}

fn check_size(size: &TokenStream, arguments: &mut Arguments<'_>) {
    if let Some(span) = zero(size) {
        let message = "a batch of no items is never full: give at least 1";
        arguments.errors.at(span, message);
    }
}
