//! `by = |item| key`: items with equal keys go to the same worker of a fan-out.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use super::Reported;
use crate::body::Body;
use crate::report::Errors;
use crate::scan::{self, is_ident, is_punct};

pub(super) const OPTION: &str = "by";

/// Parses the function of the option.
pub(super) fn parse(
    value: TokenStream,
    place: Span,
    errors: &mut Errors,
) -> Result<Body, Reported> {
    let key = Body::new(scan::tokens(value), place);
    if key.is_made() {
        let message = "`by` takes a function that gives an item's key: write `by = |item| item.id`";
        errors.at(key.span, message);
        return Err(Reported);
    }
    key.check_gives_at_once(OPTION, errors);
    if let Some(closure) = key.literal() {
        let parameters = scan::split_types(closure.parameters);
        if parameters.len() != 1 {
            let message = "the closure of `by` has one parameter: write `|item| ...`, or `|(a, b)| ...` for the parts of a tuple";
            errors.at(closure.bars[0].span(), message);
        }
        check_is_lent(closure.parameters, errors);
    }
    Ok(key)
}

/// Reports a parameter that would own the item. A type that comes from a user's macro may be a
/// reference, so it is not reported.
fn check_is_lent(parameter: &[TokenTree], errors: &mut Errors) {
    let Some(colon) = parameter.iter().position(|token| is_punct(token, ':')) else {
        return;
    };
    let item = &parameter[colon + 1..];
    let is_hidden = |first: &TokenTree| matches!(first, TokenTree::Group(group) if group.delimiter() == Delimiter::None);
    if let Some(first) = item.first()
        && !is_punct(first, '&')
        && !is_ident(first, "_")
        && !is_hidden(first)
    {
        let item: TokenStream = item.iter().cloned().collect();
        let message = format!("`by` only looks at the item: write `&{item}`");
        errors.at(first.span(), message);
    }
}

/// Returns the message for a verb that does not divide its stream among workers.
pub(super) fn misplaced(verb: &str) -> String {
    match verb {
        "stage" => "a `stage` has one worker, so all keys go to it: write `fan_out(workers, by = ..., |item| ...)`, or remove `by`".to_owned(),
        "transform" => "this `transform` has one worker, so all keys go to it: write `fan_out(workers, by = ..., transform, |items| ...)`, or remove `by`".to_owned(),
        _ => format!("only a `fan_out` divides its stream by key: remove `by` from `{verb}`"),
    }
}

/// Returns whether an option of this name was meant as `by`.
pub(super) fn is_meant(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "by_key",
        "group_by",
        "hash",
        "hash_by",
        "key",
        "key_by",
        "partition",
        "partition_by",
    ];
    NAMES.contains(&name)
}
