//! `s >> throttle(n, time)`: at most `n` items in any such time.

use super::{Arguments, Reported, Verb, zero};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "throttle",
    usage: "throttle(items, time)",
    begins: false,
    options: &[],
    parse,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let items = arguments.expression()?;
    if let Some(span) = zero(&items) {
        let message = "a throttle of no items lets nothing through: give at least 1";
        arguments.errors.at(span, message);
    }
    let time = arguments.last()?;
    Ok(Kind::Throttle { items, time })
}
