//! `s >> stage(body)`: one worker.

use super::{Arguments, Reported, Verb};
use crate::ast::Kind;

pub const VERB: Verb = Verb {
    name: "stage",
    usage: "stage(|item| ...)",
    begins: false,
    options: &[
        "capacity",
        "name",
        "on_error",
        "stop_after",
        "keep",
        "stack_size",
        "blocking",
    ],
    parse,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let body = arguments.item_body()?;
    Ok(Kind::Stage(body))
}
