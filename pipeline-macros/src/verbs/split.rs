//! `let (yes, no) = s >> split(|item| …)`: each item to one of two branches.

use super::{Arguments, Reported, Verb};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "split",
    usage: "split(|item| ...)",
    begins: false,
    options: &["capacity", "name", "stack_size"],
    parse,
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
