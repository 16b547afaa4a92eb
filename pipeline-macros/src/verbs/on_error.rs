//! The option `on_error = stop | skip | retry(n) | retry(n, backoff)`.

use proc_macro2::{Delimiter, Span, TokenStream};

use crate::ast::OnError;
use crate::cursor::Cursor;
use crate::report::Errors;
use crate::scan::{self, expression_end};

pub fn parse(value: TokenStream, place: Span, errors: &mut Errors) -> Option<OnError> {
    let tokens = scan::tokens(value);
    let mut cursor = Cursor::new(&tokens, place);
    let policy = if cursor.word("stop").is_some() {
        Some(OnError::Stop)
    } else if cursor.word("skip").is_some() {
        Some(OnError::Skip)
    } else if cursor.word("retry").is_some() {
        let arguments = cursor.group(Delimiter::Parenthesis);
        arguments.and_then(|arguments| retry(arguments.stream()))
    } else {
        None
    };
    let policy = policy.filter(|_| cursor.is_empty());
    if policy.is_none() {
        errors.at(
            place,
            "`on_error` is `stop`, `skip`, `retry(times)` or `retry(times, backoff)`",
        );
    }
    policy
}

fn retry(arguments: TokenStream) -> Option<OnError> {
    let tokens = scan::tokens(arguments);
    let (further, rest) = tokens.split_at(expression_end(&tokens, 0));
    let backoff = match rest.get(1..).unwrap_or_default() {
        [] => None,
        backoff => Some(&backoff[..expression_end(backoff, 0)]),
    };
    (!further.is_empty()).then(|| OnError::Retry {
        further: further.iter().cloned().collect(),
        backoff: backoff.map(|backoff| backoff.iter().cloned().collect()),
    })
}
