//! `fan_in(a, b, …)`: merges several streams of one type into one.

use proc_macro2::{Ident, TokenTree};

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::{Kind, Reader};
use crate::names::invented;
use crate::scan::{Closure, expression_end, expressions, is_punct};

pub const VERB: Verb = Verb {
    name: "fan_in",
    usage: "fan_in(a, b)",
    docs: "many streams as one; its inputs send into one queue, without a thread between",
    options: &["capacity", "full", PREFER],
    parse,
    reads: Reads::Merged,
    makes: Makes::One,
    runs: Runs::InEdge,
    gives: plain::stream,
    counts: plain::same,
    keeps_order: plain::in_order,
    stalls_loop: plain::goes_on,
    hosts_methods: plain::hosts_none,
    unawaited: plain::no_futures,
};

/// The option that makes it prefer the earlier streams.
pub const PREFER: &str = "prefer";

/// A `fan_in` with the option [`PREFER`]. The worker that reads its output chooses the next stream.
const PREFERRING: Verb = Verb {
    reads: Reads::Any,
    runs: Runs::InReader,
    ..VERB
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    let mut inputs = streams(arguments)?;
    // With only one other name, `prefer` is the name of a stream.
    let is_option = inputs.len() > 2 && inputs.last().is_some_and(|last| last == PREFER);
    let prefer = inputs.pop_if(|_| is_option);
    arguments.streams = inputs;
    let Some(prefer) = prefer else {
        return Ok(Kind::FanIn);
    };
    if let Some((capacity, _)) = &arguments.options.capacity {
        let message = "with `prefer`, each stream has a queue of its own: give the `capacity` where the stream is made";
        arguments.errors.at(capacity.span(), message);
    } else if let Some((full, _)) = &arguments.options.when_full {
        let message = "with `prefer`, each stream has a queue of its own: give `full` where the stream is made";
        arguments.errors.at(full.span(), message);
        arguments.options.when_full = None;
    }
    arguments.verb = &PREFERRING;
    let reader = Reader::new(invented(PREFER, prefer.span()), Vec::new());
    Ok(Kind::Reader(reader))
}

/// Parses the arguments of a verb that joins streams: their names, with options anywhere between
/// them.
pub(super) fn streams(arguments: &mut Arguments<'_>) -> Result<Vec<Ident>, Reported> {
    streams_before(arguments, 0)
}

/// Like [`streams`], for a verb whose last `others` arguments are not streams, although they may be
/// names.
pub(super) fn streams_before(
    arguments: &mut Arguments<'_>,
    others: usize,
) -> Result<Vec<Ident>, Reported> {
    let place = arguments.cursor.span();
    let mut inputs = Vec::new();
    let mut broken = false;
    loop {
        arguments.options();
        let rest = expressions(arguments.cursor.rest());
        let is_function = |first: &&[TokenTree]| Closure::parse(first).is_some();
        if rest.len() <= others || others > 0 && rest.first().is_some_and(is_function) {
            break;
        }
        match stream(arguments) {
            Ok(name) => inputs.push(name),
            Err(Reported) => broken = true,
        }
        if !arguments.cursor.punct(",") {
            arguments.end();
            break;
        }
    }
    if broken {
        return Err(Reported);
    }
    if inputs.len() < 2 {
        let span = inputs.first().map_or(place, Ident::span);
        let verb = arguments.verb.name;
        arguments.errors.at(
            span,
            format!("`{verb}` joins at least two streams: name another, or remove the verb"),
        );
    }
    Ok(inputs)
}

/// Parses the name of a stream, up to the next comma.
fn stream(arguments: &mut Arguments<'_>) -> Result<Ident, Reported> {
    let name = arguments.cursor.ident();
    let rest = arguments.cursor.rest();
    let ends = rest.first().is_none_or(|next| is_punct(next, ','));
    let is_next = match rest {
        [bar, ..] if is_punct(bar, '|') => {
            Closure::parse(&rest[..expression_end(rest, 0)]).is_some()
        }
        rest => matches!(rest, [TokenTree::Ident(_), ..]),
    };
    let end = expression_end(rest, 0);
    let message = match name {
        Some(name) if ends => return Ok(name),
        Some(_) if is_next => "missing `,` before this".to_owned(),
        _ => {
            let verb = arguments.verb.name;
            format!("`{verb}` takes names of streams: give this one a name with `let` first")
        }
    };
    let span = arguments.cursor.span();
    arguments.errors.at(span, message);
    arguments.cursor.take(end);
    Err(Reported)
}
