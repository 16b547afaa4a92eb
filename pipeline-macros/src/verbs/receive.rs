//! `receive(rx)`: a stream from a channel that exists already.

use super::{Arguments, Reported, Verb};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "receive",
    usage: "receive(channel)",
    begins: true,
    options: &["capacity", "name", "stack_size"],
    parse,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let channel = arguments.last()?;
    Ok(Kind::Receive(channel))
}
