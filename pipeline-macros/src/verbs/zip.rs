//! `zip(a, b, …)`: the i-th items of several streams, as a tuple.

use proc_macro2::{Ident, Span, TokenStream};

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, fan_in, plain};
use crate::ast::Kind;
use crate::report::Errors;

pub const VERB: Verb = Verb {
    name: "zip",
    usage: "zip(a, b)",
    docs: "the i-th items of all streams as a tuple",
    options: &["allow"],
    parse,
    reads: Reads::Paired,
    makes: Makes::One,
    runs: Runs::InReader,
    gives: plain::stream,
    counts: plain::same,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: plain::no_futures,
};

/// The largest tuple for which the runtime implements `zip`. It is also the largest for which `std`
/// implements its traits.
const MOST: usize = 12;

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    let inputs = fan_in::streams(arguments)?;
    if let Some(extra) = inputs.get(MOST) {
        arguments.errors.at(
            extra.span(),
            format!("`zip` joins at most {MOST} streams: zip some of them first"),
        );
    }
    arguments.streams = inputs;
    Ok(Kind::Zip)
}

/// Parses the value of `allow`.
pub fn allow(verb: &str, value: TokenStream, place: Span, errors: &mut Errors) -> Option<Ident> {
    let word = syn::parse2::<Ident>(value).ok();
    let known = word.filter(|word| word == "deadlock");
    if known.is_none() {
        errors.at(
            place,
            format!("a `{verb}` can be allowed one thing: `allow = deadlock`"),
        );
    }
    known
}
