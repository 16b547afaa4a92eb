//! `s >> fan_out(n, body)`: `n` workers that share the stream.

use super::{Arguments, Reported, Verb, zero};
use crate::ast::Kind;
use crate::scan;

pub const VERB: Verb = Verb {
    name: "fan_out",
    usage: "fan_out(workers, |item| ...)",
    begins: false,
    options: &[
        "capacity",
        "name",
        "on_error",
        "stop_after",
        "keep",
        "stack_size",
        "ordered",
        "blocking",
    ],
    parse,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    let arguments_left = scan::expressions(arguments.cursor.rest());
    if let [first, _, ..] = arguments_left[..]
        && scan::Closure::parse(first).is_some()
    {
        let message = "the number of workers comes first: `fan_out(4, |item| ...)`";
        arguments.errors.at(arguments.cursor.span(), message);
        return Err(Reported);
    }
    let workers = arguments.count("number of workers")?;
    if let Some(span) = zero(&workers) {
        arguments.errors.at(
            span,
            "a fan-out of no workers reads nothing: give at least 1",
        );
    }
    arguments.options();
    let body = arguments.item_body()?;
    Ok(Kind::FanOut { workers, body })
}
