//! `fan_in(a, b, …)`: many streams of one type into one.

use super::{Arguments, Reported, Verb};
use crate::ast::Kind;
use crate::scan::{expression_end, is_punct};

pub const VERB: Verb = Verb {
    name: "fan_in",
    usage: "fan_in(a, b)",
    begins: true,
    options: &["capacity"],
    parse,
};

fn parse(arguments: &mut Arguments<'_>) -> Result<Kind, Reported> {
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
            _ => {
                let span = arguments.cursor.span();
                arguments.errors.at(
                    span,
                    "`fan_in` takes names of streams: give this one a name with `let` first",
                );
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
        let span = inputs.first().map_or(place, proc_macro2::Ident::span);
        arguments.errors.at(
            span,
            "`fan_in` merges at least two streams; one stream needs none",
        );
    }
    if broken {
        return Err(Reported);
    }
    Ok(Kind::FanIn { inputs })
}
