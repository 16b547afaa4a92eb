//! `let (a, b) = s >> route(|item| … a(x) … b(y))`: calling a branch's name sends down it.

use super::{Arguments, Reported, Verb};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "route",
    usage: "route(|item| ...)",
    begins: false,
    options: &["capacity", "name"],
    parse,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let body = arguments.body()?;
    body.check_silent(
        "a route has several branches to send down: call the name of one instead, as in `a(item)`",
        arguments.errors,
    );
    if body.names_a_function() {
        arguments.errors.at(
            body.span,
            "a route's body calls the names of its branches, which another function cannot: write a closure here",
        );
    }
    Ok(Kind::Route(body))
}
