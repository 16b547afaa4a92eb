//! `s >> throttle(n, time)`: at most `n` items in any such time; `throttle(even, n, time)`: spread over it.

use proc_macro2::{Ident, TokenTree};

use super::{Arguments, Reported, Verb, zero};
use crate::ast::Kind;
use crate::scan::{expressions, is_ident};

const EVEN: &str = "even";

pub const VERB: Verb = Verb {
    name: "throttle",
    usage: "throttle(items, time)",
    begins: false,
    options: &[EVEN],
    parse,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let even = even(arguments)?;
    arguments.options();
    let items = arguments.expression()?;
    if let Some(span) = zero(&items) {
        let message = "a throttle of no items lets nothing through: give at least 1";
        arguments.errors.at(span, message);
    }
    let time = arguments.last()?;
    Ok(Kind::Throttle { even, items, time })
}

/// Whether `token` may be the word `even`.
pub fn is_word(token: &TokenTree) -> bool {
    is_ident(token, EVEN)
}

/// The word `even`, in front of two further arguments: of two in all it is a variable.
fn even(arguments: &mut Arguments<'_>) -> Result<Option<Ident>, Reported> {
    let all = expressions(arguments.cursor.rest());
    let [first, second, third] = &all[..] else {
        return Ok(None);
    };
    let is_even = |argument: &[_]| matches!(argument, [word] if is_word(word));
    if is_even(first) {
        let word = arguments.cursor.ident();
        arguments.cursor.punct(",");
        return Ok(word);
    }
    match [second, third]
        .into_iter()
        .find(|argument| is_even(argument))
    {
        None => Ok(None),
        Some(word) => {
            let message = "`even` stands first: `throttle(even, items, time)`";
            arguments.errors.at(word[0].span(), message);
            Err(Reported)
        }
    }
}
