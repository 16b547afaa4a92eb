//! `let (a, b) = s >> tee()`: each item to every branch.

use super::{Arguments, Reported, Verb};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "tee",
    usage: "tee()",
    begins: false,
    options: &["capacity", "name", "stack_size"],
    parse,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    arguments.end();
    Ok(Kind::Tee)
}
