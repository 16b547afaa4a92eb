//! `s >> sink(|items| …)`: a consumer that sees the stream as an iterator.

use super::{Arguments, Reported, Verb};
use crate::ast::{Engine, Kind};

pub const VERB: Verb = Verb {
    name: "sink",
    usage: "sink(|items| ...)",
    begins: false,
    options: &["name", "stack_size"],
    parse,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let body = arguments.body()?;
    body.check_silent(
        "a sink gives one value and cannot yield: use `stage` for a body that yields",
        arguments.engine,
        arguments.errors,
    );
    if let (Engine::Futures, false, Some(span)) =
        (arguments.engine, body.is_async(), body.closure_span())
    {
        arguments.errors.at(
            span,
            "a sink of an async pipeline waits for its items: write `async |items| ...`",
        );
    }
    Ok(Kind::Sink(body))
}
