//! `s >> transform(|items| …)`: a body that is given the stream, and yields its output. `s >>
//! fan_out(n, transform, |items| …)` calls it once in each worker, with the worker's share of the
//! stream.

use proc_macro2::{Ident, TokenStream};

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, method, plain, stage};
use crate::ast::{Kind, Options};
use crate::names;

pub const VERB: Verb = Verb {
    name: "transform",
    usage: "transform(|items| ...)",
    docs: "a loop of your own over the stream, or over a worker's share of it, which `yield`s items",
    options: &["capacity", "full", "name", "stack_size"],
    parse: |arguments| {
        arguments.options();
        parse(arguments, None)
    },
    reads: Reads::Chain,
    makes: Makes::One,
    runs: Runs::OnWorkers,
    gives: plain::stream,
    counts: plain::changes,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: stage::unawaited,
};

/// Parses the body of a transform. Without a number of workers, it has one worker.
pub(super) fn parse(
    arguments: &mut Arguments<'_>,
    workers: Option<TokenStream>,
) -> Result<Kind, Reported> {
    check_options(arguments);
    let body = arguments.body()?;
    body.check_given_stream("transform", arguments.engine, arguments.errors);
    if let Some(method) = body.last_method()
        && method::role(&names::text(method)) == method::Role::Adaptor
    {
        let name = names::text(method);
        let message = format!(
            "this would give the whole stream as one item: `yield` the items in a loop, or write `>> {name}(...)` before the `transform`"
        );
        arguments.errors.at(method.span(), message);
    }
    Ok(Kind::Transform { workers, body })
}

/// Reports the options of a fan-out that apply only to bodies for single items.
fn check_options(arguments: &mut Arguments<'_>) {
    let Options {
        ordered,
        blocking,
        on_error,
        stop_after,
        keep,
        timeout,
        ..
    } = &arguments.options;
    let names = [ordered, keep, blocking].into_iter().flatten();
    let on_error = on_error.iter().map(|(name, _)| name);
    let stop_after = stop_after.iter().map(|(name, _)| name);
    let timeout = timeout.iter().map(|(name, _)| name);
    let names = names.chain(on_error).chain(stop_after).chain(timeout);
    let names: Vec<Ident> = names.cloned().collect();
    for name in names {
        if let Some(message) = misplaced(&name.to_string()) {
            arguments.errors.at(name.span(), message);
        }
    }
}

/// Returns the message for an option that applies only to bodies for single items.
pub(super) fn misplaced(option: &str) -> Option<String> {
    match option {
        "ordered" => Some(
            "a transform gives no item for each that it takes, so there is no order to keep: remove `ordered`"
                .to_owned(),
        ),
        "on_error" | "stop_after" | "keep" => Some(format!(
            "a transform fails as a whole, so `{option}` has no item to act on: handle the error in its loop"
        )),
"timeout" => Some(
            "a transform sees the whole stream, so no item of it can be late: give a stage the `timeout`, as in `>> stage(timeout = time, async |x| ...)`"
                .to_owned(),
        ),
        "blocking" => Some(
            "a transform cannot be `blocking`: let a stage block, as in `>> stage(blocking, |x| ...)`"
                .to_owned(),
        ),
        _ => None,
    }
}
