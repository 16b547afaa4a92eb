//! `s >> fan_out(n, body)`: `n` workers that share the stream.

use proc_macro2::TokenTree;

use super::{Arguments, Reported, Verb, is_option, is_word, zero};
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

/// Whether an option is written here.
fn is_option_at(argument: &[TokenTree]) -> bool {
    match argument {
        [word] => is_word(word),
        [name, equals, rest @ ..] => is_option(name, equals, rest.first()),
        [] => false,
    }
}

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    let arguments_left = scan::expressions(arguments.cursor.rest());
    if let [first, _, ..] = arguments_left[..]
        && scan::Closure::parse(first).is_some()
    {
        let message = "the number of workers comes first: `fan_out(4, |item| ...)`";
        arguments.errors.at(arguments.cursor.span(), message);
        return Err(Reported);
    }
    // Before an option or the body, the word is a variable.
    if let [[word], count, _, ..] = &arguments_left[..]
        && is_word(word)
        && !is_option_at(count)
    {
        let message =
            format!("the number of workers stands first: `fan_out(4, {word}, |item| ...)`");
        arguments.errors.at(word.span(), message);
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
