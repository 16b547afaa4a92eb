//! `timeout = time`: the time that an `async` body may take for an item.

use proc_macro2::Ident;

use crate::ast::{Engine, Options};
use crate::body::Body;
use crate::report::Errors;
use crate::scan;

pub(super) const OPTION: &str = "timeout";

/// The message for the option on threads.
pub(super) const ON_THREADS: &str = "a thread cannot be stopped inside its body: for `timeout` write `pipeline!(async { ... })`, or let the body check the time";

/// Reports a timeout for a body that does not wait, or that sends items while it waits.
pub(super) fn check(options: &Options, body: &Body, engine: Engine, errors: &mut Errors) {
    let Some((name, _)) = &options.timeout else {
        return;
    };
    if engine == Engine::Futures
        && let Some(message) = wrong(name, options, body)
    {
        errors.at(body.yield_span().unwrap_or(name.span()), message);
    }
}

fn wrong(name: &Ident, options: &Options, body: &Body) -> Option<String> {
    if options.blocking.is_some() {
        let message =
            format!("a blocking body cannot be stopped inside: remove `blocking` or `{name}`");
        return Some(message);
    }
    if body.yield_span().is_some() {
        return Some("a body that yields cannot have a `timeout`, because its items are already sent: return a `Vec` and flatten it, as in `>> stage(...) >> flatten()`".to_owned());
    }
    let closure = if body.is_path() {
        let path = body.tokens.iter().cloned().collect();
        let path = scan::shown(&path, "f").replace(' ', "");
        format!("async |item| {path}(item).await")
    } else {
        "async |item| ...".to_owned()
    };
    let message =
        format!("only an `async` body waits, so only that can have a `{name}`: write `{closure}`");
    (!body.is_async()).then_some(message)
}
