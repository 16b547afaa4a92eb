//! `zip(a, b, …)`: the i-th item of each, as a tuple.

use super::{Arguments, Reported, Verb, fan_in};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "zip",
    usage: "zip(a, b)",
    begins: true,
    options: &[],
    parse,
};

/// As many as the runtime has tuples for, which is as many as `std` has.
const MOST: usize = 12;

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    let inputs = fan_in::streams(arguments)?;
    if let Some(extra) = inputs.get(MOST) {
        arguments.errors.at(
            extra.span(),
            format!("`zip` joins at most {MOST} streams: zip some of them first"),
        );
    }
    Ok(Kind::Zip { inputs })
}
