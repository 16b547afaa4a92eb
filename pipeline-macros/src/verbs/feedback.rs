//! `s >> feedback(back, bound = n, full = fail | drop)`: the one edge that closes a loop.

use proc_macro2::{Span, TokenStream};

use super::arguments::zero;
use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::{Full, Kind};
use crate::report::Errors;
use crate::scan::{self, is_ident};

pub const VERB: Verb = Verb {
    name: "feedback",
    usage: "feedback(back, bound = 1000, full = fail)",
    docs: "a loop: the items of the stream `back`, which a later `let` makes, are read here too. The loop ends when no item waits or is being worked on",
    options: &["bound", "full", "capacity", "name", "stack_size"],
    parse,
    reads: Reads::Loop,
    makes: Makes::One,
    runs: Runs::OnWorkers,
    gives: plain::stream,
    counts: plain::same,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: plain::no_futures,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.options();
    let place = if arguments.cursor.is_empty() {
        arguments.word.span()
    } else {
        arguments.cursor.span()
    };
    let back = arguments.cursor.ident();
    let ends = arguments.cursor.punct(",") || arguments.cursor.is_empty();
    let Some(back) = back.filter(|name| ends && name != "_") else {
        arguments.errors.at(
            place,
            "`feedback` takes the name of the stream that comes back, which a `let` below declares: `feedback(back, bound = 1000, full = fail)`",
        );
        return Err(Reported);
    };
    arguments.options();
    arguments.end();
    if arguments.reported {
        return Err(Reported);
    }
    let options = &arguments.options;
    if options.bound.is_none() || options.full.is_none() {
        let missing = match (&options.bound, &options.full) {
            (None, None) => {
                "`bound`, the most items that wait in it, and `full`, what happens to one more: `bound = 1000, full = fail` (or `full = drop`)"
            }
            (None, Some(_)) => "`bound`, the most items that wait in it: `bound = 1000`",
            _ => {
                "`full`, what happens to an item beyond the `bound`: `full = fail` or `full = drop`"
            }
        };
        let message = format!("a feedback needs {missing}");
        arguments.errors.at(arguments.word.span(), message);
        return Err(Reported);
    }
    if let Some((_, bound)) = &options.bound
        && let Some(span) = zero(bound)
    {
        let message = "a feedback with a bound of 0 feeds nothing back: give at least 1";
        arguments.errors.at(span, message);
    }
    arguments.streams = vec![back];
    Ok(Kind::Feedback)
}

/// Parses the value of `full`. An unknown value is reported and replaced.
pub fn full(value: TokenStream, place: Span, errors: &mut Errors) -> Full {
    let message = match &scan::tokens(value)[..] {
        [word] if is_ident(word, "fail") => return Full::Fail,
        [word] if is_ident(word, "drop") => return Full::Drop,
        [word] if is_ident(word, "wait") || is_ident(word, "block") => {
            "a loop that waits for room in itself can deadlock: `full` is `fail` or `drop`"
        }
        _ => "`full` is `fail` or `drop`",
    };
    errors.at(place, message);
    Full::Fail
}
