//! The option `on_error = stop | skip | retry(n) | retry(n, backoff)`.

use proc_macro2::{Delimiter, Span, TokenStream};

use crate::ast::OnError;
use crate::body;
use crate::cursor::Cursor;
use crate::report::Errors;
use crate::scan::{self, is_punct};

pub fn parse(value: TokenStream, place: Span, errors: &mut Errors) -> Option<OnError> {
    let tokens = scan::flattened(scan::tokens(value));
    let mut cursor = Cursor::new(&tokens, place);
    let policy = if cursor.word("stop").is_some() {
        Some(OnError::Stop)
    } else if cursor.word("skip").is_some() {
        Some(OnError::Skip)
    } else if cursor.word("retry").is_some() {
        let arguments = cursor.group(Delimiter::Parenthesis);
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
            "`on_error` is `stop`, `skip`, `retry(times)` or `retry(times, backoff)`",
        );
    }
    policy
}

fn retry(arguments: TokenStream) -> Option<OnError> {
    let tokens = scan::tokens(arguments);
    let (further, backoff) = match scan::expressions(&tokens)[..] {
        _ if tokens.iter().any(|token| is_punct(token, ';')) => return None,
        [further] => (further, None),
        [further, backoff] => (further, Some(backoff)),
        _ => return None,
    };
    let is_whole = !further.is_empty() && backoff.is_none_or(|backoff| !backoff.is_empty());
    is_whole.then(|| OnError::Retry {
        further: further.iter().cloned().collect(),
        backoff: backoff.map(|backoff| backoff.iter().cloned().collect()),
    })
}
