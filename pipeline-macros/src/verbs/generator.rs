//! `generator(EXPR)`: items made on demand, from an `IntoIterator` or a block that `yield`s.

use super::{Arguments, Reported, Verb};
use crate::ast::Kind;
use crate::body::{self, Uses};

pub const VERB: Verb = Verb {
    name: "generator",
    usage: "generator(items)",
    begins: true,
    options: &["capacity", "name"],
    parse,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let source = arguments.body()?;
    if let Some(closure) = source.literal() {
        arguments.errors.at(
            closure.bars[0].span(),
            "a generator is not a closure: give an iterator, or a block that yields: `generator({ yield 1; })`",
        );
        return Ok(Kind::Generator(source));
    }
    let manner = Uses::of(&source.tokens).manner();
    if manner.yields && manner.fallible {
        body::check_ok_end(&source.tokens, manner, arguments.errors);
    }
    body::check_nested_yields(&source.tokens, arguments.errors);
    Ok(Kind::Generator(source))
}
