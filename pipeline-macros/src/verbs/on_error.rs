//! The option `on_error = stop | skip | retry(n) | retry(n, backoff) | retry(n, backoff, worth)`.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use crate::ast::OnError;
use crate::body;
use crate::cursor::Cursor;
use crate::report::Errors;
use crate::scan::{self, is_ident, is_punct};

pub fn parse(value: TokenStream, place: Span, errors: &mut Errors) -> Option<OnError> {
    let tokens = scan::flattened(scan::tokens(value));
    let mut cursor = Cursor::new(&tokens, place);
    let policy = if cursor.word("stop").is_some() {
        Some(OnError::Stop)
    } else if cursor.word("skip").is_some() {
        Some(OnError::Skip)
    } else if cursor.word("retry").is_some() {
        let arguments = cursor.group(Delimiter::Parenthesis);
        if let Some(second) = arguments.and_then(missing_comma) {
            errors.at(second, "missing `,` before this");
            return None;
        }
        arguments.and_then(|arguments| {
            body::check_stays(&arguments.stream(), "`retry`", errors);
            retry(arguments.stream())
        })
    } else {
        None
    };
    let policy = policy.filter(|_| cursor.is_empty());
    if policy.is_none() {
        errors.at(
            place,
            "`on_error` is `stop`, `skip`, `retry(times)`, `retry(times, backoff)` or `retry(times, backoff, |error| ...)`",
        );
    }
    policy
}

/// Returns the argument of `retry` before which a comma is missing.
fn missing_comma(arguments: &Group) -> Option<Span> {
    let arguments = scan::tokens(arguments.stream());
    let all = scan::expressions(&arguments).into_iter();
    let mut missing = all.filter_map(|one| Some(one[scan::missing_comma(one, true)?].span()));
    missing.next()
}

/// Returns whether `tokens` are a policy without the option's name.
pub fn is_one(tokens: &[TokenTree]) -> bool {
    match tokens {
        [word] => is_ident(word, "skip") || is_ident(word, "stop"),
        [word, arguments] => is_ident(word, "retry") && scan::is_parenthesized(arguments),
        _ => false,
    }
}

/// Returns a policy in the form in which messages show it.
pub fn shown(policy: &[TokenTree]) -> String {
    match policy {
        [word, TokenTree::Group(arguments)] => {
            format!("{word}({})", scan::shown(&arguments.stream(), "..."))
        }
        [word, ..] => word.to_string(),
        [] => String::new(),
    }
}

fn retry(arguments: TokenStream) -> Option<OnError> {
    let tokens = scan::tokens(arguments);
    if tokens.iter().any(|token| is_punct(token, ';')) {
        return None;
    }
    let arguments = scan::expressions(&tokens);
    if !(1..=3).contains(&arguments.len()) || arguments.iter().any(|one| one.is_empty()) {
        return None;
    }
    let mut arguments = arguments.iter().map(|one| one.iter().cloned().collect());
    Some(OnError::Retry {
        further: arguments.next()?,
        backoff: arguments.next(),
        worth: arguments.next(),
    })
}
