//! `zip(a, b, …)`: the i-th item of each, as a tuple.

use proc_macro2::{Ident, Span, TokenStream};

use super::{Arguments, Reported, Verb, fan_in};
use crate::ast::Kind;
use crate::report::Errors;

pub const VERB: Verb = Verb {
    name: "zip",
    usage: "zip(a, b)",
    begins: true,
    options: &["allow"],
    parse,
};

/// As many as the runtime has tuples for, which is as many as `std` has.
const MOST: usize = 12;

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    let inputs = fan_in::streams(arguments)?;
    if let Some(extra) = inputs.get(MOST) {
        arguments.errors.at(
            extra.span(),
            format!("`zip` joins at most {MOST} streams: zip some of them first"),
        );
    }
    Ok(Kind::Zip { inputs })
}

/// The value of `allow`.
pub fn allow(value: TokenStream, place: Span, errors: &mut Errors) -> Option<Ident> {
    let word = syn::parse2::<Ident>(value).ok();
    let known = word.filter(|word| word == "lock_up");
    if known.is_none() {
        errors.at(place, "a `zip` can be allowed one thing: `allow = lock_up`");
    }
    known
}
