//! `fan_in(a, b, …)`: many streams of one type into one.

use proc_macro2::{Ident, TokenTree};

use super::{Arguments, Makes, Reads, Reported, Runs, Verb, plain};
use crate::ast::Kind;
use crate::scan::{expression_end, is_punct};

pub const VERB: Verb = Verb {
    name: "fan_in",
    usage: "fan_in(a, b)",
    docs: "many streams as one, without a thread or a hop",
    options: &["capacity"],
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

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
    arguments.streams = streams(arguments)?;
    Ok(Kind::FanIn)
}

/// The arguments of a verb that joins streams: their names, with options anywhere between.
pub(super) fn streams(arguments: &mut Arguments<'_>) -> Result<Vec<Ident>, Reported> {
    let verb = arguments.verb.name;
    let place = arguments.cursor.span();
    let mut inputs = Vec::new();
    let mut broken = false;
    loop {
        arguments.options();
        if arguments.cursor.is_empty() {
            break;
        }
        let name = arguments.cursor.ident();
        let ends = arguments
            .cursor
            .rest()
            .first()
            .is_none_or(|next| is_punct(next, ','));
        match name {
            Some(name) if ends => inputs.push(name),
            name => {
                let span = arguments.cursor.span();
                let is_next = matches!(arguments.cursor.rest(), [TokenTree::Ident(_), ..]);
                let message = if name.is_some() && is_next {
                    "missing `,` before this".to_owned()
                } else {
                    format!(
                        "`{verb}` takes names of streams: give this one a name with `let` first"
                    )
                };
                arguments.errors.at(span, message);
                let end = expression_end(arguments.cursor.rest(), 0);
                arguments.cursor.take(end);
                broken = true;
            }
        }
        if !arguments.cursor.punct(",") {
            arguments.end();
            break;
        }
    }
    if inputs.len() < 2 && !broken {
        let span = inputs.first().map_or(place, Ident::span);
        arguments.errors.at(
            span,
            format!("`{verb}` joins at least two streams: name another, or remove the verb"),
        );
    }
    if broken {
        return Err(Reported);
    }
    Ok(inputs)
}
