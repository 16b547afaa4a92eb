//! `s >> fan_out(n, body)`: `n` workers that share the stream.

use proc_macro2::TokenTree;

use super::arguments::{is_option, is_word, zero};
use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain, stage, transform};
use crate::ast::{Call, Kind};
use crate::scan;

pub const VERB: Verb = Verb {
    name: "fan_out",
    usage: "fan_out(workers, |item| ...)",
    docs: "`n` workers that share the stream, unordered",
    options: &[
        "capacity",
        "full",
        "name",
        "on_error",
        "stop_after",
        "keep",
        "timeout",
        "stack_size",
        "ordered",
        "window",
        "by",
        "blocking",
        "transform",
        "at",
    ],
    parse,
    reads: Reads::Chain,
    makes: Makes::Failures,
    runs: Runs::OnWorkers,
    gives: plain::stream,
    counts: stage::counts,
    keeps_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: stage::unawaited,
};

/// Returns whether the argument is an option.
pub(super) fn is_option_at(argument: &[TokenTree]) -> bool {
    match argument {
        [word] => is_word(word),
        [name, equals, rest @ ..] => is_option(name, equals, rest.first()),
        [] => false,
    }
}

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    check_count_is_first(arguments)?;
    let workers = arguments.count("number of workers")?;
    if let Some(span) = zero(&workers) {
        arguments.errors.at(
            span,
            "a fan-out of no workers reads nothing: give at least 1",
        );
    }
    arguments.options();
    check_window(arguments);
    if arguments.options.transform.is_some() {
        return transform::parse(arguments, Some(workers));
    }
    let body = arguments.item_body()?;
    Ok(Kind::FanOut { workers, body })
}

/// Reports a `window` without `ordered`, and a window of 0.
fn check_window(arguments: &mut Arguments<'_>) {
    let Some((name, window)) = &arguments.options.window else {
        return;
    };
    if arguments.options.ordered.is_none() {
        let message = "`window` says how far an ordered fan-out reads ahead: add `ordered`, or remove `window`";
        arguments.errors.at(name.span(), message);
    } else if let Some(span) = zero(window) {
        let message = "with a window of no items nothing is begun: give at least 1";
        arguments.errors.at(span, message);
    }
}

/// The workers keep the order of items only with `ordered`.
fn keeps_order(call: &Call) -> bool {
    call.options.ordered.is_some()
}

/// Reports a body or an option in place of the number of workers.
fn check_count_is_first(arguments: &mut Arguments<'_>) -> Result<(), Reported> {
    let all = scan::expressions(arguments.cursor.rest());
    let is_closure = |argument: &&[TokenTree]| scan::Closure::parse(argument).is_some();
    let count = all.iter().find_map(|argument| named_count(argument));
    if let (Some((name, count)), Some(true)) = (count, all.first().map(|first| is_option_at(first)))
    {
        let count = scan::shown(&count.iter().cloned().collect(), "workers");
        let message =
            format!("the number of workers has no name: write `fan_out({count}, |item| ...)`");
        arguments.errors.at(name.span(), message);
        return Err(Reported);
    }
    let leading = all.iter().take_while(|argument| is_option_at(argument));
    let leading = leading.count();
    let message = match all.split_at(leading) {
        ([], [body, _, ..]) if is_closure(body) => {
            "the number of workers comes first: `fan_out(4, |item| ...)`".to_owned()
        }
        ([], [body]) if is_closure(body) => missing_count("|item| ..."),
        // A single argument is the number of workers, and the body is missing.
        ([], _) | ([_], []) => return Ok(()),
        ([option, ..], [count, _, ..]) if !is_closure(count) => {
            let option = written(option);
            format!("the number of workers comes first: `fan_out(4, {option}, |item| ...)`")
        }
        ([option, ..], _) => {
            let text = written(option);
            let message = missing_count(&format!("{text}, |item| ..."));
            if option.len() == 1 {
                format!("{message}; for a variable of that name write `({text})`")
            } else {
                message
            }
        }
    };
    arguments.errors.at(arguments.cursor.span(), message);
    Err(Reported)
}

/// Returns whether an option of this name was meant as the number of workers.
pub(super) fn is_count(name: &str) -> bool {
    const NAMES: [&str; 7] = [
        "concurrency",
        "jobs",
        "n",
        "parallelism",
        "tasks",
        "threads",
        "workers",
    ];
    NAMES.contains(&name)
}

/// Returns the name and the value of an option that was meant as the number of workers.
fn named_count(argument: &[TokenTree]) -> Option<(&TokenTree, &[TokenTree])> {
    match argument {
        [name, equals, count @ ..] if is_option(name, equals, count.first()) => {
            is_count(&name.to_string()).then_some((name, count))
        }
        _ => None,
    }
}

fn missing_count(rest: &str) -> String {
    format!("the number of workers is missing: `fan_out(4, {rest})`")
}

/// Returns an option as messages show it: a word, or `capacity = ...`.
fn written(option: &[TokenTree]) -> String {
    match option {
        [word] => word.to_string(),
        [name, ..] => format!("{name} = ..."),
        [] => String::new(),
    }
}
